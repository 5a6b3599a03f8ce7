import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DataError } from '@goal-driven/core/arrays';
import { readRange } from '../ByteSource';
import { openFile, type OpenFile } from '../openFile';
import type { FileContents, FormatName } from './FileContents';
import { inspectHdf5File } from './_inspectHdf5File';
import { inspectImage } from './_inspectImage';
import { inspectMat5 } from './_inspectMat';
import { inspectCsv, inspectJson, inspectTfRecord } from './_inspectTables';
import { inspectNpy, inspectSafetensors, inspectTensorBundle, inspectTorch } from './_inspectWeights';
import { inspectZarr } from './_inspectZarr';
import { inspectZip } from './_inspectZip';
import { HEAD_BYTES, recogniseFormat, TAIL_BYTES } from './recogniseFormat';

/** Entries that are listed of one file. */
const MAX_ENTRIES = 100_000;

/** What an inspector is given. */
export type Inspected = {
  readonly path: string;
  /** What errors call the file: its name without folders. */
  readonly name: string;
  readonly file: OpenFile;
  /** The whole file, at most 2 GiB. */
  readonly bytes: () => Promise<Uint8Array>;
};

const nothingMore = (format: FormatName, note: string) => async (): Promise<FileContents> => ({
  format,
  entries: [],
  notes: [note],
});

const INSPECTORS: { readonly [F in FormatName]?: (file: Inspected) => Promise<FileContents> } = {
  safetensors: inspectSafetensors,
  'torch-old': inspectTorch,
  'tensor-bundle': inspectTensorBundle,
  hdf5: inspectHdf5File,
  mat73: inspectHdf5File,
  mat5: inspectMat5,
  npy: inspectNpy,
  zip: inspectZip,
  csv: inspectCsv,
  json: inspectJson,
  tfrecord: inspectTfRecord,
  png: inspectImage,
  jpeg: inspectImage,
  gif: inspectImage,
  avi: inspectImage,
  pickle: nothingMore(
    'pickle',
    'a pickle of Python is a program, which is not run; convert it to NPZ or NWB where it was made',
  ),
  gzip: nothingMore('gzip', 'compressed by gzip; unpack it first'),
  text: nothingMore('text', 'text without columns'),
};

/**
 * What a file holds, of any format that is read here, told by its contents and not by its name; also a Zarr folder,
 * and a checkpoint of TensorFlow by its `.index`. Numbers are not told. Weights and archives are read for it, the rest in
 * parts. At most 100,000 entries are listed; a note says of more.
 *
 * @throws EnvironmentError where there is no such file or folder
 * @throws DataError for a format that is not known, or a damaged file
 */
export async function inspectFile(path: string): Promise<FileContents> {
  const name = basename(path);
  const status = await stat(path).catch(() => undefined); // what is not there, openFile says
  if (status?.isDirectory()) return bounded(await inspectZarr(path));
  const file = await openFile(path);
  try {
    const head = await readRange(file, 0, Math.min(HEAD_BYTES, file.size), name);
    const tailBytes = Math.min(TAIL_BYTES, file.size);
    const tail = await readRange(file, file.size - tailBytes, tailBytes, name);
    const format = recogniseFormat(head, tail, file.size);
    const inspect = format && INSPECTORS[format];
    if (inspect === undefined) {
      const first = Buffer.from(head.subarray(0, 8)).toString('hex');
      throw new DataError(
        `inspectFile: ${name} must be of a format that is read, got other bytes from byte 0: ${first || 'none'}`,
      );
    }
    return bounded(await inspect({ path, name, file, bytes: () => wholeFile(file, name) }));
  } finally {
    await file.close();
  }
}

function wholeFile(file: OpenFile, name: string): Promise<Uint8Array> {
  if (file.size > 2 ** 31)
    throw new DataError(`${name}: must have at most 2 GiB to be read whole, got ${file.size} bytes of it`);
  return readRange(file, 0, file.size, name);
}

function bounded({ format, entries, notes }: FileContents): FileContents {
  if (entries.length <= MAX_ENTRIES) return { format, entries, notes };
  const note = `${entries.length - MAX_ENTRIES} more entries are not listed`;
  return { format, entries: entries.slice(0, MAX_ENTRIES), notes: [...notes, note] };
}
