import { DataError } from '@goal-driven/core/arrays';
import type { StoredArray } from './StoredArray';

/** What a file of weights holds: plain values, with arrays at its leaves. Whole numbers beyond 2^53 are bigint. */
export type WeightTree =
  | null
  | boolean
  | number
  | bigint
  | string
  | StoredArray
  | readonly WeightTree[]
  | { readonly [name: string]: WeightTree };

/** Whether a node is an array. Dictionaries never hold bare typed arrays, so none of them is taken for one. */
export function isStoredArray(node: WeightTree): node is StoredArray {
  return node !== null && typeof node === 'object' && ArrayBuffer.isView((node as StoredArray).values);
}

/** Nodes of a tree in which parts may stand at several places: without a bound, 40 of them could stand for 2^40. */
const MAX_VISITS = 2 ** 20;

/**
 * The arrays of a tree by dotted name, `state_dict.conv1.weight`; in lists the index is the name. A tree that is one
 * array has the name ''. Any shape.
 *
 * @throws DataError when two arrays would have one name, and when parts that stand at many places make too many
 */
export function tensorsOf(tree: WeightTree): { readonly [name: string]: StoredArray } {
  const found = new Map<string, StoredArray>();
  let visits = 0;
  const visit = (node: WeightTree, path: string): void => {
    if (++visits > MAX_VISITS)
      throw new DataError(`tensorsOf: a tree must have at most ${MAX_VISITS} nodes, got more at ${path}`);
    if (node === null || typeof node !== 'object') return;
    if (isStoredArray(node)) {
      if (found.has(path))
        throw new DataError(`tensorsOf: names must differ, got ${JSON.stringify(path)} twice`);
      found.set(path, node);
      return;
    }
    for (const [name, child] of Object.entries(node) as [string, WeightTree][])
      visit(child, path === '' ? name : `${path}.${name}`);
  };
  visit(tree, '');
  return Object.fromEntries(found);
}
