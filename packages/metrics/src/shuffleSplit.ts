import type { RandomState } from '@goal-driven/core/arrays';
import { partSizes, type Shares } from './_partSizes';
import { requireCount } from './_vectors';
import type { Split } from './Split';

/** The shares of training and test, and how many splits, at least 1. */
export type ShuffleSplitOptions = Shares & { readonly splits: number };

/**
 * Random splits from one generator: each takes a permutation of the samples, the test first, then training.
 *
 * @param random NumPy's legacy generator; it moves on from split to split
 * @throws ConfigError for no share, a share outside (0, 1), shares above 1 together, or an empty part
 * @source agrees with scikit-learn's ShuffleSplit
 */
export function shuffleSplit(samples: number, random: RandomState, options: ShuffleSplitOptions): Split[] {
  requireCount('shuffleSplit', 'samples', samples, 1);
  requireCount('shuffleSplit', 'splits', options.splits, 1);
  const sizes = partSizes('shuffleSplit', { total: samples, unit: 'samples' }, options);
  return Array.from({ length: options.splits }, () => shuffled(samples, random, sizes));
}

/** One permutation: the test first, then training. */
export function shuffled(
  total: number,
  random: RandomState,
  { train, test }: { readonly train: number; readonly test: number },
): Split {
  const order = random.permutation(total);
  return { train: order.slice(test, test + train), test: order.slice(0, test) };
}
