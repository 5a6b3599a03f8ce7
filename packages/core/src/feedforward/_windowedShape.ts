import { ConfigError } from '../errors';
import type { Padding } from '../Pass';

type Pair = readonly [number, number];

export type Window = {
  readonly size: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilations?: Pair;
};

/**
 * Size [height, width] of what a sliding window leaves of a map; TensorFlow's rules for 'same' and 'valid'.
 *
 * @throws ConfigError when no window fits
 */
export function windowedShape(who: string, map: Pair, window: Window): [number, number] {
  const { size, strides, padding, dilations = [1, 1] } = window;
  const along = (axis: 0 | 1): number => {
    if (padding === 'same') return Math.ceil(map[axis] / strides[axis]);
    const [before, after] = padding === 'valid' ? [0, 0] : padding[axis];
    const reach = (size[axis] - 1) * dilations[axis] + 1;
    return Math.floor((map[axis] + before + after - reach) / strides[axis]) + 1;
  };
  const result: [number, number] = [along(0), along(1)];
  if (Math.min(...result) < 1)
    throw new ConfigError(`${who}: a window of [${size}] must fit the map, got a map of [${map}]`);
  return result;
}

/**
 * Size of what a transposed convolution makes of a map; the rules of `transposedConv2d`.
 *
 * @throws ConfigError when nothing is left
 */
export function transposedShape(
  who: string,
  map: Pair,
  { size, strides, padding, dilations = [1, 1], outputPadding }: Window & { readonly outputPadding: Pair },
): [number, number] {
  const along = (axis: 0 | 1): number => {
    const reach = (size[axis] - 1) * dilations[axis] + 1;
    if (padding === 'same') return map[axis] * strides[axis];
    if (padding === 'valid') return map[axis] * strides[axis] + Math.max(reach - strides[axis], 0);
    const [before, after] = padding[axis];
    return (map[axis] - 1) * strides[axis] + reach - before - after + outputPadding[axis];
  };
  const result: [number, number] = [along(0), along(1)];
  if (Math.min(...result) < 1)
    throw new ConfigError(`${who}: something must be left of the map, got a map of [${map}]`);
  return result;
}
