import { GoalDrivenError } from '@goal-driven/core/arrays';
import { syncFile } from '../data/hdf5/syncFile';
import type { Hdf5Entry } from '../data/hdf5/_listHdf5';
import type { Hdf5Value } from '../data/hdf5/Hdf5Value';
import { openHdf5, type Hdf5File } from '../data/hdf5/openHdf5';
import type { FileContents, FileEntry, FormatName } from './FileContents';
import type { Inspected } from './inspectFile';
import { MAX_TEXT } from './_inspectWeights';

/** HDF5 and what is laid out in it: told apart by attributes of the root, MAT by what precedes the file. */
export async function inspectHdf5File({ path, name, file }: Inspected): Promise<FileContents> {
  const source = syncFile(path);
  const head = new TextDecoder('latin1').decode(await file.read(0, Math.min(19, file.size)));
  try {
    const hdf5 = await openHdf5(source, { name, maxBytes: 2 ** 20 });
    try {
      const notes: string[] = [];
      const entries = hdf5.list().map((entry) => entryOf(hdf5, entry, notes));
      return { format: head === 'MATLAB 7.3 MAT-file' ? 'mat73' : formatOf(hdf5), entries, notes };
    } finally {
      hdf5.close();
    }
  } finally {
    source.close();
  }
}

function formatOf(hdf5: Hdf5File): FormatName {
  const has = (name: string, path = '/') => hdf5.attribute(path, name) !== undefined;
  if (has('nwb_version')) return 'nwb';
  if (has('_NCProperties')) return 'netcdf4';
  if (has('layer_names') || (hdf5.kind('/model_weights') === 'group' && has('layer_names', '/model_weights')))
    return 'keras';
  return hdf5.kind('/layers') === 'group' || hdf5.kind('/_layer_checkpoint_dependencies') === 'group'
    ? 'keras'
    : 'hdf5';
}

function entryOf(hdf5: Hdf5File, entry: Hdf5Entry, notes: string[]): FileEntry {
  const { path } = entry;
  if (entry.kind === 'soft link' || entry.kind === 'same')
    return { path, kind: 'link', shape: null, dtype: null, attributes: { target: entry.target } };
  if (entry.kind === 'external link') {
    const attributes = { file: entry.file, target: entry.target };
    return { path, kind: 'link', shape: null, dtype: null, attributes };
  }
  const attached = entry.attributes.map((each) => {
    try {
      return [each, shown(hdf5.attribute(path, each)!)] as const;
    } catch (error) {
      if (!(error instanceof GoalDrivenError)) throw error;
      notes.push(error.message);
      return [each, 'not readable'] as const;
    }
  });
  const attributes = attached.length > 0 ? { attributes: Object.fromEntries(attached) } : {};
  return entry.kind === 'dataset'
    ? { path, kind: 'array', shape: entry.shape, dtype: entry.type, ...attributes }
    : { path, kind: 'group', shape: null, dtype: null, ...attributes };
}

function shown(value: Hdf5Value): string | number {
  if (value.kind === 'empty') return 'empty';
  const single = value.shape.length === 0;
  if (value.kind === 'strings' && single) return value.values[0]!.slice(0, MAX_TEXT);
  if ((value.kind === 'array' || value.kind === 'bool') && single) return Number(value.values[0]);
  return `${value.kind} of [${value.shape}]`;
}
