import { ndArray, type Finding } from '@goal-driven/core/arrays';
import { oneSampleTTest } from './tTest';

/**
 * What a claim finds when the network is the unit: the mean over networks, one for each seed, with Student's interval of
 * 95 %. Units of one network, and the cells or images that it is held against, are not independent of each other.
 *
 * @param values [seeds], one of each; NaN where a network has none, which leaves it out
 * @param options.against what the values were measured against, where that may be one thing or another
 */
export function meanFinding(
  statistic: string,
  values: readonly number[],
  { seeds, against }: { readonly seeds: readonly number[]; readonly against?: string | undefined },
): Finding {
  const kept = values.flatMap((value, index) =>
    Number.isNaN(value) ? [] : [{ value, seed: seeds[index]! }],
  );
  const n = kept.length;
  const common = {
    ...{ statistic, level: 0.95, method: 'Student t over networks', n },
    seeds: kept.map(({ seed }) => seed),
    ...(against !== undefined && { against }),
  };
  const mean = kept.reduce((sum, { value }) => sum + value, 0) / n;
  if (n < 2) return { ...common, value: mean, interval: [NaN, NaN] };
  const sample = ndArray(
    Float64Array.from(kept, ({ value }) => value),
    [n],
  );
  return { ...common, value: mean, interval: oneSampleTTest(sample).interval };
}
