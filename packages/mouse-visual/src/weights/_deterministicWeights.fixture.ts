import { sizeOf } from '@goal-driven/core';
import type { WeightTree } from '@goal-driven/formats';
import type { MouseModel } from '../models/MouseModel';
import { torchEntries } from './torchEntries';

/** The state_dict of 11.5 of our notes: every number by its place and that of its array. */
export function deterministicWeights(model: MouseModel): WeightTree {
  const entries = torchEntries(model);
  const names = new Set(entries.map(({ name }) => name));
  const arrays = entries.map(({ name, shape }, entry) => {
    const normed = names.has(name.replace(/[^.]*$/, 'running_mean'));
    const value = valueOf(name, { shape, normed });
    const values = new Float32Array(sizeOf(shape));
    for (let index = 0; index < values.length; index++)
      values[index] = value(((48271 * index + 7919 * entry + 11) % 65537) / 65537);
    return [name, { values, shape, dtype: 'F32' }] as const;
  });
  return Object.fromEntries(arrays);
}

type Array = { readonly shape: readonly number[]; readonly normed: boolean };

/** What a number in [0, 1) becomes. */
function valueOf(name: string, { shape, normed }: Array): (r: number) => number {
  const spread =
    (scale: number, middle = 0) =>
    (r: number) =>
      middle + scale * (2 * r - 1);
  if (name.endsWith('.mask')) return (r) => (r < 0.3 ? 1 : 0);
  if (shape.length >= 2) return spread(Math.sqrt(2 / sizeOf(shape.slice(1))));
  if (name.endsWith('.running_mean')) return spread(0.1);
  if (name.endsWith('.running_var')) return spread(0.5, 1);
  if (name.endsWith('.num_batches_tracked')) return () => 0;
  if (name.endsWith('.weight')) return spread(0.2, 1);
  return normed ? spread(0.1, 0.5) : spread(0.1);
}

/** The image of 11.5, [1, side, side, 3] in this order. */
export function deterministicImage(side = 64): Float32Array {
  const image = new Float32Array(side * side * 3);
  for (let index = 0; index < image.length; index++) {
    const channel = index % 3;
    const x = Math.floor(index / 3) % side;
    const y = Math.floor(index / (3 * side));
    image[index] = Math.sin(0.11 * (y + 1) * (channel + 1)) + Math.cos(0.07 * (x + 1) * (channel + 2));
  }
  return image;
}
