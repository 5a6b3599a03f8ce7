import { disposeTree, leaves, useBackend, type Tensor2D, type Tree } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { trainTiny } from './_tiny.fixture';
import type { MoCoState } from './moCo';

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
});
