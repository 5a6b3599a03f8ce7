import { readNpy, readSafetensors, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import { openTensorBundle } from '../openTensorBundle';
import { readTorch } from '../weights/readTorch';
import { isStoredArray, type WeightTree } from '../weights/WeightTree';
import type { FileContents, FileEntry } from './FileContents';
import type { Inspected } from './inspectFile';

/** Texts in a list are cut here. */
export const MAX_TEXT = 200;
const MAX_VISITS = 100_001;

/** An array's entry; its type is that of its values, `Float32Array` being `float32`. */
export const arrayEntry = (path: string, array: NdArray<TypedArray>): FileEntry => ({
  path,
  kind: 'array',
  shape: array.shape,
  dtype: array.values.constructor.name.replace('Array', '').replace('Big', '').toLowerCase(),
});

export async function inspectNpy({ bytes, name }: Inspected): Promise<FileContents> {
  return { format: 'npy', entries: [arrayEntry('', readNpy(await bytes(), name))], notes: [] };
}

export async function inspectSafetensors({ bytes, name }: Inspected): Promise<FileContents> {
  const { arrays, dtypes, metadata } = readSafetensors(await bytes(), name);
  const entries = Object.entries(arrays).map(([path, { shape }]): FileEntry => ({
    path,
    kind: 'array',
    shape,
    dtype: dtypes[path]!,
  }));
  const notes = Object.entries(metadata).map(([key, text]) => `${key}: ${text}`.slice(0, MAX_TEXT));
  return { format: 'safetensors', entries, notes };
}

/** Either layout. */
export async function inspectTorch({ file, name }: Inspected): Promise<FileContents> {
  const { layout, value } = await readTorch(file, { name });
  return { format: `torch-${layout}`, entries: treeEntries(value), notes: [] };
}

export async function inspectTensorBundle({ path, name }: Inspected): Promise<FileContents> {
  if (!path.endsWith('.index')) {
    const note = `to list its tensors, the index of a checkpoint must be named PREFIX.index, got ${name}`;
    return { format: 'tensor-bundle', entries: [], notes: [note] };
  }
  const { arrays, strings } = await openTensorBundle(path);
  const entries = [
    ...Object.entries(arrays).map(([key, { shape, dtype }]): FileEntry => ({
      path: key,
      kind: 'array',
      shape,
      dtype,
    })),
    ...Object.entries(strings).map(([key, { shape }]): FileEntry => ({
      path: key,
      kind: 'array',
      shape,
      dtype: 'string',
    })),
  ];
  return { format: 'tensor-bundle', entries, notes: [] };
}

/** The leaves of a tree of weights by dotted name. */
export function treeEntries(tree: WeightTree): FileEntry[] {
  const entries: FileEntry[] = [];
  let visits = 0;
  const visit = (node: WeightTree, path: string): void => {
    if (++visits > MAX_VISITS) return; // parts may stand at many places; the list is cut there anyway
    if (node === null || typeof node !== 'object') {
      entries.push({ path, kind: 'value', shape: null, dtype: null, attributes: { value: shown(node) } });
    } else if (isStoredArray(node)) {
      entries.push({ path, kind: 'array', shape: node.shape, dtype: node.dtype });
    } else {
      for (const [name, child] of Object.entries(node) as [string, WeightTree][])
        visit(child, path === '' ? name : `${path}.${name}`);
    }
  };
  visit(tree, '');
  return entries;
}

const shown = (value: null | boolean | number | bigint | string): string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean' ? value : String(value).slice(0, MAX_TEXT);
