import {
  closeSync,
  existsSync,
  ftruncateSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DataError, halfBits, lockRun, npyHead, writeFileAtomic } from '@goal-driven/core';
import { makeFolder } from '@goal-driven/core/files';
import { z } from 'zod';

/** Layers of one key as NPY files that grow row by row. */
export type FeatureFiles = {
  readonly folder: string;
  /** Whether a layer is whole. */
  has(layer: string): boolean;
  /** Rows that all of these layers have; whatever one has beyond is cut off. */
  begun(layers: readonly string[]): number;
  /** Adds the rows of one batch: `values` [images of the batch, ...row]. */
  append(layer: string, values: Float32Array, row: readonly number[]): void;
  /** Layers that have all their rows get their names. */
  finish(layers: readonly string[]): void;
  /** The NPY file of a layer that is whole. */
  path(layer: string): string;
  close(): void;
};

const Part = z.strictObject({ row: z.array(z.int().nonnegative()), head: z.int().positive() });

const BYTES = { float32: 4, float16: 2 } as const;

/**
 * Opens the folder of a key, for this process alone. A layer is `LAYER.npy` once it is whole, before that `LAYER.npy.part`,
 * whose length says how many rows there are: what was interrupted goes on.
 *
 * @param count rows of a whole layer
 * @throws EnvironmentError where another process is at it
 */
export function featureFiles(
  folder: string,
  { count, precision }: { readonly count: number; readonly precision: keyof typeof BYTES },
): FeatureFiles {
  makeFolder(folder);
  const unlock = lockRun(folder);
  const open = new Map<string, { readonly file: number; readonly row: readonly number[] }>();
  const at = (layer: string) => join(folder, `${encodeURIComponent(layer)}.npy`);
  const partOf = (layer: string) => {
    const noted = join(folder, `${encodeURIComponent(layer)}.json`);
    if (!existsSync(noted) || !existsSync(`${at(layer)}.part`)) return undefined;
    const { data } = Part.safeParse(JSON.parse(readFileSync(noted, 'utf8')));
    return data;
  };
  const rowBytes = (row: readonly number[]) => row.reduce((size, axis) => size * axis, BYTES[precision]);
  return {
    folder,
    has: (layer) => existsSync(at(layer)),
    begun: (layers) => {
      const rows = layers.map((layer) => {
        const part = partOf(layer);
        if (part === undefined) return 0;
        const file = openSync(`${at(layer)}.part`, 'r+');
        open.set(layer, { file, row: part.row });
        return Math.max(0, Math.floor((fstatSync(file).size - part.head) / rowBytes(part.row)));
      });
      const common = Math.min(count, ...rows);
      for (const layer of layers) {
        const opened = open.get(layer);
        if (opened === undefined) continue;
        if (common > 0) ftruncateSync(opened.file, partOf(layer)!.head + common * rowBytes(opened.row));
        else {
          closeSync(opened.file);
          open.delete(layer);
          rmSync(`${at(layer)}.part`);
        }
      }
      return common;
    },
    append: (layer, values, row) => {
      let opened = open.get(layer);
      if (opened === undefined) {
        const head = npyHead([count, ...row], precision === 'float32' ? '<f4' : '<f2');
        writeFileAtomic(
          join(folder, `${encodeURIComponent(layer)}.json`),
          JSON.stringify({ row, head: head.length }),
        );
        opened = { file: openSync(`${at(layer)}.part`, 'w+'), row };
        open.set(layer, opened);
        writeAll(opened.file, head);
      }
      if (String(opened.row) !== String(row))
        throw new DataError(`features: ${layer} must be [${opened.row}] for every image, got [${row}]`);
      const stored = precision === 'float32' ? values : halfBits(values, `features: ${layer}`);
      writeAll(opened.file, new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
    },
    finish: (layers) => {
      for (const layer of layers) {
        const opened = open.get(layer);
        if (opened === undefined) throw new DataError(`features: ${layer} must have ${count} rows, got none`);
        closeSync(opened.file);
        open.delete(layer);
        renameSync(`${at(layer)}.part`, at(layer));
      }
    },
    path: at,
    close: () => {
      for (const { file } of open.values()) closeSync(file);
      open.clear();
      unlock();
    },
  };
}

/** Appends; files that are opened again are at their end. */
function writeAll(file: number, bytes: Uint8Array): void {
  const end = fstatSync(file).size;
  for (let written = 0; written < bytes.length;)
    written += writeSync(file, bytes, written, bytes.length - written, end + written);
}
