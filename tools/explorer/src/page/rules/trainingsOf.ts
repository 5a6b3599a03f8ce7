import {
  createRng,
  OptimizerConfig,
  Schedule,
  TrainConfig,
  type Batch,
  type DataStream,
  type Json,
  type Session,
} from '@goal-driven/core';
import {
  createLearningRule,
  labelledStream,
  LearningRuleConfig,
  labelTask,
  observedNetwork,
  observeNetwork,
  shiftedTemplates,
  ShiftedTemplates,
  TrajectoryConfig,
} from '@goal-driven/learning-rules';
import { learners, type Learner } from './learners';
import type { RulesSetup } from './RulesSetup';
import { BETWEEN_LOOKS, LOOKS_OF_CLASSIFIER, MOST_UPDATES } from './rulesOnOffer';
import { withUpdateAngles } from './withUpdateAngles';

/** How the networks of the page are seen: as those that the classifier learned from. */
export const trajectoryConfig = ({ depth, classes, batchSize }: RulesSetup): TrajectoryConfig =>
  TrajectoryConfig.parse({
    network: { kind: 'dense', widths: Array.from({ length: depth }, () => 48) },
    examples: { kind: 'templates', classes, train: 1000, test: 300 },
    ...{ batchSize, epochs: 6, probes: 64, checkpoints: LOOKS_OF_CLASSIFIER },
  });

/**
 * Both trainings of a setup. They start from the same forward weights and see the same batches in the same order; what
 * is drawn is a function of the setup alone.
 *
 * @param gate awaited before the batch of update `index` + 1 is read
 */
export function trainingsOf(
  setup: RulesSetup,
  {
    session,
    gate,
  }: { readonly session: (of: Learner) => Session; readonly gate: (index: number) => Promise<void> },
) {
  const rng = createRng(setup.seed);
  const config = trajectoryConfig(setup);
  const { classes, batchSize } = setup;
  const data = shiftedTemplates(
    ShiftedTemplates.parse({ classes, train: 1000, test: 300 }),
    rng.child('examples'),
  );
  const stream = gated(labelledStream(data.train, batchSize, rng.child('order')), gate);
  const [count, pixels] = data.test.images.shape as [number, number];
  const probes = {
    values: data.test.images.values.subarray(0, config.probes * pixels),
    shape: [config.probes, pixels],
  };
  return learners.map((learner) => {
    const { network, layers } = observedNetwork(config);
    const rule = createLearningRule(learner === 'rule' ? ruleOf(setup) : { kind: 'backpropagation' });
    return {
      learner,
      options: {
        architecture: network,
        task: labelTask,
        stream,
        heldOut: labelledStream(data.test, count, rng.child('judged')),
        rule: learner === 'rule' ? withUpdateAngles(rule) : rule,
        ...(learner === 'rule' && {
          observe: observeNetwork({
            ...{ network, layers, probes },
            ...{ views: config.views, rng: rng.child('seen') },
          }),
        }),
        config: trainConfig(setup),
        rng: rng.child('model'),
        session: session(learner),
      },
    };
  });
}

function gated<Item extends Batch, Cursor extends Json>(
  stream: DataStream<Item, Cursor>,
  gate: (index: number) => Promise<void>,
): DataStream<Item, Cursor> {
  return {
    ...stream,
    read: async (cursor: Cursor) => {
      await gate(Number(cursor));
      return await stream.read(cursor);
    },
  };
}

/** The config of the rule on the page. Weight angles are looked at in each update. */
function ruleOf({ rule, constants }: RulesSetup): LearningRuleConfig {
  if (rule.kind === 'backpropagation') return { kind: 'backpropagation' };
  const { feedbackRate: _, noise, ...own } = constants;
  return LearningRuleConfig.parse({
    kind: rule.kind,
    ...own,
    ...(noise !== undefined && { pipeline: { noise: { stddev: noise } } }),
    ...(rule.feedback && { firstFeedback: true }), // its angle is shown too
    ...(rule.kind === 'directFeedbackAlignment' && { readout: ['**/readout/dense/kernel'] }),
    observe: { every: 1, angles: rule.kind === 'directFeedbackAlignment' ? [] : ['weight'] },
  });
}

function trainConfig({ rule, optimizer, learningRate, constants }: RulesSetup): TrainConfig {
  const constant = (rate: number) => Schedule.parse({ kind: 'constant', learningRate: rate });
  return TrainConfig.parse({
    steps: MOST_UPDATES,
    optimizer: OptimizerConfig.parse(
      optimizer === 'adam' ? { kind: 'adam' } : { kind: 'sgd', momentum: 0.9, nesterov: true },
    ),
    schedule: constant(learningRate),
    weightDecay: { kind: 'l2', rate: 1e-3, paths: ['**/kernel'] },
    ...(rule.feedback && {
      feedbackOptimizer: { kind: rule.feedback.optimizer },
      feedbackSchedule: constant(constants['feedbackRate']!),
    }),
    ...{ logEvery: 1, evaluateEvery: BETWEEN_LOOKS, evaluateBatches: 1, prefetch: 0 },
  });
}
