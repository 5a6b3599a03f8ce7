import {
  ConfigError,
  disposeTree,
  leaves,
  ShapeError,
  useBackend,
  type Tensor2D,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { trainTiny } from './_tiny.fixture';
import { createTask } from './createTask';
import type { MoCoState } from './moCo';
import { TaskConfig } from './TaskConfig';

await useBackend('cpu');

const after = async (steps: number) => {
  const { params, state, taskState } = await trainTiny('moCo', steps);
  const { twin, moments, queue } = taskState as MoCoState;
  const values = (tree: Tree) =>
    Object.fromEntries(leaves(tree).map(({ path, tensor }) => [path, [...tensor.dataSync()]]));
  const found = {
    query: values({ model: params.model, head: leafTree(params.task, 'head') }),
    twin: values(twin),
    moments: values(moments),
    own: values(state),
    queue: (queue as Tensor2D).arraySync(),
  };
  disposeTree({ params, state, taskState });
  return found;
};
const leafTree = (tree: Tree, name: string): Tree => tree[name] as Tree;

describe('moCo', () => {
  it('has a twin that follows the parameters by a tenth at each update', async () => {
    const [first, second] = [await after(1), await after(2)];
    for (const [path, values] of Object.entries(second.twin))
      values.forEach((value, at) =>
        expect(value).toBeCloseTo(0.9 * first.twin[path]![at]! + 0.1 * second.query[path]![at]!, 6),
      );
    expect(Object.keys(second.twin)).toEqual(Object.keys(second.query));
  });

  it('has moments of the twin that are its own', async () => {
    const { moments, own } = await after(2);
    expect(Object.keys(moments)).toEqual(Object.keys(own));
    expect(moments).not.toEqual(own);
  });

  it('has a queue of which each batch replaces the oldest keys', async () => {
    const [first, second] = [await after(1), await after(2)];
    expect(second.queue.slice(0, 12)).toEqual(first.queue.slice(4));
    for (const row of second.queue) expect(Math.hypot(...row)).toBeCloseTo(1, 5);
  });

  it('has a queue that holds a batch', async () => {
    const taskOn = (queue: number, batchSize?: number) =>
      createTask(TaskConfig.parse({ kind: 'moCo', queue }), {
        ...{ features: 4, images: 8, classes: 2, side: 6 },
        ...(batchSize !== undefined && { batchSize }),
      });
    expect(() => taskOn(3, 4)).toThrow(
      new ConfigError('mouse-visual/moco: the queue must hold a batch of 4, got queue 3'),
    );
    expect(taskOn(4, 4).name).toBe('mouse-visual/moco');
    // One that is told of no batch notices when it meets it.
    const small = TaskConfig.parse({ kind: 'moCo', hidden: 7, embedding: 5, queue: 3 });
    await expect(trainTiny(small, 1)).rejects.toThrow(ShapeError);
  });
});
