import { DataError } from '@goal-driven/core/arrays';
import { columnsOf, dotAt, rowsOf, type Matrix } from './_matrix';
import { allEqual, meanOf } from './_vectors';

/** How far apart two samples are: the length of their difference, or one minus their cosine or correlation. */
export type SampleDistance = 'euclidean' | 'cosine' | 'correlation';

/**
 * Samples as points whose Euclidean distance d says it: rows as they are, or of length 1, from their mean where
 * correlations are asked for; one minus the cosine is `d^2 / 2`.
 *
 * @throws DataError for a sample without direction
 */
export function asPoints(who: string, name: string, samples: Matrix, distance: SampleDistance): Matrix {
  if (distance === 'euclidean') return samples;
  const width = columnsOf(samples);
  const values = samples.values.slice();
  for (let row = 0; row < rowsOf(samples); row++) {
    const point = values.subarray(row * width, (row + 1) * width);
    if (distance === 'correlation') {
      const mean = allEqual(point) ? point[0]! : meanOf(point);
      for (let p = 0; p < width; p++) point[p]! -= mean;
    }
    const length = Math.sqrt(dotAt(values, row * width, values, row * width, width));
    if (length === 0) {
      const wanted = distance === 'cosine' ? 'differ from 0' : 'vary';
      throw new DataError(
        `${who}: each row of ${name} must ${wanted} for the ${distance} distance, got row ${row}`,
      );
    }
    for (let p = 0; p < width; p++) point[p]! /= length;
  }
  return { values, shape: samples.shape };
}

/** The distance of two samples from the squared distance of their points. */
export const distanceOf = (squared: number, distance: SampleDistance): number =>
  distance === 'euclidean' ? Math.sqrt(squared) : squared / 2;

/** Squared distance of two points; some number above `most` as soon as it is. */
export function squaredDistance(
  a: { readonly values: Float64Array; readonly start: number },
  b: { readonly values: Float64Array; readonly start: number },
  { width, most }: { readonly width: number; readonly most: number },
): number {
  let sum = 0;
  for (let from = 0; from < width && sum <= most; from += 16) {
    const end = Math.min(from + 16, width);
    for (let p = from; p < end; p++) {
      const difference = a.values[a.start + p]! - b.values[b.start + p]!;
      sum += difference * difference;
    }
  }
  return sum;
}
