import { z } from 'zod';

const positive = z.number().positive();

/** What a search by halving gives to trials: little to many, much to few. */
export const Budget = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .meta({ description: 'Where the budget stands in the configuration: training.steps' }),
    low: positive.meta({ description: 'The least that a trial is run with' }),
    high: positive.meta({ description: 'The most, which the last ones get' }),
    integer: z.boolean().default(true).meta({ description: 'Whole numbers only' }),
  })
  .refine(({ low, high }) => low <= high, 'low must be at most high')
  .refine(
    ({ low, high, integer }) => !integer || (Number.isInteger(low) && Number.isInteger(high)),
    'low and high must be whole numbers where integer is set',
  )
  .meta({ title: 'Budget of a trial' });
export type Budget = z.output<typeof Budget>;

export const Eta = z
  .int()
  .min(2)
  .default(3)
  .meta({ description: 'One of eta trials goes on, with eta times the budget' });

/**
 * Budgets from the least on, each eta times the one before; the last is `high`, the first at least `low`.
 * Whole numbers are rounded.
 *
 * @returns [rungs], in the unit of the budget, ascending
 */
export function rungBudgets({ low, high, integer }: Budget, eta: number): number[] {
  let highest = 0;
  while (low * eta ** (highest + 1) <= high * (1 + 1e-12)) highest += 1;
  return Array.from({ length: highest + 1 }, (_, rung) => {
    const budget = high / eta ** (highest - rung);
    return integer ? Math.round(budget) : budget;
  });
}
