import { ShapeError, type Tensor4D } from '@goal-driven/core';
import type { MapSize } from './ConvCell';

/**
 * Refuses maps of another size or number of channels than the cell's place has.
 *
 * @param channels by name of the map
 * @throws ShapeError with both shapes
 */
export function checkMaps(
  who: string,
  maps: { readonly [name: string]: Tensor4D },
  { size, channels }: { size: MapSize; channels: { readonly [name: string]: number } },
): void {
  for (const [name, expected] of Object.entries(channels)) {
    const shape: readonly number[] = maps[name]?.shape ?? [];
    const wanted = [...size, expected];
    if (shape.length !== 4 || wanted.some((count, axis) => shape[axis + 1] !== count)) {
      throw new ShapeError(
        `${who}: ${name} must be [batch, ${wanted.join(', ')}], got ${maps[name] === undefined ? 'none' : `[${shape}]`}`,
      );
    }
  }
}
