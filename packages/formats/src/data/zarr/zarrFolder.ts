import { open, opendir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DataError, EnvironmentError } from '@goal-driven/core/arrays';
import type { ZarrRange, ZarrStore } from './ZarrStore';

/** Files of one hierarchy that describe it, and folders looked through for them. */
const MAX_NODES = 100_000;
/** Bytes of one file; chunks and shards are smaller. */
const MAX_FILE = 2 ** 31;
const NODE = new Set(['zarr.json', '.zarray', '.zgroup']);

/**
 * A folder on the disk as what `openZarr` reads. Nothing outside it is read, whatever its links point at.
 *
 * @throws EnvironmentError when there is no such folder, or a file in it cannot be read
 * @throws DataError from its functions, for a key that leads out of the folder, a file of more than 2 GiB, more than
 *   100,000 groups and arrays
 */
export async function zarrFolder(path: string): Promise<ZarrStore> {
  const failed = (error: unknown) =>
    new EnvironmentError(`zarrFolder: ${path} must be a readable folder, got ${(error as Error).message}`);
  const base = await realpath(path).catch((error: unknown) => {
    throw failed(error);
  });
  /** Undefined where nothing is. */
  const placeOf = async (key: string): Promise<string | undefined> => {
    const outside = () => new DataError(`${path}: "${key}" must lie in the folder, got another place`);
    if (key.split(/[\\/]/).includes('..') || key.includes('\0') || key.startsWith('/')) throw outside();
    const place = await realpath(join(base, key)).catch(() => undefined);
    if (place !== undefined && !place.startsWith(base + sep)) throw outside();
    return place;
  };
  const get: ZarrStore['get'] = async (key, range) => {
    const place = await placeOf(key);
    if (place === undefined) return undefined;
    const file = await open(place, 'r').catch((error: unknown) => {
      throw failed(error);
    });
    try {
      const status = await file.stat();
      if (!status.isFile()) return undefined;
      const { offset, length } = partOf(status.size, range, `${path}: "${key}"`);
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  };
  /** A group may have a member named `c`, as chunks' folder is: what the file says counts. */
  const saysArray = async (key: string) =>
    /"node_type"\s*:\s*"array"/.test(new TextDecoder().decode(await get(key)));
  return {
    get,
    async nodes() {
      const found: string[] = [];
      const pending = [''];
      for (let visited = 0; pending.length > 0; visited++) {
        if (visited > MAX_NODES || found.length > MAX_NODES)
          throw new DataError(`${path}: "/" must hold at most ${MAX_NODES} groups and arrays, got more`);
        const folder = pending.pop()!;
        const inner: string[] = [];
        let isArray = false;
        for await (const entry of await opendir(join(base, folder)).catch((error: unknown) => {
          throw failed(error);
        })) {
          if (entry.isDirectory()) inner.push(`${folder}${entry.name}/`);
          else if (NODE.has(entry.name)) found.push(`${folder}${entry.name}`);
          isArray ||= entry.name === '.zarray';
          if (entry.name === 'zarr.json') isArray ||= await saysArray(`${folder}${entry.name}`);
        }
        // Below an array there are its chunks, perhaps in a great many folders.
        if (!isArray) pending.push(...inner);
      }
      return found.sort();
    },
  };
}

function partOf(size: number, range: ZarrRange | undefined, who: string): { offset: number; length: number } {
  const part =
    range === undefined
      ? { offset: 0, length: size }
      : 'suffixLength' in range
        ? { offset: size - range.suffixLength, length: range.suffixLength }
        : range;
  const { offset, length } = part;
  const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length);
  if (!whole || offset < 0 || length < 0 || offset + length > size || length > MAX_FILE)
    throw new DataError(
      `${who}: a part must lie in its ${size} bytes, at most ${MAX_FILE}, got ${length} from byte ${offset}`,
    );
  return part;
}
