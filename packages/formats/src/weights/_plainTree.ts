import { DataError } from '@goal-driven/core/arrays';
import { shown } from './_pickleCursor';
import { DTYPES, type StoredArray } from './StoredArray';
import type { PickleDict, PickleValue, StorageRef, TensorRef } from './PickleValue';
import type { WeightTree } from './WeightTree';

const MAX_DEPTH = 128;

/** How arrays come out of what a pickle refers to; `path` is the dotted name. */
export type TreeArrays = {
  tensor(ref: TensorRef, path: string): StoredArray;
  storage(ref: StorageRef, path: string): StoredArray;
};

/**
 * Plain values of what a pickle built. What stands at several places there is one value at several places here.
 *
 * @param name what errors call the file
 * @throws DataError with the path, for values that contain themselves, lie deeper than 128 levels, or are no plain values
 */
export function plainTree(root: PickleValue, name: string, arrays: TreeArrays): WeightTree {
  const done = new Map<object, WeightTree>();
  const open = new Set<object>();
  const fail = (path: string, must: string, got: unknown): never => {
    throw new DataError(`${name}: value ${JSON.stringify(path)} ${must}, got ${shown(got)}`);
  };

  const convert = (value: PickleValue, path: string): WeightTree => {
    if (value === null || typeof value !== 'object') return value;
    const known = done.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) return fail(path, 'must not contain itself', value);
    if (open.size >= MAX_DEPTH) return fail(path, `must lie at most ${MAX_DEPTH} levels deep`, 'more');
    open.add(value);
    const plain = made(value, path);
    open.delete(value);
    done.set(value, plain);
    return plain;
  };

  const made = (value: PickleValue & object, path: string): WeightTree => {
    if (value instanceof Uint8Array)
      return { values: new Uint8Array(value), shape: [value.length], dtype: 'U8' };
    if (Array.isArray(value)) return value.map((each, index) => convert(each, under(path, String(index))));
    switch (value.kind) {
      case 'dict':
        return record(value, path);
      case 'tensor':
        return arrays.tensor(value, path);
      case 'storage':
        return arrays.storage(value, path);
      case 'numpyArray': {
        const { array, element } = value.content ?? fail(path, 'must have its values', 'an empty array');
        return { ...array, dtype: DTYPES[element] };
      }
      case 'global':
        return value.call === undefined && value.name.startsWith('torch ')
          ? value.name.replace(' ', '.') // an element type, as text
          : fail(path, 'must be a plain value', `the global ${value.name}`);
      case 'numpyDtype':
        return `numpy.${value.element}`;
    }
  };

  const record = ({ entries }: PickleDict, path: string): WeightTree => {
    const items = new Map<string, WeightTree>();
    const kinds = new Map<string, string>();
    for (let index = 0; index < entries.length; index += 2) {
      const key = entries[index]!;
      if (!['string', 'number', 'bigint', 'boolean'].includes(typeof key) && key !== null)
        return fail(path, 'must have keys of text or numbers', key);
      const text = String(key);
      if ((kinds.get(text) ?? typeof key) !== typeof key)
        fail(path, 'must have keys that differ as text', text);
      kinds.set(text, typeof key);
      items.set(text, convert(entries[index + 1]!, under(path, text)));
    }
    return Object.fromEntries(items);
  };

  return convert(root, '');
}

/** Paths are for people; those of hostile files are cut. */
const under = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`).slice(0, 500);
