import { DataError } from '@goal-driven/core/arrays';
import { readCsv } from '../data/csv/readCsv';
import { tfExample } from '../data/tfrecord/tfExample';
import { tfRecords } from '../data/tfrecord/tfRecords';
import type { FileContents, FileEntry } from './FileContents';
import type { Inspected } from './inspectFile';

/** How many records there are, and the features of the first where it is a tf.Example. */
export async function inspectTfRecord({ bytes, name }: Inspected): Promise<FileContents> {
  let count = 0;
  let first: Uint8Array | undefined;
  for (const record of tfRecords(await bytes(), name)) {
    first ??= record;
    count++;
  }
  const entries: FileEntry[] = [{ path: '', kind: 'records', shape: [count], dtype: 'bytes' }];
  try {
    for (const [path, feature] of Object.entries(first ? tfExample(first, name) : {})) {
      const shape = feature.kind === 'empty' ? null : [feature.values.length];
      entries.push({ path, kind: 'column', shape, dtype: feature.kind });
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { format: 'tfrecord', entries, notes: ['the records are no tf.Examples'] };
  }
  return { format: 'tfrecord', entries, notes: ['the shapes of features are those of the first record'] };
}

/** An index of safetensors in several files, or any. */
export async function inspectJson({ bytes, name }: Inspected): Promise<FileContents> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await bytes()));
  } catch (error) {
    throw new DataError(`${name}: must be JSON from byte 0 on, got an error: ${(error as Error).message}`);
  }
  const keys = Object.entries(value as { [key: string]: unknown });
  const map = (value as { weight_map?: unknown }).weight_map;
  if (typeof map === 'object' && map !== null) {
    const entries = Object.entries(map).map(([path, file]): FileEntry => ({
      path,
      kind: 'array',
      shape: null,
      dtype: null,
      attributes: { file: String(file) },
    }));
    return { format: 'safetensors-index', entries, notes: ['shapes and types are in the files it names'] };
  }
  const entries = keys.map(([path, each]): FileEntry => ({
    path,
    kind: 'value',
    shape: Array.isArray(each) ? [each.length] : null,
    dtype: Array.isArray(each) ? 'list' : typeof each,
  }));
  return { format: 'json', entries, notes: [] };
}

const DELIMITERS = [',', ';', '\t'] as const;

/** The columns of a table, whose delimiter is the one that its first line has most of; else text. */
export async function inspectCsv({ bytes, name }: Inspected): Promise<FileContents> {
  const file = await bytes();
  const end = file.indexOf(0x0a);
  const first = new TextDecoder().decode(file.subarray(0, end < 0 ? file.length : end));
  const count = (delimiter: string) => first.split(delimiter).length;
  const delimiter = DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
  try {
    const { rows, columns } = readCsv(file, { name, delimiter });
    const entries = Object.entries(columns).map(([path, { type }]): FileEntry => ({
      path,
      kind: 'column',
      shape: [rows],
      dtype: type,
    }));
    return {
      format: 'csv',
      entries,
      notes: delimiter === ',' ? [] : [`delimiter: ${JSON.stringify(delimiter)}`],
    };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { format: 'text', entries: [], notes: [`no table: ${error.message}`] };
  }
}
