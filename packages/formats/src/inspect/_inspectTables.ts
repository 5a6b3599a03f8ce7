import { DataError } from '@goal-driven/core/arrays';
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
