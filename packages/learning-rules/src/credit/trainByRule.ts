import {
  NumericalError,
  plainScore,
  trainingName,
  withTrained,
  type Condition,
  type Rng,
  type Session,
  type StudyEvent,
  type UpdateNoise,
} from '@goal-driven/core';
import { createLearningRule, type LearningRuleConfig } from '../learningRules';
import type { CreditBase } from './CreditConfig';
import { deepDense, DeepDense } from './deepDense';
import { labelTask } from './labelTask';
import type { RuleSetting } from './ruleSettings';
import { labelledStream, shiftedTemplates } from './shiftedTemplates';

/** A rule at a depth. */
export type Credited = Condition & {
  readonly rule: RuleSetting;
  readonly depth: number;
  readonly updateNoise?: UpdateNoise;
};

/** What became of a network. */
export type Outcome = {
  /** Share of the images held out that it names right; 0 where it diverged, for it answers nothing. */
  readonly accuracy: number;
  /** Mean over layers of the angle of B to the transpose of W at the end, degrees; NaN where there is none. */
  readonly angle: number;
  readonly diverged: boolean;
};

/** A rule at a depth, with a name that says both. */
export const conditionOf = (rule: RuleSetting, depth: number, more: Partial<Credited> = {}): Credited => ({
  name: `${rule.name} ${depth}`,
  rule,
  depth,
  ...more,
});

/**
 * Trains a network of a condition from a seed and says how well it does. Networks of one seed see the same images in
 * the same order and, at one depth, start from the same forward kernels. A training that leaves the numbers is an
 * outcome, not an error.
 */
export async function* trainByRule(
  condition: Credited,
  seed: number,
  {
    config,
    rng: root,
    session,
  }: { readonly config: CreditBase; readonly rng: Rng; readonly session: Session },
): AsyncGenerator<StudyEvent, Outcome> {
  const { rule, depth, updateNoise } = condition;
  const rng = root.child('seed').child(seed);
  const { train, test } = shiftedTemplates(config.data, rng.child('data'));
  const { size, classes } = config.data;
  const { width, normalised } = config;
  const network = DeepDense.parse({ inputs: size * size, depth, width, classes, normalised });
  const learningRule = createLearningRule(observedWith(rule.learningRule, config.training.logEvery));
  const delay = delayOf(rule);
  const { feedbackOptimizer, feedbackSchedule } = rule;
  const steps = config.training.steps + delay;
  const training = {
    ...config.training,
    // Updates of alignment alone come before those of the task, which are as many under every rule.
    ...{ steps, evaluateEvery: steps, evaluateBatches: 1 },
    ...(feedbackOptimizer && { feedbackOptimizer }),
    ...(feedbackSchedule && { feedbackSchedule }),
    ...(updateNoise && { updateNoise }),
  };
  const outcome = yield* settled(
    withTrained(
      {
        architecture: deepDense(network),
        task: labelTask,
        stream: labelledStream(train, config.batchSize, rng.child('order')),
        heldOut: labelledStream(test, config.data.test, rng.child('test')),
        rule: learningRule,
        config: training,
        rng: rng.child('train').child(depth),
        session,
        name: trainingName(condition, seed),
      },
      async ({ history }) => {
        const last = (name: string) => history.findLast(({ values }) => name in values)?.values[name] ?? NaN;
        return { accuracy: last('heldOut/accuracy'), angle: last('weightAngle'), diverged: false };
      },
    ),
  );
  const labels = { rule: rule.name, depth, seed, noise: updateNoise?.stddev ?? 0 };
  const n = config.data.test;
  yield plainScore({ metric: 'accuracy', labels, value: outcome.accuracy, n, unit: '1' });
  if (!Number.isNaN(outcome.angle))
    yield plainScore({ metric: 'weightAngle', labels, value: outcome.angle, n: depth + 1, unit: 'degrees' });
  return outcome;
}

/** Angles where the curves have their points. */
const observedWith = (rule: LearningRuleConfig, every: number): LearningRuleConfig =>
  'observe' in rule ? { ...rule, observe: { ...rule.observe, every } } : rule;

const delayOf = ({ learningRule }: RuleSetting): number =>
  'phases' in learningRule ? learningRule.phases.delay : 0;

async function* settled(training: AsyncGenerator<StudyEvent, Outcome>): AsyncGenerator<StudyEvent, Outcome> {
  try {
    return yield* training;
  } catch (error) {
    if (!(error instanceof NumericalError)) throw error;
    return { accuracy: 0, angle: NaN, diverged: true };
  }
}
