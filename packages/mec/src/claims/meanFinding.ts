import type { Finding } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import { oneSampleTTest } from '@goal-driven/metrics';
import type { ArenaRecordings } from '../neural/MecDataset';

/**
 * The mean over networks with Student's interval of 95 %. The network is the unit: its units and the cells that it
 * is held against are not independent of each other.
 *
 * @param values one per seed; NaN where a network has none, which leaves it out
 * @param options.against the animals, where the value depends on them
 */
export function meanFinding(
  statistic: string,
  values: readonly number[],
  { seeds, against }: { readonly seeds: readonly number[]; readonly against?: ArenaRecordings | undefined },
): Finding {
  const kept = values.flatMap((value, index) =>
    Number.isNaN(value) ? [] : [{ value, seed: seeds[index]! }],
  );
  const n = kept.length;
  const common = {
    statistic,
    level: 0.95,
    method: 'Student t over networks',
    n,
    seeds: kept.map(({ seed }) => seed),
    ...(against && { against: animalsOf(against) }),
  };
  const mean = kept.reduce((sum, { value }) => sum + value, 0) / n;
  if (n < 2) return { ...common, value: mean, interval: [NaN, NaN] };
  const sample = ndArray(
    Float64Array.from(kept, ({ value }) => value),
    [n],
  );
  const { interval } = oneSampleTTest(sample);
  return { ...common, value: mean, interval };
}

/** The animals in words, as findings and figures name them. */
export const animalsOf = ({ synthetic }: ArenaRecordings): string =>
  synthetic ? 'synthetic animals' : 'recorded animals';
