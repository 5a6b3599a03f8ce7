import { networkSeeds } from '@goal-driven/core';
import { z } from 'zod';
import { creditFields } from '../credit/CreditConfig';

const depth = (value: number, description: string) =>
  z.int().positive().default(value).meta({ description, unit: '1' });

/** What the claims about rules and depth are tested on. */
export const DepthClaimConfig = z
  .strictObject({
    ...creditFields,
    seeds: networkSeeds(8),
    shallow: depth(2, 'Hidden layers of the shallow networks'),
    deep: depth(8, 'Hidden layers of the deep networks'),
  })
  .meta({ title: 'Claims about rules and depth', source: 'Shared specification of learning rules, D.1' });
export type DepthClaimConfig = z.output<typeof DepthClaimConfig>;
