import { defineStudy, plainScore, type NdArray, type Rng, type StudyEvent } from '@goal-driven/core';
import { balancedSplits, familySplits } from '../identification/balancedSplits';
import {
  conditionsOf,
  heldOut,
  observablesOf,
  type IdentificationCondition,
} from '../identification/IdentificationCondition';
import { classScores, identifyRules, type Identification } from '../identification/identifyRules';
import { openRuleDataset } from '../identification/openRuleDataset';
import { candidatesOf, type RuleClassifier } from '../identification/RuleClassifier';
import { matchedNetworks } from '../identification/matchedNetworks';
import { networkKey, type RuleDataset, type SampleMeta } from '../identification/RuleDataset';
import { ruleFeatures } from '../identification/ruleFeatures';
import { nayebi2020 } from '../identification/nayebi2020';
import { IdentificationConfig, identificationPresets } from './IdentificationConfig';
import {
  accuraciesFigure,
  confusionFigure,
  importancesFigure,
  trajectoryFigures,
} from './identificationFigures';

export default defineStudy({
  name: 'learning-rules/identification',
  question: 'Can it be told from observables of its layers by which rule a network learns?',
  sources: [nayebi2020],
  config: IdentificationConfig,
  presets: identificationPresets,
  async *run({ config, rng, session }) {
    const { dataset, diverged } = await openRuleDataset(config.source, {
      rng: rng.child('trainings'),
      session,
    });
    const rules = [...new Set(dataset.meta.map((sample) => sample.learning_rule))].sort();
    const samples = dataset.meta.length;
    yield plainScore({ metric: 'chance', labels: {}, value: 1 / rules.length, n: samples });
    for (const [rule, count] of Object.entries(diverged))
      yield plainScore({ metric: 'diverged', labels: { rule }, value: count, n: 1, unit: 'trainings' });
    const conditions = [
      ...config.groups.flatMap((group) => conditionsOf(group, dataset)),
      ...config.conditions,
    ];
    const accuracies: { condition: string; group: string; values: number[] }[] = [];
    for (const classifier of config.classifiers)
      for (const by of config.by) {
        const group = `${classifier.kind}, split by ${by}`;
        for (const condition of conditions) {
          session.say?.(`${group}: ${condition.name}`);
          const own = rng.child('identification').child(group).child(condition.name);
          const found = identified(dataset, { condition, classifier, by, rules, config, rng: own });
          const labels = { condition: condition.name, classifier: classifier.kind, splits: by };
          yield* scoresOf(found, { labels, rules });
          accuracies.push({
            condition: condition.name,
            group,
            values: found.splits.map(({ accuracy }) => accuracy),
          });
          if (condition.name === 'all') {
            yield confusionFigure(found.confusion, { rules, classifier: classifier.kind, by });
            const observables = observablesOf(condition);
            if (found.importances !== undefined)
              yield importancesFigure(found.importances, { observables, classifier: classifier.kind, by });
          }
        }
      }
    yield accuraciesFigure(accuracies, 1 / rules.length);
    yield* trajectoryFigures(dataset, rules);
  },
});

type Identifying = {
  readonly condition: IdentificationCondition;
  readonly classifier: RuleClassifier;
  readonly by: 'layers' | 'networks' | 'families';
  readonly rules: readonly string[];
  readonly config: IdentificationConfig;
  readonly rng: Rng;
};

function identified(dataset: RuleDataset, identifying: Identifying): Identification {
  const { condition, classifier, by, rules, config, rng } = identifying;
  const { view, testView, times, matched } = condition;
  const wanted = { observables: observablesOf(condition), times };
  const features = ruleFeatures(dataset, { ...wanted, view });
  const held = heldOut(condition);
  const kept = matched === undefined ? undefined : matchedNetworks(dataset.meta, matched);
  const isKept = (sample: SampleMeta) => kept === undefined || kept.has(networkKey(sample));
  const splits =
    by === 'families' && held === undefined && kept === undefined
      ? familySplits(dataset.meta, config.splits)
      : balancedSplits(dataset.meta, {
          ...{
            count: config.splits,
            testFraction: config.testFraction,
            by: by === 'layers' ? by : 'networks',
          },
          mayTest: (sample) => isKept(sample) && (held?.(sample) ?? true),
          mayTrain: (sample) => isKept(sample) && !held?.(sample),
        });
  const candidates = candidatesOf(classifier, {
    samples: Math.min(...splits.map(({ train }) => train.length)),
    width: features.shape[1]!,
    times: times?.length ?? dataset.views[view]!.shape[1]!,
  });
  return identifyRules({
    features,
    ...(testView !== undefined && { tested: ruleFeatures(dataset, { ...wanted, view: testView }) }),
    labels: Int32Array.from(dataset.meta, ({ learning_rule }) => rules.indexOf(learning_rule)),
    splits,
    candidates,
    rng,
  });
}

type Labels = { readonly [label: string]: string };

function* scoresOf(
  { splits, confusion }: Identification,
  { labels, rules }: { readonly labels: Labels; readonly rules: readonly string[] },
): Generator<StudyEvent> {
  const values = splits.map(({ accuracy }) => accuracy);
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  yield plainScore({ metric: 'accuracy', labels, value: mean, n });
  yield plainScore({ metric: 'accuracySem', labels, value: Math.sqrt(variance / n), n });
  const { balancedAccuracy, dPrime } = classScores(confusion);
  const tested = total(confusion);
  for (const [index, rule] of rules.entries()) {
    yield plainScore({ metric: 'balancedAccuracy', labels: { ...labels, rule }, value: balancedAccuracy[index]!, n: tested }); // prettier-ignore
    yield plainScore({ metric: 'dPrime', labels: { ...labels, rule }, value: dPrime[index]!, n: tested });
  }
}

const total = ({ values }: NdArray): number => values.reduce((sum, value) => sum + value, 0);
