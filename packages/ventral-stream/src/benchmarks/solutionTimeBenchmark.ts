import type { Benchmark, Score } from '@goal-driven/core';
import { courseTimes, type CourseOptions, type SolutionTimeDataset } from './courseTimes';
import type { SolutionTimesConfig } from './solutionTimes';
import { solutionTimeScores } from './solutionTimesReport';
import type { TimedModel } from './TimedModel';

/**
 * Object solution times the way of the 2022 paper, for each way to show layers over time (`courseTimes`), labelled
 * `features`. Layers are those that IT prefers (`assignLayers`, `preferredLayers`), from low to high; features are
 * [images, timesteps, units].
 *
 * @param model what its timesteps stand for, and its name for labels; one step makes it feed-forward
 */
export const solutionTimeBenchmark = (
  model: Pick<TimedModel, 'name' | 'timesteps'>,
  config: SolutionTimesConfig,
  options: CourseOptions = {},
): Benchmark<SolutionTimeDataset> => ({
  name: 'ventral-stream/solution-times',
  sources: ['Nayebi et al. 2022, doi:10.1162/neco_a_01506', 'Kar et al. 2019, doi:10.1038/s41593-019-0392-5'],
  async *run({ dataset, layers, features: activity, rng }) {
    const held: TimedModel = { ...model, layers, activity };
    for await (const { features, found } of courseTimes(held, dataset, config, { ...options, rng })) {
      yield* solutionTimeScores(found, dataset.behaviour, timesLabels(held, features, config));
    }
  },
});

/** What a row of solution times comes from: the model, how its layers were shown, how they were decoded. */
export const timesLabels = (
  { name: model, layers }: Pick<TimedModel, 'name' | 'layers'>,
  features: string,
  { decoder: { cost, loss, gain, components }, interpolation }: SolutionTimesConfig,
): Score['labels'] => ({
  ...{ model, layers: layers.join(' + '), features, cost, loss, gain },
  ...{ components: components ?? 'all', interpolation },
});
