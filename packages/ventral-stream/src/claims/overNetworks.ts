import type { Figure, Score, StudyEvent } from '@goal-driven/core';
import { accuracy } from '@goal-driven/metrics';
import { graphParameters } from '../models/graphParameters';
import { evaluateImages } from '../studies/evaluateImages';
import { graphOf, withTrained, type Condition, type Experiment } from './trainNetwork';

/** What was measured of one network. */
export type Measured = {
  readonly condition: string;
  readonly seed: number;
  /** Share of the held-out images that it names right. */
  readonly accuracy: number;
};

/**
 * Trains a network of each condition from each seed and asks it for the classes of all held-out images. Yields accuracies
 * and, of each condition, the number of parameters.
 */
export async function* overNetworks(
  conditions: readonly Condition[],
  experiment: Experiment,
): AsyncGenerator<StudyEvent, Measured[]> {
  const { config, session } = experiment;
  for (const condition of conditions) {
    const value = graphParameters(graphOf(condition, experiment));
    yield plainScore({ metric: 'parameters', labels: { network: condition.name }, value, n: 1 });
  }
  const measured: Measured[] = [];
  for (const seed of config.seeds) {
    for (const condition of conditions) {
      session.say?.(`${condition.name}, seed ${seed}`);
      const report = await withTrained(condition, seed, experiment, ({ network, parts }) =>
        evaluateImages(network, { stream: parts.heldOut, batches: parts.testBatches, session }),
      );
      const labels = { network: condition.name, seed };
      const own = accuracy(report.labels, report.answers);
      measured.push({ condition: condition.name, seed, accuracy: own });
      const n = report.labels.length;
      yield plainScore({ metric: 'accuracy', labels, value: own, n });
      yield plainScore({ metric: 'crossEntropy', labels, value: report.crossEntropy, n, unit: 'nats' });
    }
  }
  return measured;
}

/** A score without a ceiling. */
export const plainScore = ({
  metric,
  labels,
  value,
  n,
  unit = '1',
}: Pick<Score, 'metric' | 'labels' | 'value' | 'n'> & { readonly unit?: string }): StudyEvent => ({
  kind: 'score',
  score: { metric, version: 1, labels, value, ceiling: NaN, ceiled: NaN, n, unit },
});

/** Accuracies of a condition, in the order of the seeds. */
const accuraciesOf = (measured: readonly Measured[], { name }: Condition): number[] =>
  measured.filter(({ condition }) => condition === name).map(({ accuracy: own }) => own);

/** For each seed the accuracy of one condition less that of another. */
export const differences = (
  measured: readonly Measured[],
  [more, less]: readonly [Condition, Condition],
): number[] => {
  const other = accuraciesOf(measured, less);
  return accuraciesOf(measured, more).map((value, index) => value - other[index]!);
};

/** Accuracy of each network, one for each seed, by its kind. */
export const accuracyFigure = (
  measured: readonly Measured[],
  conditions: readonly Condition[],
  classes: number,
): Figure => ({
  kind: 'categories',
  name: 'accuracies',
  title: 'Share of held-out images named right',
  caption: `A dot is a network, a rule the mean over seeds; networks of one seed see the same images in the same order. Chance is ${(1 / classes).toFixed(3)}.`,
  axes: { x: 'network', y: 'accuracy' },
  categories: conditions.map(({ name }) => name),
  groups: [{ label: '', values: conditions.map((condition) => accuraciesOf(measured, condition)) }],
});
