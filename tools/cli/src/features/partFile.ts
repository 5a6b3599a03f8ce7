import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { DataError, halfBits, npyHead, writeFileAtomic } from '@goal-driven/core';
import { z } from 'zod';

/** How numbers are stored. */
export type Precision = 'float32' | 'float16';

/** An NPY file that grows row by row, until it has all of them and gets its name. */
export type PartFile = {
  /** Whole rows that are there. */
  readonly rows: number;
  /** Forgets the rows from here on. */
  cut(rows: number): void;
  /** Adds the rows of a batch: `values` [images of the batch, ...row]. */
  append(values: Float32Array, row: readonly number[]): void;
  /** To be called when all rows are there. */
  finish(): void;
  close(): void;
};

const Note = z.strictObject({ row: z.array(z.int().nonnegative()), head: z.int().positive() });
type Note = z.output<typeof Note>;

const BYTES = { float32: 4, float16: 2 } as const;
const TYPES = { float32: '<f4', float16: '<f2' } as const;

/**
 * The file of a layer, `PATH.part` while it grows, and what a row is beside it, `PATH.json`: the length of the file says how
 * many rows there are, so that what was interrupted goes on.
 *
 * @param count rows of the whole
 */
export function partFile(
  path: string,
  {
    layer,
    count,
    precision,
  }: { readonly layer: string; readonly count: number; readonly precision: Precision },
): PartFile {
  const part = `${path}.part`;
  const rowBytes = ({ row }: Note) => row.reduce((size, axis) => size * axis, BYTES[precision]);
  let note = existsSync(part) ? readNote(`${path}.json`) : undefined;
  let file = note === undefined ? undefined : openSync(part, 'r+');
  const begin = (row: readonly number[]): number => {
    const head = npyHead([count, ...row], TYPES[precision]);
    note = { row: [...row], head: head.length };
    writeFileAtomic(`${path}.json`, JSON.stringify(note));
    file = openSync(part, 'w+');
    writeAtEnd(file, head);
    return file;
  };
  const close = () => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    get rows() {
      if (file === undefined) return 0;
      return Math.max(0, Math.floor((fstatSync(file).size - note!.head) / rowBytes(note!)));
    },
    cut: (rows) => {
      if (rows === 0)
        close(); // begins anew, whatever a row is then
      else if (file !== undefined) ftruncateSync(file, note!.head + rows * rowBytes(note!));
    },
    append: (values, row) => {
      const opened = file ?? begin(row);
      if (String(note!.row) !== String(row))
        throw new DataError(`features: ${layer} must be [${note!.row}] for every image, got [${row}]`);
      const stored = precision === 'float32' ? values : halfBits(values, `features: ${layer}`);
      writeAtEnd(opened, new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
    },
    finish: () => {
      if (file === undefined) throw new DataError(`features: ${layer} must have ${count} rows, got none`);
      fsyncSync(file); // a whole layer is never looked at again
      close();
      renameSync(part, path);
    },
    close,
  };
}

function readNote(path: string): Note | undefined {
  try {
    return Note.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined; // without it the part begins anew
  }
}

function writeAtEnd(file: number, bytes: Uint8Array): void {
  const end = fstatSync(file).size;
  for (let written = 0; written < bytes.length;)
    written += writeSync(file, bytes, written, bytes.length - written, end + written);
}
