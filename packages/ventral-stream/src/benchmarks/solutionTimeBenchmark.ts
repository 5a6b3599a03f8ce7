import type { Benchmark } from '@goal-driven/core';
import type { BehaviourData } from './BehaviourData';
import { recurrentCourse, type FeatureCourse } from './FeatureCourse';
import { gradedCourse, uniformCourse } from './gradedCourse';
import type { Area, NeuralRecording } from './NeuralRecording';
import type { PredictivityConfig } from './PredictivityConfig';
import { solutionTimes, type SolutionTimesConfig } from './solutionTimes';
import { solutionTimeScores } from './solutionTimesReport';
import { publishedBins, type TimeBin } from './TimeBin';
import type { TimedModel } from './TimedModel';

export type SolutionTimeDataset = {
  /** Of the observer whose times are the reference. */
  readonly behaviour: BehaviourData;
  /** Of the same images: what layers of a feed-forward model are graded by. Without it they are spread evenly alone. */
  readonly graded?: {
    readonly recording: NeuralRecording;
    readonly area: Area;
    readonly config: PredictivityConfig;
  };
};

/**
 * Object solution times the way of the 2022 paper. A recurrent model sees its own timesteps: its layers side by side, and each
 * by itself. A feed-forward one has its layers, in order, spread over the bins evenly and, where there is a recording,
 * graded by it; which of them was published is not known, so all are reported, labelled `features`. Layers are those
 * that IT prefers (`assignLayers`), from low to high; features are [images, timesteps, units].
 *
 * @param model what its timesteps stand for, and its name for labels; one step makes it feed-forward
 * @param shift ms by which a recurrent model lags
 */
export const solutionTimeBenchmark = (
  model: Pick<TimedModel, 'name' | 'timesteps'>,
  config: SolutionTimesConfig,
  { shift = 0, bins = publishedBins }: { readonly shift?: number; readonly bins?: readonly TimeBin[] } = {},
): Benchmark<SolutionTimeDataset> => ({
  name: 'ventral-stream/solution-times',
  sources: ['Nayebi et al. 2022, doi:10.1162/neco_a_01506', 'Kar et al. 2019, doi:10.1038/s41593-019-0392-5'],
  async *run({ dataset: { behaviour, graded }, layers, features, rng }) {
    const held: TimedModel = { ...model, layers, activity: features };
    const images = behaviour.objects.length;
    const asked = { layers, images, bins };
    const courses: { readonly [features: string]: () => Promise<FeatureCourse> } =
      model.timesteps.length > 1
        ? recurrentCourses(held, { images, bins, shift })
        : {
            uniform: () => uniformCourse(held, asked),
            ...(graded && { graded: () => gradedCourse(held, asked, { ...graded, reference: held }) }),
          };
    for (const [name, course] of Object.entries(courses)) {
      const found = solutionTimes(await course(), behaviour, config, rng.child(name));
      const { cost, loss, gain, components = 'all' } = config.decoder;
      const labels = {
        model: model.name,
        layers: layers.join(' + '),
        features: name,
        cost,
        loss,
        gain,
        components,
      };
      yield* solutionTimeScores(found, behaviour, { ...labels, interpolation: config.interpolation });
    }
  },
});

/** All layers side by side, and where they are several each by itself. */
function recurrentCourses(
  model: TimedModel,
  options: { readonly images: number; readonly bins: readonly TimeBin[]; readonly shift: number },
): { readonly [features: string]: () => Promise<FeatureCourse> } {
  const { layers } = model;
  const single = layers.length > 1 ? layers.map((layer) => [layer, [layer]] as const) : [];
  const sets = [['together', layers] as const, ...single];
  return Object.fromEntries(sets.map(([name, own]) => [name, () => recurrentCourse(model, own, options)]));
}
