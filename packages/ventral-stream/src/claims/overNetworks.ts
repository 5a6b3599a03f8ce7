import {
  ofCondition,
  overConditions,
  plainScore,
  type Figure,
  type OfCondition,
  type StudyEvent,
} from '@goal-driven/core';
import { graphParameters } from '../models/graphParameters';
import { evaluateImages } from '../studies/evaluateImages';
import { shareRight } from '../task/answers';
import { graphOf, withNetwork, type Condition, type Experiment } from './withNetwork';

/** What was measured of one network. */
export type Measured = {
  /** Share of the held-out images that it names right; NaN where its logits are not finite. */
  readonly accuracy: number;
};

/**
 * Trains a network of each condition from each seed and asks it for the classes of all held-out images. Yields accuracies
 * and, of each condition, the number of parameters.
 */
export async function* overNetworks(
  conditions: readonly Condition[],
  experiment: Experiment,
): AsyncGenerator<StudyEvent, OfCondition<Measured>[]> {
  const { config, session } = experiment;
  for (const condition of conditions) {
    const value = graphParameters(graphOf(condition, experiment));
    yield plainScore({ metric: 'parameters', labels: { network: condition.name }, value, n: 1 });
  }
  const { seeds } = config;
  return yield* overConditions(conditions, { seeds, session }, async function* (condition, seed) {
    const report = yield* withNetwork(condition, seed, experiment, ({ network, parts }) =>
      evaluateImages(network, { stream: parts.heldOut, batches: parts.testBatches, session }),
    );
    const labels = { network: condition.name, seed };
    const n = report.labels.length;
    const own = shareRight(report.labels, report.answers);
    yield plainScore({ metric: 'accuracy', labels, value: own, n });
    yield plainScore({ metric: 'crossEntropy', labels, value: report.crossEntropy, n, unit: 'nats' });
    return { accuracy: own };
  });
}

/** Accuracy of each network, one for each seed, by its kind. */
export const accuracyFigure = (
  measured: readonly OfCondition<Measured>[],
  conditions: readonly Condition[],
  classes: number,
): Figure => ({
  kind: 'categories',
  name: 'accuracies',
  title: 'Share of held-out images named right',
  caption: `A dot is a network, a rule the mean over seeds; networks of one seed see the same images in the same order. Chance is ${(1 / classes).toFixed(3)}.`,
  axes: { x: 'network', y: 'accuracy' },
  categories: conditions.map(({ name }) => name),
  groups: [
    {
      label: '',
      values: conditions.map((condition) => ofCondition(measured, condition).map((own) => own.accuracy)),
    },
  ],
});
