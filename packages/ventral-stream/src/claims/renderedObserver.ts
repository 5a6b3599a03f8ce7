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
    performance: z
      .number()
      .default(1.5)
      .meta({ description: "Image-level d', mean over images, which does not depend on how hard they are" }),
    performanceSd: z.number().nonnegative().default(0.1).meta({ description: 'Its deviation over images' }),
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
 * difficulty, while its performance does not depend on it. All of it is labelled `synthetic`.
 *
 * @returns objects are the labels of the set
 */
export function renderedObserver(
  { fastest, slowest, timeSd, performance, performanceSd }: RenderedObserver,
  images: RenderedObjects,
  rng: Rng,
): BehaviourData {
  const set = objectSet(images);
  const latents = Array.from({ length: set.count }, (_, index) => set.latents(index));
  const noise = (name: string, sd: number) =>
    rng
      .child(name)
      .normal(set.count)
      .map((value) => sd * value);
  const times = latents.map((own) => fastest + (slowest - fastest) * difficultyOf(own, images.size));
  const around = (errors: Float64Array): NdArray =>
    vector(errors.map((error, image) => times[image]! + error));
  const halves = ['firstHalf', 'secondHalf'].map((name) => around(noise(name, Math.SQRT2 * timeSd)).values);
  return behaviourData({
    ...{ name: 'synthetic observer', synthetic: true },
    objects: Int32Array.from(latents, ({ label }) => label),
    i1: vector(noise('performance', performanceSd).map((error) => performance + error)),
    ost: around(noise('times', timeSd)),
    ostHalves: ndArray(
      Float64Array.from({ length: 2 * set.count }, (_, at) => halves[at % 2]![at >> 1]!),
      [set.count, 2],
    ),
  });
}

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
