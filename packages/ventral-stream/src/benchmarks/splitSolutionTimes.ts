import { ndArray, ShapeError, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { i1, objectSolutionTimes, oneVersusRestI1, type Split, takeRows } from '@goal-driven/metrics';
import type { FeatureCourse } from './FeatureCourse';
import type { ImageDecoder } from './ImageDecoder';

/** `distractors`: d' of each distractor, then their mean (Brain-Score); `rest`: rates averaged before (Kar 2019). */
export type I1Variant = 'distractors' | 'rest';

export const i1Of: {
  readonly [variant in I1Variant]: (probabilities: NdArray, objects: NdArray) => NdArray;
} = {
  distractors: (probabilities, objects) => i1(probabilities, objects),
  rest: (probabilities, objects) => oneVersusRestI1(probabilities, objects),
};

export type DecodingOptions = {
  /** From the activity of a layer in a bin to probabilities of objects. */
  readonly decoder: ImageDecoder;
  /** Which I1 is compared with the criterion. */
  readonly variant: I1Variant;
  /** How a time between two bins is found. */
  readonly interpolation: 'previousBin' | 'highestBelow';
};

/** What is decoded and how good it must be. */
export type SolutionProblem = {
  /** [images], whole numbers below `count` */
  readonly objects: Int32Array;
  readonly count: number;
  /** [images], the I1 to be reached; NaN where the observer has none. */
  readonly criterion: NdArray;
};

/**
 * When a decoder of each bin of time, fitted to training images, first tells a test image as well as an observer does.
 * Bins are decoded in order until all test images are solved; later ones could not change a time.
 *
 * @returns [test images], ms: starts of bins, by linear interpolation between them; NaN where never solved
 * @throws ShapeError for other images; what the decoder throws
 * @source Kar et al. 2019, doi:10.1038/s41593-019-0392-5; Brain-Score, `Kar2019-ost`
 */
export function splitSolutionTimes(
  course: FeatureCourse,
  { objects, count, criterion }: SolutionProblem,
  split: Split,
  { decoder, variant, interpolation, rng }: DecodingOptions & { readonly rng: Rng },
): Float64Array {
  if (criterion.values.length !== objects.length) {
    throw new ShapeError(
      `splitSolutionTimes: criterion must be of the ${objects.length} images, got [${criterion.shape}]`,
    );
  }
  const test = vector(Float64Array.from(split.test, (image) => objects[image]!));
  const wanted = vector(Float64Array.from(split.test, (image) => criterion.values[image]!));
  const own = { objects: Int32Array.from(split.train, (image) => objects[image]!), count };
  const decoded = new Map<string, Float64Array>();
  const performance: number[] = [];
  let times = new Float64Array(split.test.length).fill(NaN);
  for (let bin = 0; bin < course.bins.length; bin++) {
    const source = course.sources[bin]!;
    if (!decoded.has(source)) {
      const features = course.at(bin);
      const read = decoder({ features: takeRows(features, split.train), ...own }, rng.child(source));
      decoded.set(source, i1Of[variant](read(takeRows(features, split.test)), test).values);
    }
    performance.push(...decoded.get(source)!);
    const found = objectSolutionTimes(
      ndArray(Float64Array.from(performance), [bin + 1, split.test.length]),
      wanted,
      {
        times: vector(Float64Array.from(course.bins.slice(0, bin + 1), ({ start }) => start)),
        interpolation,
      },
    );
    times = Float64Array.from(found.times);
    if (found.neverSolved === 0) break;
  }
  return times;
}

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
