import { setImmediate as turn } from 'node:timers/promises';
import { ConfigError } from '../errors';
import type { LearningRule } from '../LearningRule';
import { learningRateAt } from '../optimizers/Schedule';
import { disposeTree, type Tree } from '../tree';
import { begin } from './begin';
import { saveCheckpoint } from './checkpoints';
import { gather, type Gathered } from './gather';
import { Interrupted } from './Interrupted';
import { lookAtHeldOut } from './lookAtHeldOut';
import { timeUpdates, type Pace } from './Pace';
import { prefetch } from './prefetch';
import type { HistoryPoint, Trained } from './Trained';
import { applyCredit } from './trainingStep';
import type { TrainConfig } from './TrainConfig';
import type { TrainOptions } from './TrainOptions';
import type { Parts, TrainingState } from './TrainingState';

/**
 * Trains the parameters `{ model, task }` of an architecture and its task on a stream, by a rule.
 *
 * Curves go to `session.log`: at step s the loss (and the task's terms) that update s descended, under
 * `heldOut/` the task's evaluation after s updates. Update s draws its randomness from
 * `rng.child('step').child(s)`, so a training that is stopped and resumed is the same training, to the bit.
 *
 * @throws NumericalError naming step, batch and last good checkpoint when the loss is not finite
 * @throws Interrupted after a last checkpoint when `session.signal` is aborted
 * @throws ConfigError when the checkpoint found belongs to another training, or when the folder is not new, or when a
 *   stream that acts by what is learned would be read ahead
 */
export async function train<
  Input,
  Params extends Tree,
  State extends Tree,
  TaskParams extends Tree,
  TaskState extends Tree,
>(
  options: TrainOptions<Input, Params, State, TaskParams, TaskState>,
): Promise<Trained<Params, State, TaskParams, TaskState>> {
  const { config, session, stream } = options;
  requireInStep(options);
  const { parts, checkpoints, start } = begin(options);
  let { training } = start;
  let { step, cursor } = start;
  const history: HistoryPoint[] = [...start.history];
  const record = (values: HistoryPoint['values']) => {
    history.push({ step, values });
    session.log(step, options.name === undefined ? values : underName(options.name, values));
  };
  let newest = start.checkpoint;
  const save = async () => {
    if (checkpoints !== undefined)
      newest = await saveCheckpoint(checkpoints, { tree: training, step, cursor, history });
  };
  try {
    options.attend?.(training);
    if (start.checkpoint === undefined) await lookAtHeldOut(options, training, { step, history, record });
    const count = (config.steps - step) * config.accumulate;
    const reader = prefetch(stream, cursor, { depth: config.prefetch, count });
    const timer = timeUpdates(session.now);
    const next = () => timer.batch(reader.next);
    while (step < config.steps) {
      await turn(); // lets signals and timers in
      if (session.signal.aborted) {
        await save();
        throw new Interrupted(`train: interrupted after ${step} of ${config.steps} updates`, step);
      }
      const gathering = { next, step, config, rng: options.rng, newest };
      const gathered = await timer.update(() => updated(parts, training, gathering));
      [training, step, cursor] = [gathered.training, step + 1, gathered.cursor];
      options.attend?.(training);
      const done = step === config.steps;
      const due = (every: number | undefined) => every !== undefined && (done || step % every === 0);
      if (due(config.logEvery)) record({ ...gathered.values, ...rateOf(parts.rule, config, step - 1) });
      session.progress(
        options.name ?? 'training',
        step,
        config.steps,
        `loss ${gathered.values.loss!.toPrecision(4)}`,
      );
      const better =
        due(config.evaluateEvery) && (await lookAtHeldOut(options, training, { step, history, record }));
      if (better || due(config.checkpointEvery)) await save();
    }
    return finish<Params, State, TaskParams, TaskState>(training, { step, history, pace: timer.pace() });
  } catch (error) {
    disposeTree(training);
    throw error;
  }
}

/** What the batches of an update say, and the training after it. */
async function updated<Input>(
  parts: Parts<Input>,
  training: TrainingState,
  gathering: Parameters<typeof gather>[2],
): Promise<Gathered> {
  const gathered = await gather(parts, training, gathering);
  const { config, step, rng } = gathering;
  const options = { gathered, config, step, rng: rng.child('step').child(step) };
  return { ...gathered, training: applyCredit(parts, gathered.training, options) };
}

/** A stream that acts by what is learned must not run ahead of it. */
function requireInStep<I, P extends Tree, S extends Tree, TP extends Tree, TS extends Tree>({
  attend,
  config: { prefetch: ahead, accumulate },
}: TrainOptions<I, P, S, TP, TS>): void {
  if (attend !== undefined && (ahead !== 0 || accumulate !== 1))
    throw new ConfigError(
      `train: a stream that acts needs prefetch 0 and accumulate 1, got ${ahead} and ${accumulate}`,
    );
}

/** The learning rate of the update after `step` others; none where the rule's turn leaves the parameters. */
function rateOf(rule: LearningRule, { schedule }: TrainConfig, step: number): HistoryPoint['values'] {
  const { params: turn } = rule.turns?.(step) ?? { params: step };
  return turn === undefined ? {} : { learningRate: learningRateAt(schedule, turn) };
}

const underName = (owner: string, values: HistoryPoint['values']): HistoryPoint['values'] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${owner}/${name}`, value]));

/** Hands over what was learned and frees what only training needed. */
function finish<Params extends Tree, State extends Tree, TaskParams extends Tree, TaskState extends Tree>(
  { params, state, taskState, feedback, slots }: TrainingState,
  { step, history, pace }: Pick<Trained, 'step' | 'history'> & { pace: Pace | undefined },
): Trained<Params, State, TaskParams, TaskState> {
  disposeTree({ feedback, slots });
  const trained: Trained = { params, state, taskState, step, history, ...(pace && { pace }) };
  return trained as Trained<Params, State, TaskParams, TaskState>; // the trees that the two `init` made
}
