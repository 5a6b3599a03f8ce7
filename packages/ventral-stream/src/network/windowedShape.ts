import type { Padding } from '@goal-driven/core';
import { ConfigError } from '@goal-driven/core';

export type Window = {
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  readonly dilations?: readonly [number, number];
};

/**
 * Size of the map that a sliding window leaves of one of [height, width]; TensorFlow's rules for 'same' and 'valid'.
 *
 * @throws ConfigError when no window fits
 */
export function windowedShape(
  who: string,
  [height, width]: readonly number[],
  window: Window,
): [number, number] {
  const along = (length: number, axis: 0 | 1): number => {
    const { size, strides, padding, dilations = [1, 1] } = window;
    if (padding === 'same') return Math.ceil(length / strides[axis]);
    const [before, after] = padding === 'valid' ? [0, 0] : padding[axis];
    const reach = (size[axis] - 1) * dilations[axis] + 1;
    return Math.floor((length + before + after - reach) / strides[axis]) + 1;
  };
  const result: [number, number] = [along(height!, 0), along(width!, 1)];
  if (result.some((length) => length < 1))
    throw new ConfigError(
      `${who}: a window of [${window.size}] must fit a map of [${height},${width}], got ${JSON.stringify(window)}`,
    );
  return result;
}
