import type { Figure, Score } from '@goal-driven/core';
import { aggregateScores, sharedLabels, type Aggregate } from './aggregateScores';
import { figureOf } from './figureOf';
import { formatNumber } from './formatNumber';
import { safe, trusted, type Html } from './Html';
import type { ReportRun } from './ReportRun';

/** Whether a run says of its scores by which of several models they are. */
export const hasModels = ({ scores }: ReportRun): boolean => modelsOf(scores).length > 1;

const modelsOf = (scores: readonly Score[]): string[] => [
  ...new Set(
    scores.flatMap(({ labels }) => (labels['model'] === undefined ? [] : [String(labels['model'])])),
  ),
];

/** Figures beside which others stand, each with those after it. */
export const figurePairs = (figures: readonly Figure[]): Figure[][] =>
  figures
    .map((figure) => [figure, ...figures.filter(({ beside }) => beside === figure.name)])
    .filter(({ length }) => length > 1);

/** The scores of a run's models in a column each, and their figures in pairs; nothing where it has but one. */
export function modelsSection(run: ReportRun): Html {
  const models = modelsOf(run.scores);
  if (models.length < 2) return trusted('');
  const shared = sharedLabels(run.scores.filter(({ labels }) => labels['model'] !== undefined));
  const columns = models.map((model) => columnOf(run.scores, model, shared));
  const keys = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const rows = keys.map((key) => {
    const { metric, labels, unit, count } = columns.map((column) => column.get(key)).find(Boolean)!;
    const of = [...(count > 1 ? ['median of units'] : []), ...(labels === '' ? [] : [labels])].join(', ');
    const values = columns.map((column) => {
      const found = column.get(key);
      return safe`<td class="number">${found === undefined ? '' : formatNumber(found.median)}</td>`;
    });
    return safe`<tr><td>${metric}</td><td>${of}</td>${values}<td>${unit === '1' ? '' : unit}</td></tr>`;
  });
  const heads = models.map((model) => safe`<th scope="col" class="number">${model}</th>`);
  const pairs = figurePairs(run.figures).map(
    (pair) => safe`<div class="side">${pair.map((figure, at) => figureOf(run, figure, models[at]))}</div>`,
  );
  return safe`<section>
    <h2>Side by side: ${models.join(' and ')}</h2>
    <div class="scroll">
      <table class="scores models">
        <thead>
          <tr>
            <th scope="col">score</th>
            <th scope="col">of</th>
            ${heads}
            <th scope="col">unit</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${pairs}
  </section>`;
}

/** Scores of one model, together over its units, by metric and labels. */
function columnOf(
  scores: readonly Score[],
  model: string,
  shared: Score['labels'],
): ReadonlyMap<string, Aggregate> {
  const own = scores
    .filter(({ labels }) => labels['model'] !== undefined && String(labels['model']) === model)
    .map((score) => {
      const { model: _, ...labels } = score.labels;
      return { ...score, labels };
    });
  return new Map(
    aggregateScores(own, shared).map((each) => [JSON.stringify([each.metric, each.labels]), each]),
  );
}
