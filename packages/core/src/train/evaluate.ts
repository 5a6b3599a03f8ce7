import type { Scalar } from '@tensorflow/tfjs-core';
import type { Architecture } from '../Architecture';
import type { DataStream } from '../DataStream';
import { createPass } from '../Pass';
import type { Rng } from '../Rng';
import type { Forward, Task } from '../Task';
import { tf } from '../tf';
import type { Tree } from '../tree';
import { prefetch } from './prefetch';
import type { Trained } from './Trained';
import { uploadBatch } from './uploadBatch';

/**
 * The task's evaluation on the first `batches` batches of a stream, each value the mean over batches, in
 * the task's units. Nothing is learned: running moments are used and not moved.
 */
export async function evaluate<
  Input,
  Params extends Tree,
  State extends Tree,
  TaskParams extends Tree,
  TaskState extends Tree,
>({
  architecture,
  task,
  trained: { params, state, taskState },
  stream,
  batches,
  rng,
}: {
  architecture: Architecture<Input, Params, State>;
  task: Task<Input, TaskParams, TaskState>;
  trained: Pick<Trained<Params, State, TaskParams, TaskState>, 'params' | 'state' | 'taskState'>;
  stream: DataStream;
  batches: number;
  rng: Rng;
}): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  const reader = prefetch(stream, stream.start, { depth: 1, count: batches });
  for (let index = 0; index < batches; index++) {
    const { batch } = await reader.next();
    const values = tf.tidy(() => {
      const pass = createPass({ training: false, rng: rng.child(index) });
      const forward: Forward<Input> = (input, options = {}) =>
        architecture.apply(
          (options.params ?? params.model) as Params,
          (options.state ?? state) as State,
          input,
          options.pass ?? pass.at('model'),
        );
      const tensors = uploadBatch(batch);
      return task.evaluate({
        forward,
        params: params.task,
        state: taskState,
        batch: tensors,
        pass: pass.at('task'),
      });
    });
    for (const [name, value] of Object.entries(await readScalars(values))) {
      sums[name] = (sums[name] ?? 0) + value / batches;
    }
  }
  return sums;
}

/** The numbers behind named scalars, which are freed. */
export async function readScalars(scalars: {
  readonly [name: string]: Scalar;
}): Promise<Record<string, number>> {
  const entries = Object.entries(scalars).map(async ([name, scalar]) => {
    const [value] = await scalar.data();
    scalar.dispose();
    return [name, value!] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
