import { zipSync } from 'fflate';
import { unzip } from './_zip';
import { ConfigError, DataError } from './errors';
import type { NdArray, TypedArray } from './NdArray';
import { readNpy, writeNpy } from './npy';

export type NpzReadOptions = {
  /** What errors call the archive. */
  readonly name?: string;
  /** Bound on the bytes of all arrays together, against zip bombs; 2^30 (1 GiB) unless told. */
  readonly maxBytes?: number;
};

const DEFAULT_MAX_BYTES = 2 ** 30;

/**
 * Reads NumPy's NPZ format, compressed or not: the arrays by name, in the archive's order, each as `readNpy` gives it.
 * Checksums are verified; memory is asked for only after sizes were found possible. Any shape will do.
 *
 * @throws DataError naming archive and entry, for anything but a whole archive of readable arrays
 */
export function readNpz(
  bytes: Uint8Array,
  { name = 'npz', maxBytes = DEFAULT_MAX_BYTES }: NpzReadOptions = {},
): Record<string, NdArray<TypedArray>> {
  const arrays = new Map<string, NdArray<TypedArray>>();
  for (const entry of unzip(bytes, name, maxBytes)) {
    const key = entry.name.replace(/\.npy$/, '');
    if (key === entry.name) {
      throw new DataError(
        `${name}: every entry must be an array NAME.npy, got ${JSON.stringify(entry.name)}`,
      );
    }
    if (arrays.has(key)) throw new DataError(`${name}: names must differ, got ${JSON.stringify(key)} twice`);
    arrays.set(key, readNpy(entry.bytes, `${name}: ${key}`));
  }
  return Object.fromEntries(arrays);
}

/**
 * Writes arrays as NPZ, as `numpy.savez` or, compressed, `numpy.savez_compressed`. The same arrays give the same bytes:
 * entries keep the record's order and bear the date 1980-01-01. Any shape will do.
 *
 * @throws ConfigError when the archive would pass 4 GiB or 65534 arrays
 */
export function writeNpz(
  arrays: { readonly [name: string]: NdArray<TypedArray> },
  { compress }: { readonly compress: boolean },
): Uint8Array {
  const entries = Object.entries(arrays);
  const total = entries.reduce((sum, [, { values }]) => sum + values.byteLength, 0);
  if (total > 2 ** 32 - 2 ** 24 || entries.length > 65_534) {
    throw new ConfigError(
      `writeNpz: arrays must be below 4 GiB and 65535 in number, got ${total} bytes in ${entries.length}`,
    );
  }
  const files = Object.fromEntries(entries.map(([name, array]) => [`${name}.npy`, writeNpy(array)]));
  return zipSync(files, { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1) });
}
