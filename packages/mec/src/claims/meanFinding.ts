import type { Finding } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import { oneSampleTTest } from '@goal-driven/metrics';

/**
 * The mean over networks with Student's interval of 95 %. The network is the unit: its units and the cells that it
 * is held against are not independent of each other.
 *
 * @param values one per seed; NaN where a network has none, which leaves it out
 */
export function meanFinding(statistic: string, values: readonly number[], seeds: readonly number[]): Finding {
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
