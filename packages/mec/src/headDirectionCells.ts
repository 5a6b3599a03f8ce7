import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';

export const HeadDirectionCells = z
  .strictObject({
    count: z.int().min(2).default(12).meta({ description: 'Head-direction cells', unit: '1' }),
    concentration: z
      .number()
      .positive()
      .default(20)
      .meta({ description: 'Concentration kappa of the von Mises tuning', unit: '1' }),
  })
  .meta({ title: 'Head-direction code', source: 'Banino et al. 2018, Methods' });
export type HeadDirectionCells = z.output<typeof HeadDirectionCells>;

/** A population of head-direction cells. */
export type HeadDirectionCode = {
  readonly count: number;
  /** Preferred directions, rad in [-pi, pi): [count]. */
  readonly preferred: Float64Array;
  /** Activities at headings [N], rad, a probability vector each: [N, count]. */
  encode(headings: Float64Array): NdArray<Float32Array>;
};

/**
 * Head-direction cells with preferred directions drawn uniformly from the circle: activity in proportion to
 * `exp(kappa cos(h - mu))`, normalised over the cells.
 *
 * @source Banino et al. 2018, Methods
 */
export function createHeadDirectionCells(config: HeadDirectionCells, rng: Rng): HeadDirectionCode {
  const { count, concentration } = config;
  const preferred = rng
    .child('preferred')
    .uniform(count)
    .map((u) => Math.PI * (2 * u - 1));
  return {
    count,
    preferred,
    encode: (headings) => {
      const out = new Float32Array(headings.length * count);
      const row = new Float64Array(count);
      headings.forEach((heading, index) => {
        const drives = preferred.map((mu) => concentration * Math.cos(heading - mu));
        const highest = Math.max(...drives);
        let sum = 0;
        drives.forEach((drive, cell) => (sum += row[cell] = Math.exp(drive - highest)));
        row.forEach((value, cell) => (out[index * count + cell] = value / sum));
      });
      return ndArray(out, [headings.length, count]);
    },
  };
}
