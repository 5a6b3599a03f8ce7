import type { Rng } from '@goal-driven/core/arrays';
import type { BehaviourData } from './BehaviourData';
import { recurrentCourse, type FeatureCourse } from './FeatureCourse';
import { gradedCourse, uniformCourse } from './gradedCourse';
import type { Area, NeuralRecording } from './NeuralRecording';
import type { PredictivityConfig } from './PredictivityConfig';
import { solutionTimes, type SolutionTimesConfig } from './solutionTimes';
import type { SolutionTimes } from './summariseSolutionTimes';
import { publishedBins, type TimeBin } from './TimeBin';
import type { TimedModel } from './TimedModel';

export type SolutionTimeDataset = {
  /** Of the observer whose times are the reference. */
  readonly behaviour: BehaviourData;
  /** Of the same images: what layers of a feed-forward model are graded by. Without it they are spread evenly alone. */
  readonly graded?: {
    readonly recording: NeuralRecording;
    /** Several have one schedule, by the mean over them. */
    readonly areas: readonly Area[];
    readonly config: PredictivityConfig;
  };
};

/** When and how a model is asked. */
export type CourseOptions = {
  /** ms by which a recurrent model lags. */
  readonly shift?: number;
  /** Those in which decoders read; the published 19 from 70 ms where left out. */
  readonly bins?: readonly TimeBin[];
};

/** The times of a model whose layers were shown to decoders in one way. */
export type CourseTimes = {
  /** Of a recurrent model `together`, or the name of one layer; of a feed-forward one `uniform` or `graded`. */
  readonly features: string;
  readonly found: SolutionTimes;
};

/**
 * Solution times of a model for each way in which its layers can be shown over time: of a recurrent one all layers side
 * by side and, where they are several, each by itself; of a feed-forward one its layers spread evenly over the bins and,
 * where there is a recording, graded by it. Which of them was published is not known.
 *
 * @param model its layers are those that IT prefers, from low to high; one step makes it feed-forward
 * @throws what the courses and `solutionTimes` throw
 */
export async function* courseTimes(
  model: TimedModel,
  dataset: SolutionTimeDataset,
  config: SolutionTimesConfig,
  { shift = 0, bins = publishedBins, rng }: CourseOptions & { readonly rng: Rng },
): AsyncGenerator<CourseTimes> {
  const { behaviour } = dataset;
  const images = behaviour.objects.length;
  const courses =
    model.timesteps.length > 1
      ? recurrentCourses(model, { images, bins, shift })
      : sweepCourses(model, dataset.graded, { layers: model.layers, images, bins });
  for (const [features, course] of Object.entries(courses)) {
    yield { features, found: solutionTimes(await course(), behaviour, config, rng.child(features)) };
  }
}

type Courses = { readonly [features: string]: () => Promise<FeatureCourse> };

/** All layers side by side, and where they are several each by itself. */
function recurrentCourses(
  model: TimedModel,
  options: { readonly images: number; readonly bins: readonly TimeBin[]; readonly shift: number },
): Courses {
  const { layers } = model;
  const single = layers.length > 1 ? layers.map((layer) => [layer, [layer]] as const) : [];
  const sets = [['together', layers] as const, ...single];
  return Object.fromEntries(sets.map(([name, own]) => [name, () => recurrentCourse(model, own, options)]));
}

/** Layers spread over time: evenly, and as a recording has them. */
const sweepCourses = (
  model: TimedModel,
  graded: SolutionTimeDataset['graded'],
  asked: Parameters<typeof uniformCourse>[1],
): Courses => ({
  uniform: () => uniformCourse(model, asked),
  ...(graded && { graded: () => gradedCourse(model, asked, { ...graded, reference: model }) }),
});
