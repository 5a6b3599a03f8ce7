import type { Finding } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import { oneSampleTTest } from '@goal-driven/metrics';

/**
 * The mean over networks with Student's interval of 95 %: the network is the unit, one for each seed; the images that
 * it is judged by are the same for all.
 *
 * The twin of `meanFinding` of the study of entorhinal cortex, as studies must not import each other; both belong where
 * claims are defined.
 *
 * @param values one per seed; NaN where a network has none, which leaves it out
 * @param options.against what the values were measured against, where that may be one thing or another
 */
export function seedFinding(
  statistic: string,
  values: readonly number[],
  { seeds, against }: { readonly seeds: readonly number[]; readonly against?: string },
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
