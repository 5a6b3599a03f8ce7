import { maskedCrc32c } from '@goal-driven/core/arrays';
import type { FormatName } from './FileContents';

/** Bytes at the beginning of a file that are enough to tell its format. */
export const HEAD_BYTES = 4096;
/** And at its end. */
export const TAIL_BYTES = 8;

const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** A pickle of torch.save's magic number, 0x1950a86a20f9469cfc6c, with any protocol. */
const TORCH = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
/** The last bytes of a table of LevelDB. */
const TABLE = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];

const MAGIC: readonly (readonly [format: FormatName, bytes: readonly number[] | string, offset?: number])[] =
  [
    ['npy', [0x93, ...'NUMPY'].map((each) => (typeof each === 'string' ? each.charCodeAt(0) : each))],
    ['zip', 'PK\x03\x04'],
    ['mat73', 'MATLAB 7.3 MAT-file'],
    ['mat5', 'MATLAB 5.0 MAT-file'],
    ['hdf5', HDF5],
    ['hdf5', HDF5, 512],
    ['hdf5', HDF5, 1024],
    ['hdf5', HDF5, 2048],
    ['torch-old', TORCH, 2],
    ['parquet', 'PAR1'],
    ['png', '\x89PNG\r\n\x1a\n'],
    ['jpeg', '\xff\xd8\xff'],
    ['gif', 'GIF87a'],
    ['gif', 'GIF89a'],
    ['avi', 'AVI LIST', 8],
    ['gzip', '\x1f\x8b\x08'],
  ];

/**
 * The format of a file by what stands in it, never by its name. Archives are `zip` and HDF5 files `hdf5` here: what kind
 * they are of is told by their contents.
 *
 * @param head the first 4096 bytes, or all
 * @param tail the last 8 bytes, or all
 * @param size of the file, bytes
 * @returns undefined for none that is known
 */
export function recogniseFormat(head: Uint8Array, tail: Uint8Array, size: number): FormatName | undefined {
  const known = MAGIC.find(([, bytes, offset = 0]) => startsWith(head, bytes, offset));
  if (known) return known[0];
  if (size >= 48 && startsWith(tail, TABLE, tail.length - 8)) return 'tensor-bundle';
  if (isSafetensors(head, size)) return 'safetensors';
  if (isTfRecord(head)) return 'tfrecord';
  if (head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5) return 'pickle';
  return textFormat(head, size);
}

function startsWith(bytes: Uint8Array, wanted: readonly number[] | string, offset: number): boolean {
  const codes = typeof wanted === 'string' ? Array.from(wanted, (each) => each.charCodeAt(0)) : wanted;
  return offset >= 0 && codes.every((code, index) => bytes[offset + index] === code);
}

function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length < 10 || head[8] !== 0x7b) return false;
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  return length >= 2n && length <= BigInt(size - 8) && length <= 100_000_000n;
}

function isTfRecord(head: Uint8Array): boolean {
  if (head.length < 16) return false;
  const stored = new DataView(head.buffer, head.byteOffset).getUint32(8, true);
  return maskedCrc32c(head.subarray(0, 8)) === stored;
}

/** JSON, a table whose first line has commas, tabs or semicolons, or any text. */
function textFormat(head: Uint8Array, size: number): FormatName | undefined {
  let text: string;
  try {
    // The last character of the head may be cut.
    text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: size > head.length });
  } catch {
    return undefined;
  }
  if (text === '' || /[\0-\x08\x0e-\x1f]/.test(text)) return undefined;
  if (/^\s*\{/.test(text)) return 'json';
  return /^[^\n]*[,;\t]/.test(text) ? 'csv' : 'text';
}
