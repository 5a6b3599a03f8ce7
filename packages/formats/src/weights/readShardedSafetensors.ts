import {
  DataError,
  readSafetensors,
  type NdArray,
  type Safetensors,
  type TypedArray,
} from '@goal-driven/core/arrays';
import { byteSource, readRange, type ByteSource } from '../ByteSource';

export type ShardedSafetensors = {
  /** `model.safetensors.index.json`. */
  readonly index: Uint8Array | ByteSource;
  /** A file that the index names; names have no folders. */
  readonly shard: (file: string) => Promise<Uint8Array | ByteSource> | Uint8Array | ByteSource;
};

const MAX_INDEX = 2 ** 26;

/**
 * Reads weights in several safetensors files as one, by the index beside them, which must name exactly the arrays that the
 * files hold. Metadata are those of the index, as text.
 *
 * @param options.name what errors call the weights
 * @throws DataError for an index that is none or names files in other folders, arrays that are absent, in another file or
 *   in none; and as `readSafetensors`
 * @source huggingface/transformers, `model.safetensors.index.json`
 */
export async function readShardedSafetensors(
  { index, shard }: ShardedSafetensors,
  { name = 'sharded safetensors' }: { readonly name?: string } = {},
): Promise<Safetensors> {
  const { fileOf, metadata } = await indexOf(byteSource(index), name);
  const arrays = new Map<string, NdArray<TypedArray>>();
  const dtypes = new Map<string, string>();
  for (const file of new Set(fileOf.values())) {
    const source = byteSource(await shard(file));
    const read = readSafetensors(
      await readRange(source, 0, source.size, `${name}: ${file}`),
      `${name}: ${file}`,
    );
    for (const [key, array] of Object.entries(read.arrays)) {
      if (fileOf.get(key) !== file)
        throw new DataError(
          `${name}: ${file}: array ${JSON.stringify(key)} must be in the file that the index says, got ${fileOf.get(key) ?? 'none'}`,
        );
      arrays.set(key, array);
      dtypes.set(key, read.dtypes[key]!);
    }
  }
  for (const [key, file] of fileOf) {
    if (!arrays.has(key))
      throw new DataError(
        `${name}: array ${JSON.stringify(key)} must be in ${file}, as the index says, got none`,
      );
  }
  const inOrder = [...fileOf.keys()];
  return {
    arrays: Object.fromEntries(inOrder.map((key) => [key, arrays.get(key)!])),
    dtypes: Object.fromEntries(inOrder.map((key) => [key, dtypes.get(key)!])),
    metadata,
  };
}

async function indexOf(
  source: ByteSource,
  name: string,
): Promise<{ fileOf: Map<string, string>; metadata: { [key: string]: string } }> {
  const who = `${name}: the index`;
  if (source.size > MAX_INDEX)
    throw new DataError(`${who} must have at most ${MAX_INDEX} bytes, got ${source.size}`);
  const bytes = await readRange(source, 0, source.size, who);
  let index: unknown;
  try {
    index = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new DataError(`${who} must be JSON, got an error: ${(error as Error).message}`);
  }
  if (!isRecord(index) || !isRecord(index['weight_map']))
    throw new DataError(`${who} must be an object with a weight_map, got another`);
  const fileOf = new Map<string, string>();
  for (const [key, file] of Object.entries(index['weight_map'])) {
    if (typeof file !== 'string' || !/^\w[\w.-]{0,200}$/.test(file))
      throw new DataError(
        `${who} must name files without folders, got ${typeof file === 'string' ? JSON.stringify(file.slice(0, 100)) : `${typeof file === 'object' ? 'an' : 'a'} ${typeof file}`} for ${JSON.stringify(key)}`,
      );
    fileOf.set(key, file);
  }
  const metadata = isRecord(index['metadata']) ? index['metadata'] : {};
  const texts = Object.entries(metadata).map(([key, value]) => {
    try {
      return [key, typeof value === 'string' ? value : JSON.stringify(value)];
    } catch {
      throw new DataError(
        `${who} must have metadata that can be shown, got ${JSON.stringify(key)} nested too deeply`,
      );
    }
  });
  return { fileOf, metadata: Object.fromEntries(texts) as { [key: string]: string } };
}

const isRecord = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
