import type { CategoriesFigure, Figure } from '@goal-driven/core';
import { aggregateScores, sharedLabels } from './aggregateScores';
import { categoriesFigure } from './categoriesFigure';
import { differingSettings, type DifferingSetting } from './differingSettings';
import { safe, trusted, type Html } from './Html';
import type { ReportRun } from './ReportRun';

/** From this many runs on, scores are also drawn by the settings that differ. */
const SEVERAL = 3;

type Point = { readonly run: number; readonly value: number };
type Metric = { readonly name: string; readonly points: readonly Point[] };
type Panel = Figure & CategoriesFigure;

/** Every score by the settings in which runs differ: one along the axis, one as colours, one as panels. */
export function scoresBySetting(runs: readonly ReportRun[]): Html {
  if (runs.length < SEVERAL) return trusted('');
  const settings = differingSettings(runs);
  const named = settings.length > 0 && settings.length <= 3 ? settings : [byName(runs)];
  const varying = metricsOf(runs).filter((metric) => panelsOf(metric, named).some(varies));
  if (varying.length === 0) return trusted('');
  return safe`<section class="by-setting">
    <h2>Scores by setting</h2>
    <p>
      A dot is a run, its median where a score is of many units or cells. By
      ${named.map(({ path }) => path).join(', ')}.
    </p>
    ${varying.map((metric) => section(metric, named))}
  </section>`;
}

/** Whether not all runs of a panel are the same: what depends on its setting alone is no comparison. */
const varies = ({ groups }: Panel): boolean =>
  new Set(groups.flatMap(({ values }) => values.flat())).size > 1;

function section({ name, points }: Metric, settings: readonly DifferingSetting[]): Html {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const range = [low - 0.05 * (high - low), high + 0.05 * (high - low)] as const;
  return safe`<div class="side">
    ${panelsOf({ name, points }, settings).map(
      (panel) =>
        safe`<figure>
          <h3>${panel.title}</h3>
          ${categoriesFigure(panel, panel.title, { range })}
        </figure>`,
    )}
  </div>`;
}

function panelsOf({ name, points }: Metric, settings: readonly DifferingSetting[]): Panel[] {
  const [along, colours, panels] = settings as [DifferingSetting, ...DifferingSetting[]];
  return (panels?.distinct ?? [undefined]).flatMap((panel): Panel[] => {
    const own = points.filter(({ run }) => panel === undefined || panels!.values[run] === panel);
    if (own.length === 0) return [];
    const groups = (colours?.distinct ?? ['']).map((colour) => ({
      label: colour,
      values: along.distinct.map((category) =>
        own
          .filter(
            ({ run }) =>
              along.values[run] === category && (colours === undefined || colours.values[run] === colour),
          )
          .map(({ value }) => value),
      ),
    }));
    const title = panel === undefined ? name : `${name}: ${panel}`;
    const axes = { x: along.name, y: name };
    return [{ kind: 'categories', name, title, caption: '', axes, categories: along.distinct, groups }];
  });
}

/** What every score is in each run, by its name, labels and unit. */
function metricsOf(runs: readonly ReportRun[]): Metric[] {
  const shared = sharedLabels(runs.flatMap(({ scores }) => scores));
  const metrics = new Map<string, Point[]>();
  runs.forEach(({ scores }, run) => {
    for (const { metric, labels, unit, median } of aggregateScores(scores, shared)) {
      const words = [metric, ...(labels === '' ? [] : [labels])].join(', ');
      const name = unit === '1' || unit === '' ? words : `${words} (${unit})`;
      if (!Number.isNaN(median)) metrics.set(name, [...(metrics.get(name) ?? []), { run, value: median }]);
    }
  });
  return [...metrics].map(([name, points]) => ({ name, points }));
}

const byName = (runs: readonly ReportRun[]): DifferingSetting => {
  const values = runs.map(({ name }) => name);
  return { path: 'run', name: 'run', values, distinct: [...new Set(values)] };
};
