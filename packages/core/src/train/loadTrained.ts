import type { Architecture } from '../Architecture';
import type { Json } from '../DataStream';
import { DataError } from '../errors';
import { createRng } from '../Rng';
import type { Task } from '../Task';
import { tf } from '../tf';
import type { Tree } from '../tree';
import type { Identity } from './Checkpoint';
import { findCheckpoint, restoreTree } from './checkpoints';
import type { Trained } from './Trained';

/**
 * What a training left in its checkpoint folder (`checkpoints` of a run directory, or the folder of its
 * name in there): the newest whole checkpoint, or the best by the training's `keepBest`. The caller owns
 * the tensors.
 *
 * @throws ConfigError naming what differs, where the checkpoint is of another architecture or task
 * @throws DataError where the folder holds no whole checkpoint
 */
export function loadTrained<
  Input,
  Params extends Tree,
  State extends Tree,
  TaskParams extends Tree,
  TaskState extends Tree,
>({
  folder,
  architecture,
  task,
  which = 'last',
  say = () => undefined,
}: {
  folder: string;
  architecture: Architecture<Input, Params, State>;
  task: Task<Input, TaskParams, TaskState>;
  which?: 'last' | 'best';
  /** Told of damaged checkpoints that were passed over. */
  say?: (message: string) => void;
}): Trained<Params, State, TaskParams, TaskState> {
  const identity = {
    architecture: { name: architecture.name, config: architecture.config },
    task: { name: task.name, config: task.config },
  };
  const plain = JSON.parse(JSON.stringify(identity) as string) as { [part: string]: Json } satisfies Identity;
  const found = findCheckpoint(folder, { identity: plain, which, say });
  if (found === undefined)
    throw new DataError(`loadTrained: ${folder} must hold a whole checkpoint, got none`);
  const trees = tf.tidy(() => {
    const rng = createRng(0); // for the structure only: every value comes from the file
    const model = architecture.init(rng);
    const head = task.init(model, rng);
    const params = { model: model.params, task: head.params };
    return restoreTree(found, { params, state: model.state, taskState: head.state });
  });
  return { ...trees, step: found.sidecar.step, history: found.sidecar.history };
}
