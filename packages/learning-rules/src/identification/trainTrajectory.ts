import { TrainConfig, withTrained, type Rng, type Session, type StudyEvent } from '@goal-driven/core';
import { labelTask } from '../credit/labelTask';
import { labelledStream } from '../credit/shiftedTemplates';
import { createLearningRule } from '../learningRules';
import { contrastiveTask, viewStream } from '../tasks/contrastiveTask';
import { headsTask } from '../tasks/headsTask';
import { ruleTraining } from './IdentifiedRule';
import { observeNetwork } from './observeNetwork';
import { openExamples } from './openExamples';
import { observedNetwork, trajectoryOf, type Trajectory } from './trajectoryOf';
import { shownOf, updatesBetween, type TrajectoryConfig } from './TrajectoryConfig';

type Training = {
  readonly rng: Rng;
  readonly session: Session;
  /** Tells trainings of one run apart. */
  readonly name?: string;
};

/**
 * Trains a network and sees its layers at every checkpoint; an interrupted one goes on with all it has seen. The start
 * is a function of `modelSeed`, the examples of the task, their order of `dataSeed`, whatever the rule.
 *
 * @throws NumericalError where the training diverges
 */
export async function trainTrajectory(
  config: TrajectoryConfig,
  { rng, session, name }: Training,
): Promise<Trajectory> {
  const training = withTrained(
    { ...partsOf(config, rng), session, ...(name !== undefined && { name }) },
    ({ history }) => Promise.resolve(trajectoryOf(history, config)),
  );
  for (;;) {
    const next: IteratorResult<StudyEvent, Trajectory> = await training.next();
    if (next.done) return next.value;
  }
}

function partsOf(config: TrajectoryConfig, rng: Rng) {
  const { batchSize, objective, checkpoints } = config;
  const { train, test } = openExamples(config.examples, rng.child('examples').child(config.task));
  const { network, layers } = observedNetwork(config);
  const { learningRule, ...training } = ruleTraining(config.rule, config);
  const between = updatesBetween(config);
  const [count, size] = test.images.shape as [number, number];
  const probes = Math.min(config.probes, count);
  const shown = { values: test.images.values.subarray(0, probes * size), shape: [probes, size] };
  const order = rng.child('order').child(config.dataSeed);
  const judged = rng.child('judged');
  const { image: shape, heads } = shownOf(config.examples);
  const views = (set: typeof train, batch: number, from: Rng) =>
    objective.kind === 'views'
      ? viewStream(set, { ...objective, batchSize: batch, shape }, from)
      : labelledStream(set, batch, from);
  return {
    architecture: network,
    task: objective.kind === 'views' ? contrastiveTask(objective) : heads ? headsTask(heads) : labelTask,
    stream: views(train, batchSize, order),
    heldOut: views(test, objective.kind === 'views' ? Math.min(batchSize, count) : count, judged),
    rule: createLearningRule(learningRule),
    observe: observeNetwork({ network, layers, probes: shown, views: config.views, rng: rng.child('seen') }),
    config: TrainConfig.parse({
      ...training,
      steps: between * (checkpoints - 1),
      ...{ evaluateEvery: between, evaluateBatches: 1, logEvery: between },
      checkpointEvery: between * Math.ceil((checkpoints - 1) / 4),
    }),
    rng: rng.child('model').child(config.modelSeed),
  };
}
