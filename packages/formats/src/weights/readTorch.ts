import { DataError, elementTypes, type ElementName, type TypedArray } from '@goal-driven/core/arrays';
import { byteSource, readRange, type ByteSource } from '../ByteSource';
import { plainTree, type TreeArrays } from './_plainTree';
import type { PickleValue, StorageRef } from './PickleValue';
import { DTYPES, type StoredArray } from './StoredArray';
import { stridedView, type StridedView } from './_stridedView';
import { readOldTorch } from './_readOldTorch';
import { readTorchZip } from './_readTorchZip';
import type { WeightTree } from './WeightTree';

export type TorchFile = {
  /** `zip` since PyTorch 1.6, `old` before. */
  readonly layout: 'zip' | 'old';
  /** What was saved: a state_dict, or a checkpoint with several of them. */
  readonly value: WeightTree;
};

/** What either layout gives: the pickle's value, and the bytes of the storages that it names. */
export type TorchContent = {
  readonly value: PickleValue;
  /** By key; each leaves the map when its elements are read. */
  readonly storages: Map<string, Uint8Array<ArrayBuffer>>;
  readonly littleEndian: boolean;
};

/**
 * Reads what `torch.save` wrote (`.pt`, `.pth`), in both layouts, without running anything: see `unpickle` for what may
 * not be in it. Parameters are their tensors; sets and tuples are lists; a type such as torch.float32 is its name;
 * bytes are U8. Attributes of dictionaries, such as a state_dict's `_metadata`, gradients' flags and devices are left out.
 *
 * Memory: each storage once (twice for half precision, which becomes single), and copies of tensors that are not
 * row-major, which together may be twice as large as the file and a megabyte. **Tensors that share a storage share memory** as
 * in PyTorch, if they are row-major.
 *
 * @param from the whole file, or a source of its bytes, read in parts
 * @param options.name what errors call the file
 * @param options.checksums whether those of the zip layout are verified, true unless told; torch.load does not
 * @returns arrays of any shape
 * @throws DataError with the byte offset or the path within the file: for anything that is not plain values and dense
 *   tensors of real numbers; for a truncated or changed file
 * @source PyTorch, torch/serialization.py and torch/_utils.py
 * @differs from torch.load, checksums of the zip layout are verified; complex, quantized and sparse tensors, TorchScript
 *   and the tar layout before PyTorch 0.1.10 are refused
 */
export async function readTorch(
  from: Uint8Array | ByteSource,
  { name = 'PyTorch file', checksums = true }: { readonly name?: string; readonly checksums?: boolean } = {},
): Promise<TorchFile> {
  const source = byteSource(from);
  const head = await readRange(source, 0, Math.min(4, source.size), name);
  const isZip = String(head) === '80,75,3,4';
  const content = isZip ? await readTorchZip(source, name, checksums) : await readOldTorch(source, name);
  const value = plainTree(content.value, name, torchArrays(content, source.size, name));
  return { layout: isZip ? 'zip' : 'old', value };
}

function torchArrays({ storages, littleEndian }: TorchContent, size: number, name: string): TreeArrays {
  const all = 2 * size + 2 ** 20;
  const budget = { left: all, all };
  const read = new Map<string, { readonly values: TypedArray; readonly element: ElementName }>();
  const elementsOf = (storage: StorageRef, element: ElementName): TypedArray => {
    const known = read.get(storage.key);
    const who = `${name}: storage ${storage.key}`;
    if (known !== undefined) {
      if (known.element !== element)
        throw new DataError(`${who} must hold elements of one type, got ${known.element} and ${element}`);
      return known.values;
    }
    const bytes = storages.get(storage.key)!;
    if (bytes.length % elementTypes[element].bytes !== 0)
      throw new DataError(`${who} must hold whole elements of ${element}, got ${bytes.length} bytes`);
    const values = elementTypes[element].read(bytes, littleEndian, who);
    storages.delete(storage.key);
    read.set(storage.key, { values, element });
    return values;
  };
  const view = (
    storage: StorageRef,
    element: ElementName,
    { path, ...at }: StridedView & { path: string },
  ) => {
    const who = `${name}: ${JSON.stringify(path)}`;
    const values = stridedView(elementsOf(storage, element), at, { who, budget });
    return { values, shape: at.shape, dtype: DTYPES[element] } satisfies StoredArray;
  };
  return {
    tensor: ({ storage, element, offset, shape, strides }, path) =>
      view(storage, element, { offset, shape, strides, path }),
    storage: (storage, path) =>
      view(storage, storage.element ?? 'u1', { offset: 0, shape: [storage.length], strides: [1], path }),
  };
}
