import { z } from 'zod';
import { creditFields } from '../credit/CreditConfig';

const depth = (value: number, description: string) =>
  z.int().positive().default(value).meta({ description, unit: '1' });

/** What the claims about rules and depth are tested on. */
export const DepthClaimConfig = z
  .strictObject({
    ...creditFields,
    seeds: z
      .array(z.int().nonnegative())
      .min(2)
      .default([0, 1, 2, 3, 4, 5, 6, 7])
      .meta({ description: 'A network of each kind is trained from each; they are what n counts' }),
    shallow: depth(2, 'Hidden layers of the shallow networks'),
    deep: depth(8, 'Hidden layers of the deep networks'),
  })
  .meta({ title: 'Claims about rules and depth', source: 'Shared specification of learning rules, D.1' });
export type DepthClaimConfig = z.output<typeof DepthClaimConfig>;
