import { readFile } from 'node:fs/promises';
import {
  DataError,
  ndArray,
  readNpy,
  readNpz,
  type NdArray,
  type TypedArray,
} from '@goal-driven/core/arrays';
import { nearest } from './nearest';
import { UsageError } from './UsageError';

/**
 * Reads the array that was typed, as doubles: `file.npz:key`, `file.npy`, or `file.json`, nested lists of
 * numbers, with `:key` where the file holds a record. `null` in JSON is NaN. Without a key an archive or a
 * record must hold one array alone.
 *
 * @param flag what errors call the argument
 * @throws UsageError for another kind of file, an absent file or an unknown key, which lists the known ones;
 *   DataError for a file that is not what it must be
 */
export async function readArray(flag: string, typed: string): Promise<NdArray> {
  const [, path, ending, key] = /^(.*\.(npz|npy|json))(?::(.*))?$/s.exec(typed) ?? [];
  if (path === undefined || (ending === 'npy' && key !== undefined)) {
    throw new UsageError(
      `${flag}: an array must be file.npz:key, file.npy or file.json, got ${JSON.stringify(typed)}`,
    );
  }
  const bytes = await readFile(path).catch((error: Error) => {
    throw new UsageError(`${flag}: ${path} must be readable, got ${error.message}`);
  });
  if (ending === 'npy') return doubles(readNpy(bytes, path));
  if (ending === 'npz') return doubles(pick(readNpz(bytes, { name: path }), key, { flag, path }));
  const json = parseJson(String(bytes), path);
  if (Array.isArray(json) && key === undefined) return fromLists(json, path);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new DataError(`${path}: it must hold a list${key === undefined ? '' : ` named ${key}`}, got none`);
  }
  return fromLists(pick(json as { [key: string]: unknown }, key, { flag, path }), path);
}

function pick<T>(
  arrays: { readonly [key: string]: T },
  key: string | undefined,
  { flag, path }: { readonly flag: string; readonly path: string },
): T {
  const keys = Object.keys(arrays);
  if (key === undefined && keys.length === 1) return arrays[keys[0]!]!;
  if (key !== undefined && Object.hasOwn(arrays, key)) return arrays[key]!;
  if (key === undefined) {
    throw new UsageError(`${flag}: name one array of ${path}, as ${path}:key; there is ${keys.join(', ')}`);
  }
  const near = nearest(key, keys);
  const hint = near.length > 0 ? `did you mean ${near.join(', ')}? There` : 'there';
  throw new UsageError(`${flag}: ${path} has no array ${JSON.stringify(key)}: ${hint} is ${keys.join(', ')}`);
}

const doubles = ({ values, shape }: NdArray<TypedArray>): NdArray =>
  values instanceof Float64Array
    ? { values, shape }
    : ndArray(Float64Array.from(values as ArrayLike<number | bigint>, Number), shape);

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DataError(`${path}: it must be JSON, got ${(error as Error).message}`);
  }
}

/** Nested lists of even lengths as an array. */
function fromLists(lists: unknown, path: string): NdArray {
  const shape: number[] = [];
  for (let level = lists; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values: number[] = [];
  const walk = (item: unknown, depth: number): void => {
    if (depth === shape.length && (typeof item === 'number' || item === null)) {
      values.push(item ?? NaN);
    } else if (depth < shape.length && Array.isArray(item) && item.length === shape[depth]) {
      for (const inner of item) walk(inner, depth + 1);
    } else {
      throw new DataError(
        `${path}: lists must be nested evenly and hold numbers or null, shape [${shape}]; got ${JSON.stringify(item)?.slice(0, 60)} at depth ${depth}`,
      );
    }
  };
  walk(lists, 0);
  return ndArray(Float64Array.from(values), shape);
}
