import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError, readNpz, readSafetensors, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import {
  readKerasWeights,
  readShardedSafetensors,
  readTorch,
  type StoredArray,
  type WeightTree,
} from '@goal-driven/formats';
import { hashFile, openFile, openTensorBundle, syncFile } from '@goal-driven/formats/files';

/** What a file of weights holds, and which file it was. */
export type WeightFile = {
  /** `PyTorch`, `TensorFlow`, `Keras`, `safetensors` or `NPZ`. */
  readonly format: string;
  readonly tree: WeightTree;
  /** Of the file; of a checkpoint in several files, of its index, which has the checksums of the others. */
  readonly sha256: string;
};

/**
 * Reads a published file of weights: what torch.save wrote, a checkpoint of TensorFlow by its prefix or index, weights of
 * Keras (HDF5, or `.keras`), safetensors, in one file or by the index of several, or NPZ.
 *
 * @throws EnvironmentError for a file that cannot be read; DataError for one that is none of these, or damaged
 */
export async function readWeightTree(path: string): Promise<WeightFile> {
  const index = path.endsWith('.index') ? path : `${path}.index`;
  if (path.endsWith('.index') || (!existsSync(path) && existsSync(index)))
    return {
      format: 'TensorFlow',
      tree: (await openTensorBundle(path)).arrays,
      sha256: await hashFile(index),
    };
  const file = await openFile(path);
  try {
    const sha256 = await hashFile(path);
    const whole = async () => file.read(0, file.size);
    if (path.endsWith('.safetensors.index.json')) {
      const shard = (name: string) => readFile(join(dirname(path), name));
      const { arrays } = await readShardedSafetensors({ index: file, shard }, { name: path });
      return { format: 'safetensors', tree: stored(arrays), sha256 };
    }
    if (path.endsWith('.safetensors'))
      return { format: 'safetensors', tree: stored(readSafetensors(await whole(), path).arrays), sha256 };
    if (path.endsWith('.npz'))
      return { format: 'NPZ', tree: stored(readNpz(await whole(), { name: path })), sha256 };
    const head = await file.read(0, 2);
    if (path.endsWith('.keras') || String(head) === '137,72')
      return { format: 'Keras', tree: await kerasTree(path), sha256 };
    if (String(head) !== '80,75' && head[0] !== 0x80)
      throw new DataError(
        `${path}: weights must be what torch.save wrote, a checkpoint of TensorFlow (its prefix or .index), weights of ` +
          `Keras, .safetensors, .safetensors.index.json or .npz, got another file`,
      );
    return { format: 'PyTorch', tree: (await readTorch(file, { name: path })).value, sha256 };
  } finally {
    await file.close();
  }
}

async function kerasTree(path: string): Promise<WeightTree> {
  const file = syncFile(path);
  try {
    return (await readKerasWeights(file, { name: path })).value;
  } finally {
    file.close();
  }
}

/** Arrays as a tree of weights has them; those in half precision have become single before. */
function stored(arrays: { readonly [name: string]: NdArray<TypedArray> }): {
  readonly [name: string]: StoredArray;
} {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => [name, { ...array, dtype: dtypeOf(array.values) }]),
  );
}

const DTYPES = {
  Float64Array: 'F64',
  Float32Array: 'F32',
  BigInt64Array: 'I64',
  Int32Array: 'I32',
  Int16Array: 'I16',
  Int8Array: 'I8',
  BigUint64Array: 'U64',
  Uint32Array: 'U32',
  Uint16Array: 'U16',
  Uint8Array: 'U8',
} as const;

const dtypeOf = (values: TypedArray): StoredArray['dtype'] =>
  DTYPES[values.constructor.name as keyof typeof DTYPES];
