import { placeCodeKernel } from './_placeCodeKernel';
import type { Period } from './arena';
import type { PlaceCells } from './placeCells';

export type PlaceLayout = {
  /** [cells, 2] interleaved, m. */
  readonly centres: Float64Array;
  /** [N, 2] interleaved, m. */
  readonly positions: Float64Array;
  readonly period: Period | undefined;
};

/**
 * Fills `out` [N, cells] with the activities of place cells at positions, and returns it. The formula is that of
 * `createPlaceCells`. Compiled where the engine has SIMD, with the same bits.
 */
export function placeActivities<Values extends Float32Array | Float64Array>(
  config: PlaceCells,
  layout: PlaceLayout,
  out: Values,
): Values {
  const compiled = placeCodeKernel();
  if (compiled === undefined) plainActivities(config, layout, out);
  else compiled(config, layout, out);
  return out;
}

/** One pass per position; for s = 2 the centre's exponential is the square of the surround's. */
export function plainActivities(
  config: PlaceCells,
  layout: PlaceLayout,
  out: Float32Array | Float64Array,
): void {
  const { count, sigma, surroundScale, code } = config;
  const { positions } = layout;
  const squared = new Float64Array(count);
  const centre = new Float64Array(count);
  const surround = new Float64Array(count);
  const wide = -1 / (2 * surroundScale * sigma * sigma);
  const narrow = -1 / (2 * sigma * sigma);
  for (let row = 0; row < positions.length / 2; row++) {
    const nearest = squaredDistances(layout, row, squared);
    let centreSum = 0;
    let surroundSum = 0;
    for (let cell = 0; cell < count; cell++) {
      const beyond = squared[cell]! - nearest;
      const broad = Math.exp(wide * beyond);
      const sharp = surroundScale === 2 ? broad * broad : Math.exp(narrow * beyond);
      surroundSum += surround[cell] = broad;
      centreSum += centre[cell] = sharp;
    }
    const offset = row * count;
    if (code === 'gaussian') {
      for (let cell = 0; cell < count; cell++) out[offset + cell] = centre[cell]! / centreSum;
      continue;
    }
    let lowest = Infinity;
    let total = 0;
    for (let cell = 0; cell < count; cell++) {
      const difference = centre[cell]! / centreSum - surround[cell]! / surroundSum;
      centre[cell] = difference;
      total += difference;
      if (difference < lowest) lowest = difference;
    }
    const lift = Math.abs(lowest);
    total += count * lift;
    for (let cell = 0; cell < count; cell++) out[offset + cell] = (centre[cell]! + lift) / total;
  }
}

/** Fills `squared` with the squared distances of one position to all centres, m^2; returns the smallest. */
function squaredDistances(
  { centres, positions, period }: PlaceLayout,
  row: number,
  squared: Float64Array,
): number {
  const x = positions[2 * row]!;
  const y = positions[2 * row + 1]!;
  let nearest = Infinity;
  for (let cell = 0; cell < squared.length; cell++) {
    let dx = Math.abs(x - centres[2 * cell]!);
    let dy = Math.abs(y - centres[2 * cell + 1]!);
    if (period !== undefined) {
      dx = Math.min(dx, period.x - dx);
      dy = Math.min(dy, period.y - dy);
    }
    const distance = dx * dx + dy * dy;
    squared[cell] = distance;
    if (distance < nearest) nearest = distance;
  }
  return nearest;
}
