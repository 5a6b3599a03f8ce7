import { ndArray, type NdArray } from '@goal-driven/core/arrays';

/** Park-Miller numbers in (0, 1), as the scripts of the goldens draw them, less `offset`. */
export function parkMiller(seed: number, shape: readonly number[], offset = 0): NdArray {
  let state = seed;
  const values = Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647 - offset;
  });
  return ndArray(values, shape);
}
