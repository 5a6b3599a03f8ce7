import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Pooled } from '../layers/maxUnpool2d';
import type { Pass } from '../Pass';
import { tf } from '../tf';
import type { Tree } from '../tree';
import type { CompiledFeedForward, CompiledNode } from './_compileFeedForward';

/** What is known while a network is evaluated. */
export type Evaluation = {
  readonly compiled: CompiledFeedForward;
  readonly pass: Pass;
  readonly recorded: ReadonlySet<string>;
  /** Activity by layer: of nodes that are still needed, and of layers that are recorded. */
  readonly values: Map<string, Tensor>;
  /** What went into the layers that others ask for, and came out. */
  readonly kept: Map<string, Pooled>;
};

/**
 * Evaluates a node, notes what it makes, and gives the state of its operations that follows. Where no gradient is being
 * recorded, every tensor is freed that nobody needs any more, so that a deep network needs the memory of a layer or two.
 */
export function evaluateNode(
  { name, from, join, operations, last }: CompiledNode,
  { params, state }: { readonly params: Tree; readonly state: Tree },
  { values, kept, pass, compiled, recorded }: Evaluation,
): [string, Tree][] {
  let x = joined(
    from.map((source) => values.get(source)!),
    join,
  ); // earlier nodes
  for (const source of last) free(values.get(source)!);
  const next: [string, Tree][] = [];
  for (const { name: own, layer, run } of operations) {
    const args = { x, pass: pass.at(name).at(own), at: (asked: string) => kept.get(asked)! };
    const { y, state: carried } = run.apply(branch(params, own), branch(state, own), args);
    next.push([own, carried]);
    if (compiled.asked.has(layer))
      kept.set(layer, { input: tf.clone(x) as Tensor4D, output: tf.clone(y) as Tensor4D });
    if (recorded.has(layer)) values.set(layer, tf.clone(y));
    if (y !== x) free(x);
    x = y;
  }
  values.set(name, x);
  return next;
}

/** A tensor of its own. */
function joined(inputs: readonly Tensor[], join: CompiledNode['join']): Tensor {
  if (inputs.length === 1) return tf.clone(inputs[0]!);
  return tf.tidy(() =>
    join === 'sum' ? inputs.reduce((sum, each) => tf.add(sum, each)) : tf.concat([...inputs], -1),
  );
}

function free(tensor: Tensor): void {
  if (!tf.engine().isTapeOn()) tensor.dispose();
}

/** The part of a tree under a name, `{}` where there is none. */
export const branch = (tree: Tree, name: string): Tree =>
  Object.hasOwn(tree, name) ? (tree[name] as Tree) : {};
