import { ndArray, ShapeError, type NdArray, type Rng } from '@goal-driven/core';
import { z } from 'zod';

/** What an experimenter would not see well: noise on every number, and few of the units. */
export const Obfuscation = z
  .strictObject({
    noise: z.number().min(0).default(0).meta({
      description: 'Standard deviation of what is added to every entry, in the units of the entries',
    }),
    share: z.number().gt(0).max(1).default(1).meta({
      description: 'Share of the units (of kernels: entries) that is seen, the same ones at all times',
      unit: '1',
    }),
  })
  .meta({ title: 'Noise and subsampling of observables', source: 'Nayebi et al. 2020, arXiv:2010.11765' });
export type Obfuscation = z.output<typeof Obfuscation>;

/** Whether everything is seen as it is. */
export const isClear = ({ noise, share }: Obfuscation): boolean => noise === 0 && share === 1;

/**
 * Which of `count` units are seen: the first `ceil(share count)` of a random order, so a smaller share is part of a
 * larger one.
 *
 * @param rng the same at all times of a trajectory
 * @returns [units that are seen], indices in 0 .. count - 1
 */
export const seenUnits = (count: number, { share }: Obfuscation, rng: Rng): Int32Array =>
  rng.permutation(count).subarray(0, Math.ceil(share * count));

/**
 * Noise on every entry of rows, then the columns that are seen.
 *
 * @param rows [examples, units]; a kernel is one row of its entries
 * @param units of `seenUnits`
 * @param rng of this time of the trajectory
 * @returns [examples, units.length]
 * @throws ShapeError for rows that are no table
 */
export function obfuscate(
  rows: NdArray<Float32Array | Float64Array>,
  { noise }: Obfuscation,
  { units, rng }: { readonly units: Int32Array; readonly rng: Rng },
): NdArray {
  const [examples, width] = rows.shape;
  if (rows.shape.length !== 2)
    throw new ShapeError(`obfuscate: rows must be [examples, units], got [${rows.shape}]`);
  const draws = noise === 0 ? undefined : rng.normal(rows.values.length);
  const seen = new Float64Array(examples! * units.length);
  for (let example = 0; example < examples!; example++)
    units.forEach((unit, at) => {
      const entry = example * width! + unit;
      seen[example * units.length + at] =
        rows.values[entry]! + (draws === undefined ? 0 : noise * draws[entry]!);
    });
  return ndArray(seen, [examples!, units.length]);
}
