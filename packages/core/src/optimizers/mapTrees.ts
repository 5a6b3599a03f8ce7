import type { Tensor } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors';
import { leafAt, mapTree, type Tree } from '../tree';

/**
 * The tree of the structure of `tree` with `f` of each leaf and of the leaves of the other trees at the
 * same path.
 *
 * @throws ConfigError naming a path that another tree lacks
 */
export function mapTrees<T extends Tree>(
  tree: T,
  others: readonly Tree[],
  f: (leaf: Tensor, others: readonly Tensor[], path: string) => Tensor,
): T {
  return mapTree(tree, (leaf, path) =>
    f(
      leaf,
      others.map((other) => {
        const found = leafAt(other, path);
        if (found === undefined) {
          throw new ConfigError(`mapTrees: every tree must have the leaf ${path}, got one without it`);
        }
        return found;
      }),
      path,
    ),
  );
}
