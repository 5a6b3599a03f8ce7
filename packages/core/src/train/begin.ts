import { join } from 'node:path';
import type { Architecture } from '../Architecture';
import { backpropagation } from '../backpropagation';
import type { Json } from '../DataStream';
import { createOptimizer } from '../optimizers/Optimizer';
import { requireMatches } from '../optimizers/pathPatterns';
import { versions } from '../run/versions';
import { differences } from '../run/differences';
import type { Task } from '../Task';
import { tf } from '../tf';
import { disposeTree, leaves, type Tree } from '../tree';
import type { Identity, Sidecar } from './Checkpoint';
import { findCheckpoint, requireNoCheckpoints, restoreTree, type CheckpointOptions } from './checkpoints';
import type { HistoryPoint } from './Trained';
import { initialState, type Parts, type TrainingState } from './TrainingState';
import type { TrainOptions } from './TrainOptions';

/** Where a training starts or goes on. */
export type Start = {
  readonly training: TrainingState;
  readonly step: number;
  readonly cursor: Json;
  readonly history: readonly HistoryPoint[];
  /** The checkpoint that it goes on from. */
  readonly checkpoint: string | undefined;
};

/** The parts of a training and its first state, or that of the newest whole checkpoint when resuming. */
export function begin<Input, P extends Tree, S extends Tree, TP extends Tree, TS extends Tree>(
  options: TrainOptions<Input, P, S, TP, TS>,
): { parts: Parts<Input>; checkpoints: CheckpointOptions | undefined; start: Start } {
  const { config, rng, session, stream } = options;
  const parts = partsOf(options);
  const checkpoints = checkpointOptions(options, parts);
  if (checkpoints !== undefined && !session.resume) requireNoCheckpoints(checkpoints.folder);
  const fresh: TrainingState = tf.tidy(() => initialState(parts, rng));
  try {
    const paths = leaves(fresh.params).map(({ path }) => path);
    if (config.weightDecay) requireMatches('weightDecay', config.weightDecay.paths, paths);
    if (config.optimizer.kind === 'adamw') requireMatches('optimizer', config.optimizer.paths, paths);
    const resumed =
      checkpoints !== undefined && session.resume ? resume(options, checkpoints, fresh) : undefined;
    session.rewind?.(resumed?.step ?? -1, options.name ?? '');
    if (resumed === undefined) {
      const start = { training: fresh, step: 0, cursor: stream.start, history: [], checkpoint: undefined };
      return { parts, checkpoints, start };
    }
    disposeTree(fresh);
    return { parts, checkpoints, start: resumed };
  } catch (error) {
    disposeTree(fresh);
    throw error;
  }
}

function resume<Input, P extends Tree, S extends Tree, TP extends Tree, TS extends Tree>(
  { session }: TrainOptions<Input, P, S, TP, TS>,
  { folder, identity }: CheckpointOptions,
  fresh: TrainingState,
): Start | undefined {
  const say = (message: string) => session.say?.(message);
  const found = findCheckpoint(folder, { identity, which: 'last', say });
  if (found === undefined) {
    say(`no whole checkpoint in ${folder}: the training begins anew`);
    return undefined;
  }
  const { sidecar, path } = found;
  const changes = differences(currentEnvironment(), environmentOf(sidecar));
  if (changes.length > 0)
    say(`the bits may differ from an uninterrupted run, for ${changes.join('; ')} (the checkpoint)`);
  const training = tf.tidy(() => restoreTree(found, fresh));
  say(`going on from step ${sidecar.step} (${path})`);
  return { training, step: sidecar.step, cursor: sidecar.cursor, history: sidecar.history, checkpoint: path };
}

const currentEnvironment = () => ({ backend: tf.getBackend(), versions: versions() });
const environmentOf = ({ backend, versions: there }: Sidecar) => ({ backend, versions: there });

function partsOf<Input, P extends Tree, S extends Tree, TP extends Tree, TS extends Tree>({
  architecture,
  task,
  rule = backpropagation,
  config,
}: TrainOptions<Input, P, S, TP, TS>): Parts<Input> {
  return {
    architecture: architecture as unknown as Architecture<Input>, // it is handed its own parameters only
    task: task as unknown as Task<Input>,
    rule,
    optimizer: createOptimizer(config.optimizer),
    feedbackOptimizer: createOptimizer(config.feedbackOptimizer ?? config.optimizer),
  };
}

function checkpointOptions<Input, P extends Tree, S extends Tree, TP extends Tree, TS extends Tree>(
  { session, config, name, rng, stream }: TrainOptions<Input, P, S, TP, TS>,
  { architecture, task, rule }: Parts<Input>,
): CheckpointOptions | undefined {
  if (session.checkpoints === undefined) return undefined;
  const { optimizer, schedule, feedbackOptimizer, feedbackSchedule, clip, weightDecay } = config;
  const { lossRate, updateNoise, accumulate } = config;
  const identity = {
    architecture: { name: architecture.name, config: architecture.config },
    task: { name: task.name, config: task.config },
    rule: { name: rule.name, config: rule.config },
    stream: stream.name,
    rng: rng.path,
    config: {
      ...{ optimizer, schedule, feedbackOptimizer, feedbackSchedule, clip, weightDecay },
      ...{ lossRate, updateNoise, accumulate },
    },
  };
  return {
    folder: name === undefined ? session.checkpoints : join(session.checkpoints, name),
    identity: JSON.parse(JSON.stringify(identity)) as Identity,
    rng: rng.path,
    keepLast: config.keepLast,
    keepBest: config.keepBest,
  };
}
