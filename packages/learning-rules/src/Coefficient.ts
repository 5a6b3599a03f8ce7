import { z } from 'zod';

const period = z.int().positive().optional().meta({
  description:
    'Length of a triangular wave by which the clock goes up and down again; up for ever where left out',
  unit: 'updates',
});
const rate = z.number().meta({ description: 'Change per update, rho', unit: '1 / update' });

/** A coefficient of a primitive through training. */
export const Coefficient = z
  .union([
    z.number(),
    z.strictObject({
      value: z.number().meta({ description: 'At the start of its time', unit: '1' }),
      from: z.int().nonnegative().default(0).meta({ description: 'First update with it', unit: 'updates' }),
      until: z.int().positive().optional().meta({
        description: 'First update without it again; none where left out',
        unit: 'updates',
      }),
      change: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('linear'), rate, period }),
          z.strictObject({ kind: z.literal('exponential'), rate, period }),
        ])
        .optional()
        .meta({ description: 'Of the value with time; none where left out' }),
    }),
  ])
  .meta({ title: 'Coefficient', source: 'neuroailab/Neural-Alignment, whose clock counts epochs' });
export type Coefficient = z.output<typeof Coefficient>;

/**
 * The coefficient of the update that follows `step` others: 0 outside `from` to `until`, else `value + rho t` or
 * `value exp(rho t)`. t counts updates since `from`; with a period P it is a triangular wave, 0 at 0, P / 2 at P / 2
 * and 0 at P.
 */
export function coefficientAt(coefficient: Coefficient, step: number): number {
  if (typeof coefficient === 'number') return coefficient;
  const { value, from, until = Infinity, change } = coefficient;
  if (step < from || step >= until) return 0;
  if (change === undefined) return value;
  const clock = step - from;
  const { rate: rho, period: length } = change;
  const t = length === undefined ? clock : length / 2 - Math.abs((clock % length) - length / 2);
  return change.kind === 'linear' ? value + rho * t : value * Math.exp(rho * t);
}
