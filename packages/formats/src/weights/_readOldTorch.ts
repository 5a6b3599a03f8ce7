import { DataError } from '@goal-driven/core/arrays';
import { readRange, type ByteSource } from '../ByteSource';
import { PickleCutOff } from './_pickleCursor';
import { storageBytes, unpickleTorch } from './_unpickleTorch';
import { unpickle } from './unpickle';
import type { PickleDict, PickleValue, StorageRef } from './PickleValue';
import type { TorchContent } from './readTorch';

const MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;
const FIRST_PIECE = 2 ** 20;
const MAX_PICKLES = 2 ** 28;

/**
 * The layout before PyTorch 1.6: pickles of a magic number, a version, the machine, the value and the storages' keys one
 * after the other, then for each key the number of elements, 8 bytes, and the elements.
 *
 * @throws DataError with the byte, for anything else
 */
export async function readOldTorch(source: ByteSource, name: string): Promise<TorchContent> {
  const { value, storages, keys, littleEndian, end } = await picklesOf(source, name);
  if (
    keys.length !== storages.size ||
    !keys.every((key) => storages.has(key)) ||
    new Set(keys).size < keys.length
  )
    throw new DataError(
      `${name}: the list of storages before byte ${end} must be that of the value, got ${keys.length} for ${storages.size}`,
    );
  const read = new Map<string, Uint8Array<ArrayBuffer>>();
  let position = end;
  for (const key of keys) {
    const who = `${name}: storage ${key}`;
    const count = new DataView((await readRange(source, position, 8, who)).buffer).getBigInt64(
      0,
      littleEndian,
    );
    const storage = storages.get(key)!;
    if (count !== BigInt(storage.length))
      throw new DataError(`${who} must have ${storage.length} elements, got ${count} at byte ${position}`);
    read.set(key, await readRange(source, position + 8, storageBytes(storage), who));
    position += 8 + storageBytes(storage);
  }
  if (position !== source.size)
    throw new DataError(
      `${name}: the file must end after its storages at byte ${position}, got ${source.size}`,
    );
  return { value, storages: read, littleEndian };
}

type Pickles = {
  readonly value: PickleValue;
  readonly storages: ReadonlyMap<string, StorageRef>;
  readonly keys: readonly string[];
  readonly littleEndian: boolean;
  readonly end: number;
};

/** Nothing says how long the pickles are: read a piece, and a longer one when they go on. */
async function picklesOf(source: ByteSource, name: string): Promise<Pickles> {
  for (let piece = FIRST_PIECE; ; piece *= 8) {
    const length = Math.min(piece, source.size, MAX_PICKLES);
    try {
      return parse(await readRange(source, 0, length, name), name);
    } catch (error) {
      if (!(error instanceof PickleCutOff) || length === source.size || length === MAX_PICKLES) throw error;
    }
  }
}

function parse(bytes: Uint8Array, name: string): Pickles {
  let end = 0;
  const plain = (must: string, accept: (value: PickleValue) => boolean): PickleValue => {
    const at = end;
    const read = unpickle(bytes, { name, offset: at, globals: () => undefined });
    if (!accept(read.value)) throw new DataError(`${name}: ${must} at byte ${at}, got another`);
    end = read.end;
    return read.value;
  };
  if (bytes[0] !== 0x80)
    throw new DataError(
      `${name}: a PyTorch file must begin as a zip archive or as a pickle, got ${bytes.length === 0 ? 'an empty file' : `byte ${bytes[0]}`} at byte 0`,
    );
  plain("PyTorch's magic number must stand", (value) => value === MAGIC);
  plain(`version ${PROTOCOL} must stand`, (value) => value === PROTOCOL);
  const system = plain('a description of the machine must stand', isDict);
  const entries = isDict(system) ? system.entries : [];
  const littleEndian = entries[entries.indexOf('little_endian') + 1] !== false;
  const { value, storages, end: valueEnd } = unpickleTorch(bytes, name, end);
  end = valueEnd;
  const keys = plain('a list of storages must stand', (list) => Array.isArray(list) && list.every(isText));
  return { value, storages, keys: keys as string[], littleEndian, end };
}

const isText = (value: PickleValue): value is string => typeof value === 'string';
const isDict = (value: PickleValue): value is PickleDict =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'dict';
