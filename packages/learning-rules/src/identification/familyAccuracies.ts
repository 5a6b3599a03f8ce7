import type { Finding, Rng } from '@goal-driven/core';
import { meanFinding, type Split } from '@goal-driven/metrics';
import { observablesOf, type IdentificationCondition } from './IdentificationCondition';
import { identifyRules } from './identifyRules';
import { candidatesOf, RuleClassifier } from './RuleClassifier';
import { familyKey, networkKey, type RuleDataset } from './RuleDataset';
import { ruleFeatures } from './ruleFeatures';

/** How well the networks of a family, which start alike and differ in their rule, are told apart. */
export type FamilyAccuracy = {
  readonly family: string;
  readonly seed: number;
  /** Mean over its networks of the share of their layers whose rule is named right. */
  readonly accuracy: number;
};

type Identifying = {
  readonly condition: IdentificationCondition;
  /** Of which every sample is in one test part. */
  readonly splits: readonly Split[];
  readonly trees: number;
  readonly rng: Rng;
};

/** Has a random forest name the rule of every layer, each by a forest that knows nothing of its family; in a fixed order. */
export function familyAccuracies(
  dataset: RuleDataset,
  { condition, splits, trees, rng }: Identifying,
): FamilyAccuracy[] {
  const { meta } = dataset;
  const rules = [...new Set(meta.map((sample) => sample.learning_rule))].sort();
  const wanted = { observables: observablesOf(condition), times: condition.times };
  const features = ruleFeatures(dataset, { ...wanted, view: condition.view });
  const forest = RuleClassifier.parse({ kind: 'randomForest', trees: [trees], maxFeatures: ['sqrt'] });
  const [samples, width] = features.shape as [number, number];
  const labels = Int32Array.from(meta, ({ learning_rule }) => rules.indexOf(learning_rule));
  const candidates = candidatesOf(forest, { samples, width, times: 1 });
  const { splits: results } = identifyRules({ features, labels, splits, candidates, rng });
  const right = new Map<number, boolean>();
  for (const { test, predicted } of results)
    test.forEach((row, at) => right.set(row, predicted[at] === labels[row]));
  const families = [...new Set(meta.map(familyKey))];
  return families.map((family) => {
    const rows = meta.flatMap((sample, row) => (familyKey(sample) === family && right.has(row) ? [row] : []));
    const networks = [...new Set(rows.map((row) => networkKey(meta[row]!)))].map((network) => {
      const own = rows.filter((row) => networkKey(meta[row]!) === network);
      return own.filter((row) => right.get(row)).length / own.length;
    });
    return { family, seed: meta[rows[0]!]!.model_seed ?? 0, accuracy: mean(networks) };
  });
}

/** The mean over families, with Student's interval: networks of one family start alike and are not independent. */
export const overFamilies = (
  statistic: string,
  families: readonly Pick<FamilyAccuracy, 'seed'>[],
  values: readonly number[],
): Finding => ({
  ...meanFinding(statistic, values, { seeds: families.map(({ seed }) => seed) }),
  method: 'Student t over families of networks that start alike',
});

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
