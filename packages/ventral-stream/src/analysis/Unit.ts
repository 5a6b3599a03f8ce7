import { ConfigError, type NdArray } from '@goal-driven/core';
import { z } from 'zod';

export const Unit = z
  .strictObject({
    node: z.string().meta({ description: 'Layer' }),
    at: z.array(z.int().nonnegative()).min(1).max(3).meta({
      description: "Place in the layer's output: row, column, channel of a map, or the channel of a vector",
    }),
  })
  .meta({ title: 'One unit of a layer' });
export type Unit = z.output<typeof Unit>;

/** `conv3 channel 7 at (4, 2)`, row and column from the top left. */
export function unitLabel({ node, at }: Unit): string {
  const place = at.length === 3 ? ` at (${at[0]}, ${at[1]})` : '';
  return `${node} channel ${at.at(-1)}${place}`;
}

/**
 * Where the unit stands in a layer of that shape, laid out row by row.
 *
 * @throws ConfigError when the layer has no such place
 */
export function unitIndex({ node, at }: Unit, shape: readonly number[]): number {
  if (at.length !== shape.length || at.some((place, axis) => place >= shape[axis]!))
    throw new ConfigError(`unitIndex: a unit of ${node} must be within [${shape}], got [${at}]`);
  return at.reduce((index, place, axis) => index * shape[axis]! + place, 0);
}

/**
 * A unit's output over time.
 *
 * @param layer [N, T, ...shape of the layer]
 * @returns [N][T]
 * @throws ConfigError when the layer has no such unit
 */
export function unitTraces({ values, shape }: NdArray<Float32Array>, unit: Unit): number[][] {
  const [count, timesteps, ...own] = shape as [number, number, ...number[]];
  const index = unitIndex(unit, own);
  const units = values.length / (count * timesteps);
  return Array.from({ length: count }, (_, image) =>
    Array.from({ length: timesteps }, (__, step) => values[(image * timesteps + step) * units + index]!),
  );
}
