import { takeRows } from '@goal-driven/metrics';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { MapFitter, Split } from '@goal-driven/metrics';

/** Tables whose rows are images times bins, the bins of an image beside each other. */
export type Binned = { readonly table: NdArray; readonly bins: number };

/** The rows of some images at one bin, or at all of them. */
export function rowsOf({ table, bins }: Binned, images: ArrayLike<number>, bin?: number): NdArray {
  const wanted = bin === undefined ? Array.from({ length: bins }, (_, index) => index) : [bin];
  return takeRows(
    table,
    Array.from(images).flatMap((image) => wanted.map((index) => image * bins + index)),
  );
}

/**
 * Fits maps on the training images of a split and predicts its test images: one map shared by all bins, whose samples
 * are pairs of image and bin, or one map for each bin.
 *
 * @returns for each bin [test images, sites]
 */
export function predictBins(
  source: Binned,
  target: Binned,
  { split, map, shared }: { readonly split: Split; readonly map: MapFitter; readonly shared: boolean },
): NdArray[] {
  const bins = Array.from({ length: source.bins }, (_, bin) => bin);
  const one = shared && map(rowsOf(source, split.train), rowsOf(target, split.train));
  return bins.map((bin) => {
    const fitted = one || map(rowsOf(source, split.train, bin), rowsOf(target, split.train, bin));
    return fitted.predict(rowsOf(source, split.test, bin));
  });
}

/** Means over bins, as a table of one bin: rows are images. */
export function averagedOverBins({ table: { values, shape }, bins }: Binned): Binned {
  const columns = shape[1]!;
  const images = shape[0]! / bins;
  const means = new Float64Array(images * columns);
  values.forEach((value, at) => {
    const image = Math.floor(at / (columns * bins));
    means[image * columns + (at % columns)]! += value / bins;
  });
  return { table: ndArray(means, [images, columns]), bins: 1 };
}
