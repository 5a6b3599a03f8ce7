import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { requireObjects, sharesOfProbabilities } from './_distractorShares';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { dPrime } from './dPrime';

export type ImageLevelOptions = {
  /** d' is clipped to plus and minus this, 5 by default. */
  readonly limit?: number;
  /**
   * Takes from each d' the mean over the images of the same object with the same distractor, so that what is left
   * tells images of an object apart and says nothing of objects: I1n and I2n.
   */
  readonly normalised?: boolean;
};

/**
 * Image-level behaviour with the distractor told apart (I2): how well each image is told from each other object.
 *
 * `d(i, c) = Phi^-1(1 - f(i, c)) - Phi^-1(F)`, f the share of distractor c against the true object o of image i,
 * F the mean of `f(k, o)` over the images k of object c.
 *
 * @param probabilities [images, objects] of choosing each object, at least 0; rows need not sum to 1
 * @param objects [images], the true object of each image, a column of `probabilities`
 * @returns [images, objects]; NaN at the true object, and where an object has no images
 * @throws ShapeError, DataError for what does not fit
 * @source Rajalingham et al. 2018, doi:10.1523/JNEUROSCI.0388-18.2018, with the false alarms per object of Brain-Score
 *   (`i1i2`)
 */
export function i2(probabilities: Matrix, objects: NdArray, options: ImageLevelOptions = {}): NdArray {
  return i2OfShares(sharesOfProbabilities('i2', probabilities, objects), objects, options);
}

/**
 * I2 from the shares themselves, such as `choiceShares` of a person's trials.
 *
 * @param shares f [images, objects], how often each object was chosen where it was the distractor; NaN where it never was
 * @param objects [images], the true object of each image
 * @returns [images, objects]
 * @throws DataError for a share outside 0 .. 1, ShapeError for other axes
 */
export function i2OfShares(shares: Matrix, objects: NdArray, options: ImageLevelOptions = {}): NdArray {
  const { limit = 5, normalised = false } = options;
  if (shares.shape.length !== 2) {
    throw new ShapeError(`i2OfShares: shares must be [images, objects], got [${shares.shape}]`);
  }
  const outside = shares.values.findIndex((value) => value < 0 || value > 1);
  if (outside >= 0) {
    throw new DataError(
      `i2OfShares: shares must be in 0 .. 1 or NaN, got ${shares.values[outside]} at flat index ${outside}`,
    );
  }
  const [images, count] = [rowsOf(shares), columnsOf(shares)];
  const truth = requireObjects('i2OfShares', objects, { images, count });
  const falseAlarms = meansPerObject(shares, truth);
  const scores = shares.values.map((share, at) => {
    const [image, distractor] = [Math.floor(at / count), at % count];
    if (distractor === truth[image]) return NaN;
    return dPrime(1 - share, falseAlarms[distractor * count + truth[image]!]!, { limit });
  });
  const plain = ndArray(scores, [images, count]);
  if (!normalised) return plain;
  const means = meansPerObject(plain, truth);
  return ndArray(
    scores.map((score, at) => score - means[truth[Math.floor(at / count)]! * count + (at % count)]!),
    [images, count],
  );
}

/** Mean of each column over the images of each object, NaN skipped: [objects, objects]. */
function meansPerObject({ values, shape }: Matrix, truth: Int32Array): Float64Array {
  const count = shape[1]!;
  const [sums, known] = [new Float64Array(count * count), new Float64Array(count * count)];
  values.forEach((value, at) => {
    if (Number.isNaN(value)) return;
    const cell = truth[Math.floor(at / count)]! * count + (at % count);
    sums[cell]! += value;
    known[cell]!++;
  });
  return sums.map((sum, cell) => sum / known[cell]!);
}
