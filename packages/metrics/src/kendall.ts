import type { NdArray } from '@goal-driven/core/arrays';
import { sortedOrder, tieSizes } from './_ranks';
import { requirePair } from './_vectors';

export type KendallOptions = {
  /**
   * `a` divides by all pairs, so that tied pairs pull towards 0 (RSA prefers it: a model that predicts ties is
   * not favoured over one that dares an order); `b` divides by the pairs not tied in x and those not in y.
   */
  readonly form?: 'a' | 'b';
};

/**
 * Kendall's tau: the share of pairs in the same order minus the share in opposite order.
 *
 * @param x [n]
 * @param y [n]
 * @returns in [-1, 1]; NaN when x or y is constant
 * @throws ShapeError for different lengths or n < 2; DataError for an entry that is not finite
 * @source Kendall 1938, Biometrika 30; counted in n log n as in Knight 1966, JASA 61
 */
export function kendall(x: NdArray, y: NdArray, { form = 'b' }: KendallOptions = {}): number {
  requirePair('kendall', ['x', x], ['y', y], 2);
  return tau(x.values, y.values, form);
}

/** Without checks. */
export function tau(x: Float64Array, y: Float64Array, form: 'a' | 'b'): number {
  const order = sortedOrder(x).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]! || a - b);
  const pairs = (x.length * (x.length - 1)) / 2;
  const tiedX = tiedPairs(tieSizes(x));
  const tiedY = tiedPairs(tieSizes(y));
  if (tiedX === pairs || tiedY === pairs) return NaN;
  const tiedBoth = tiedPairs(jointTies(x, y, order));
  const discordant = inversions(Float64Array.from(order, (index) => y[index]!));
  const score = pairs - tiedX - tiedY + tiedBoth - 2 * discordant;
  return score / (form === 'a' ? pairs : Math.sqrt(pairs - tiedX) * Math.sqrt(pairs - tiedY));
}

const tiedPairs = (sizes: readonly number[]): number =>
  sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);

function jointTies(x: Float64Array, y: Float64Array, order: Uint32Array): number[] {
  const sizes: number[] = [];
  for (let start = 0, end; start < order.length; start = end) {
    end = start + 1;
    const [a, b] = [x[order[start]!], y[order[start]!]];
    while (end < order.length && x[order[end]!] === a && y[order[end]!] === b) end++;
    sizes.push(end - start);
  }
  return sizes;
}

/** Pairs out of order, by merging ever longer runs. */
function inversions(values: Float64Array): number {
  let [from, to]: [Float64Array, Float64Array] = [values, new Float64Array(values.length)];
  let count = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      for (let left = start, right = middle, at = start; at < end; at++) {
        if (left < middle && (right === end || from[left]! <= from[right]!)) to[at] = from[left++]!;
        else {
          count += middle - left;
          to[at] = from[right++]!;
        }
      }
    }
    [from, to] = [to, from];
  }
  return count;
}
