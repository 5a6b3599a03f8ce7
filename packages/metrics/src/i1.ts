import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { requireObjects, sharesOfProbabilities } from './_distractorShares';
import { meanOfKnown } from './known';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { dPrime } from './dPrime';
import { i2, type ImageLevelOptions } from './i2';

/**
 * Image-level behaviour (I1): how well each image is told from the other objects, the mean over distractors of `i2`.
 *
 * @param probabilities [images, objects] of choosing each object, at least 0
 * @param objects [images], the true object of each image
 * @returns [images]; NaN where no distractor has a value
 * @source Rajalingham et al. 2018, doi:10.1523/JNEUROSCI.0388-18.2018, as Brain-Score's `i1i2` has it
 */
export function i1(probabilities: Matrix, objects: NdArray, options: ImageLevelOptions = {}): NdArray {
  return meanOverDistractors(i2(probabilities, objects, options));
}

/** [images, objects] -> [images], NaN skipped. */
export function meanOverDistractors({ values, shape }: Matrix): NdArray {
  const [images, count] = shape as [number, number];
  const means = Float64Array.from({ length: images }, (_, image) =>
    meanOfKnown(values.subarray(image * count, (image + 1) * count)),
  );
  return ndArray(means, [images]);
}

/**
 * Image-level behaviour with rates averaged before they become a d' (one object against the rest): the hit rate of
 * an image is the mean over distractors, the false-alarm rate that of choosing its object over all images of other
 * objects. Not the same number as `i1`.
 *
 * @param probabilities [images, objects] of choosing each object, at least 0
 * @param objects [images], the true object of each image
 * @param limit d' is clipped to plus and minus this
 * @returns [images]; NaN where there are no images of other objects
 * @source Rajalingham et al. 2018, doi:10.1523/JNEUROSCI.0388-18.2018; Kar et al. 2019,
 *   doi:10.1038/s41593-019-0392-5 (image_metrics)
 */
export function oneVersusRestI1(
  probabilities: Matrix,
  objects: NdArray,
  { limit = 5 }: Pick<ImageLevelOptions, 'limit'> = {},
): NdArray {
  const shares = sharesOfProbabilities('oneVersusRestI1', probabilities, objects);
  const [images, count] = [rowsOf(shares), columnsOf(shares)];
  const truth = requireObjects('oneVersusRestI1', objects, { images, count });
  const [sums, known] = [new Float64Array(count), new Float64Array(count)];
  shares.values.forEach((share, at) => {
    if (Number.isNaN(share)) return;
    sums[at % count]! += share;
    known[at % count]!++;
  });
  const errors = meanOverDistractors(shares).values;
  return ndArray(
    errors.map((share, image) => dPrime(1 - share, sums[truth[image]!]! / known[truth[image]!]!, { limit })),
    [images],
  );
}
