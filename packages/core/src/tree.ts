import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { ConfigError } from './errors';
import { tf } from './tf';

/**
 * Parameters, optimizer slots, running moments: plain nested records of tensors. A leaf's path joins
 * the names from the root, `cell/kernel`. No class instances, no `null`; what is absent has no key.
 */
export type Tree = { readonly [name: string]: Tensor | Tree };

/** A tree with plain values of one type at its leaves. */
export type TreeOf<Leaf> = { readonly [name: string]: Leaf | TreeOf<Leaf> };

/** A tensor of a tree and its path, names with slashes between: `cell/kernel`. */
export type Leaf = { readonly path: string; readonly tensor: Tensor };

/** All leaves with their paths, in the order of the sorted names: the same for the same structure. */
export function leaves(tree: Tree, prefix = ''): Leaf[] {
  return Object.keys(tree)
    .sort()
    .flatMap((name) => {
      const node = tree[name]!;
      const path = prefix === '' ? name : `${prefix}/${name}`;
      return isTensor(node) ? [{ path, tensor: node }] : leaves(node, path);
    });
}

/** The tree of the same structure with `f` of every leaf. Leaves may have any shape. */
export function mapTree<T extends Tree>(
  tree: T,
  f: (tensor: Tensor, path: string) => Tensor,
  prefix = '',
): T {
  const entries = Object.keys(tree).map((name) => {
    const node = tree[name]!;
    const path = prefix === '' ? name : `${prefix}/${name}`;
    return [name, isTensor(node) ? f(node, path) : mapTree(node, f, path)] as const;
  });
  return Object.fromEntries(entries) as unknown as T; // same keys, same nesting as T
}

/** The tree of which these are the leaves. */
export function fromLeaves(items: Iterable<Leaf>): Tree {
  const root: Record<string, unknown> = {};
  for (const { path, tensor } of items) {
    const names = path.split('/');
    let node = root;
    for (const name of names.slice(0, -1)) node = (node[name] ??= {}) as Record<string, unknown>;
    node[names.at(-1)!] = tensor;
  }
  return root as Tree;
}

/** The leaf at a path, or undefined. It may have any shape. */
export function leafAt(tree: Tree, path: string): Tensor | undefined {
  let node: Tensor | Tree | undefined = tree;
  for (const name of path.split('/')) {
    if (node === undefined || isTensor(node) || !Object.hasOwn(node, name)) return undefined;
    node = node[name];
  }
  return node !== undefined && isTensor(node) ? node : undefined;
}

/** Number of scalars in all leaves. */
export const countParameters = (tree: Tree): number =>
  leaves(tree).reduce((count, { tensor }) => count + tensor.size, 0);

/** Frees every leaf. */
export const disposeTree = (tree: Tree): void => leaves(tree).forEach(({ tensor }) => tensor.dispose());

/**
 * The value of a scalar function of a tree, its gradient as a tree of the same structure, and whatever
 * else the function returns in `rest`. The only place that asks tfjs for gradients.
 *
 * @throws ConfigError naming the leaves that the value does not depend on
 */
export function valueAndGrad<T extends Tree, Rest extends Tree>(
  f: (tree: T) => { value: Scalar; rest: Rest },
  tree: T,
): { value: Scalar; grads: T; rest: Rest } {
  const items = leaves(tree);
  if (items.length === 0) return { ...f(tree), grads: tree };
  let rest: Rest | undefined;
  const engine = tf.engine();
  const forward = () => {
    const result = f(tree);
    // tfjs frees what the forward pass made but did not return: hold clones until we are back outside.
    rest = mapTree(result.rest, (tensor) => tf.keep(tf.clone(tensor)));
    return result.value;
  };
  const xs = items.map(({ tensor }) => tensor);
  const { value, grads } = engine.gradients(forward, xs, undefined, true);
  const unreached = items.filter((_, index) => grads[index] == null);
  if (unreached.length > 0) {
    throw new ConfigError(
      `valueAndGrad: the value must depend on every leaf, got none that reaches ${unreached.map(({ path }) => path).join(', ')}`,
    );
  }
  return {
    value: value as Scalar,
    grads: fromLeaves(items.map(({ path }, index) => ({ path, tensor: grads[index]! }))) as T,
    rest: mapTree(rest!, (held) => {
      const tensor = tf.clone(held);
      held.dispose();
      return tensor;
    }),
  };
}

function isTensor(node: Tensor | Tree): node is Tensor {
  return typeof (node as { dataId?: unknown }).dataId === 'object';
}
