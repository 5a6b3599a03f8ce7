import { z } from 'zod';

/** For metrics without options. */
export const NoOptions = z.strictObject({});

export const level = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.95)
  .meta({ description: 'Confidence level of intervals' });

export const resamples = z.int().min(2).default(1000).meta({ description: 'Bootstrap resamples' });

/** @param what whose seed it is, such as `of the halves` */
export const seed = (what: string) =>
  z
    .int()
    .nonnegative()
    .default(0)
    .meta({ description: `Seed ${what}` });

export const alternative = z
  .enum(['twoSided', 'greater', 'less'])
  .default('twoSided')
  .meta({ description: 'Which tail the test looks at' });

/** Of rank tests. */
export const method = z
  .enum(['auto', 'exact', 'asymptotic'])
  .default('auto')
  .meta({ description: 'How p is found; auto is exact for small samples without ties' });
