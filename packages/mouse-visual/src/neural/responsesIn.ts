import { ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import type { MouseRecordings } from './MouseRecordings';

/** Bins of time: from the first up to, without, the last. */
export type BinWindow = { readonly start: number; readonly end: number };

/**
 * Responses of some units, averaged over a window of time. A presentation with a missing bin is missing.
 *
 * @param units indices among the recorded ones
 * @returns [trials, images, units]
 * @throws ShapeError for a window that is empty or beyond the bins
 */
export function responsesIn(
  { header, responses }: Pick<MouseRecordings, 'header' | 'responses'>,
  units: ArrayLike<number>,
  { start, end }: BinWindow,
): NdArray {
  const [trials, images, bins, all] = responses.shape as readonly [number, number, number, number];
  if (!(start >= 0 && start < end && end <= bins)) {
    throw new ShapeError(
      `responsesIn: ${header.name} has bins 0 .. ${bins - 1}, and the window must lie within, got ${start} .. ${end - 1}`,
    );
  }
  const averages = new Float64Array(trials * images * units.length);
  for (let shown = 0; shown < trials * images; shown++) {
    for (let place = 0; place < units.length; place++) {
      let sum = 0;
      for (let bin = start; bin < end; bin++)
        sum += responses.values[(shown * bins + bin) * all + units[place]!]!;
      averages[shown * units.length + place] = sum / (end - start);
    }
  }
  return ndArray(averages, [trials, images, units.length]);
}
