import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { behaviourData, type BehaviourData } from '../benchmarks/BehaviourData';
import {
  type BackgroundKind,
  type ObjectLatents,
  objectSet,
  type RenderedObjects,
  variations,
} from '@goal-driven/stimuli';

const time = (value: number, description: string) =>
  z.number().nonnegative().default(value).meta({ description, unit: 'ms' });

export const RenderedObserver = z
  .strictObject({
    fastest: time(100, 'Solution time of the easiest image'),
    slowest: time(200, 'Solution time of the hardest image'),
    timeSd: time(10, 'Error of measured times; of those from halves it is the root of 2 larger'),
    performance: z.number().default(1.5).meta({ description: "Image-level d', mean over images" }),
    performanceFall: z.number().default(0).meta({
      description: 'By how much it falls from the easiest image to the hardest; 0: told equally well',
    }),
    performanceSd: z
      .number()
      .nonnegative()
      .default(0.1)
      .meta({ description: 'Its deviation over images that are equally hard' }),
    performanceError: z.number().nonnegative().default(0).meta({
      description: 'Error of measured performance; of that from halves it is the root of 2 larger',
    }),
  })
  .refine(({ fastest, slowest }) => fastest <= slowest, { error: 'fastest must not be above slowest' })
  .meta({ title: 'A synthetic observer of rendered objects' });
export type RenderedObserver = z.output<typeof RenderedObserver>;

/** How much of its object a background hides, from a uniform one to other things. */
const CLUTTER: { readonly [kind in BackgroundKind]: number } = {
  gray: 0,
  noise: 1 / 3,
  landscape: 2 / 3,
  clutter: 1,
};

/**
 * How hard an image is, 0 to 1, from what it shows: the mean of how far the object is turned from its canonical view, how
 * far it is from the centre, how small it is, and how cluttered the background is, each by the range of the amount of
 * variation called high; what goes beyond it counts as its end.
 *
 * @source our choice: that each of them slows recognition is known, how much and how they add up is not
 */
export function difficultyOf(
  { rotation: { yaw, pitch, roll }, position, size, background }: ObjectLatents,
  middleSize: number,
): number {
  const { rotation, position: reach, scale } = variations.high;
  const parts = [
    Math.hypot(yaw, pitch, roll) / (rotation * Math.sqrt(3)),
    Math.hypot(...position) / (reach * Math.SQRT2),
    (1 - Math.log(size / middleSize) / Math.log(scale)) / 2,
    CLUTTER[background.kind],
  ];
  return parts.reduce((sum, part) => sum + Math.min(1, Math.max(0, part)), 0) / parts.length;
}

/**
 * Behaviour of an observer that never was, on a set of rendered objects: the solution time of an image rises with its
 * difficulty, while its performance does not depend on it unless asked to. All of it is labelled `synthetic`.
 *
 * @returns objects are the labels of the set
 */
export function renderedObserver(config: RenderedObserver, images: RenderedObjects, rng: Rng): BehaviourData {
  const { fastest, slowest, timeSd, performanceSd, performanceError } = config;
  const set = objectSet(images);
  const latents = Array.from({ length: set.count }, (_, index) => set.latents(index));
  const difficulties = latents.map((own) => difficultyOf(own, images.size));
  const noise = (name: string, sd: number) =>
    rng
      .child(name)
      .normal(set.count)
      .map((value) => sd * value);
  const times = difficulties.map((own) => fastest + (slowest - fastest) * own);
  const own = noise('performance', performanceSd);
  const performance = performanceOf(config, difficulties).map((mean, image) => mean + own[image]!);
  const around = (means: readonly number[], name: string, sd: number): Float64Array =>
    noise(name, sd).map((error, image) => means[image]! + error);
  const halves = (means: readonly number[], names: readonly string[], sd: number): NdArray => {
    const both = names.map((name) => around(means, name, Math.SQRT2 * sd));
    const pairs = Float64Array.from({ length: 2 * set.count }, (_, at) => both[at % 2]![at >> 1]!);
    return ndArray(pairs, [set.count, 2]);
  };
  return behaviourData({
    ...{ name: 'synthetic observer', synthetic: true },
    objects: Int32Array.from(latents, ({ label }) => label),
    i1: vector(around(performance, 'measured', performanceError)),
    i1Halves: halves(performance, ['firstMeasured', 'secondMeasured'], performanceError),
    ost: vector(around(times, 'times', timeSd)),
    ostHalves: halves(times, ['firstHalf', 'secondHalf'], timeSd),
  });
}

/** The mean over images stays what it is said to be. */
function performanceOf(
  { performance, performanceFall }: RenderedObserver,
  difficulties: readonly number[],
): number[] {
  const mean = difficulties.reduce((sum, own) => sum + own, 0) / difficulties.length;
  return difficulties.map((own) => performance - performanceFall * (own - mean));
}

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
