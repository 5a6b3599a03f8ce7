import { networkKey, type SampleMeta } from './RuleDataset';

/**
 * Networks of all rules that do equally well: of each bin of final accuracy as many of every rule as the rule has there
 * that has fewest, those that come first. Whoever tells rules apart among them does not do so by their success.
 *
 * @param width of a bin of accuracy, 0 to 1; bins begin at multiples of it
 * @returns the keys of the networks; none where a sample has no accuracy, or no bin has networks of every rule
 */
export function matchedNetworks(meta: readonly SampleMeta[], width: number): ReadonlySet<string> {
  const networks = new Map(meta.map((sample) => [networkKey(sample), sample] as const));
  const rules = new Set(meta.map(({ learning_rule }) => learning_rule));
  const bins = new Map<number, Map<string, string[]>>();
  for (const [key, { accuracy, learning_rule: rule }] of networks) {
    if (accuracy === undefined) return new Set();
    const bin = Math.floor(accuracy / width);
    const own = bins.get(bin) ?? bins.set(bin, new Map()).get(bin)!;
    own.set(rule, [...(own.get(rule) ?? []), key]);
  }
  const kept = [...bins.values()].flatMap((byRule) => {
    const least = byRule.size < rules.size ? 0 : Math.min(...[...byRule.values()].map((keys) => keys.length));
    return [...byRule.values()].flatMap((keys) => keys.slice(0, least));
  });
  return new Set(kept);
}
