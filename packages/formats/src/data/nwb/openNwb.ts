import { DataError } from '@goal-driven/core/arrays';
import type { SyncSource } from '../../SyncSource';
import { hdf5Text } from '../hdf5/hdf5Numbers';
import { openHdf5, type Hdf5File, type Hdf5Options } from '../hdf5/openHdf5';
import { nwbSeries, type NwbSeries } from './_nwbSeries';
import { nwbTable, type NwbTable } from './_nwbTable';

/** One object of a file that has a type of NWB's. */
export type NwbObject = { readonly path: string; readonly type: string };

/** An open NWB file. Close it when all was read. */
export type NwbFile = {
  readonly version: string;
  readonly identifier: string;
  /** Text that describes the session and the animal, by path: `/session_start_time`, `/general/subject/species`. */
  readonly about: { readonly [path: string]: string };
  /** Every object with a type of NWB's (`neurodata_type`), such as TimeSeries, SpatialSeries, TimeIntervals. */
  objects(type?: string): NwbObject[];
  /** Sorted units: spike times in seconds, one list for each, and the table's other columns. */
  units(): NwbTable & { readonly spikeTimes: readonly Float64Array[] };
  /** A table: `/intervals/trials`, `/general/extracellular_ephys/electrodes`. */
  table(path: string): NwbTable;
  /** A series of samples in SI units and its times; of a range of samples, where one is given. */
  series(path: string, range?: readonly [start: number, end: number]): NwbSeries;
  /** What stands below: images and all that has no form of its own. */
  readonly hdf5: Hdf5File;
  close(): void;
};

/**
 * Opens a file of Neurodata Without Borders 2. Tables come with their columns, ragged ones as lists; series with their
 * data in SI units and the time of each sample. Any shape will do.
 *
 * @throws DataError when it is no NWB file of version 2, and from the file's functions when a part is not as NWB has it;
 *   and all that `openHdf5` throws
 * @source NWB schema 2.7; HDMF common 1.8
 */
export async function openNwb(from: Uint8Array | SyncSource, options: Hdf5Options = {}): Promise<NwbFile> {
  const hdf5 = await openHdf5(from, { name: 'nwb', ...options });
  try {
    const where = `${hdf5.name}: /`;
    const version = hdf5Text(hdf5.attribute('/', 'nwb_version'), `${where}@nwb_version`);
    if (!version.replace(/^NWB-/, '').startsWith('2.'))
      throw new DataError(`${where}: NWB must be of version 2, got ${version}`);
    return {
      version,
      identifier: hdf5Text(hdf5.read('/identifier'), `${where}identifier`),
      about: aboutOf(hdf5),
      objects: (type) => objectsOf(hdf5).filter((each) => type === undefined || each.type === type),
      units: () => unitsOf(hdf5),
      table: (path) => nwbTable(hdf5, path),
      series: (path, range) => nwbSeries(hdf5, path, range),
      hdf5,
      close: () => hdf5.close(),
    };
  } catch (error) {
    hdf5.close();
    throw error;
  }
}

function aboutOf(hdf5: Hdf5File): { readonly [path: string]: string } {
  const folders = ['/', '/general', '/general/subject'].filter((path) => hdf5.kind(path) === 'group');
  const paths = folders.flatMap((folder) =>
    hdf5.keys(folder).map((key) => `${folder === '/' ? '' : folder}/${key}`),
  );
  const texts = paths.flatMap((path): [string, string][] => {
    if (hdf5.kind(path) !== 'dataset' || !hdf5.dataset(path).type.startsWith('string')) return [];
    const value = hdf5.read(path);
    return value.kind === 'strings' && value.values.length > 0 ? [[path, value.values.join(', ')]] : [];
  });
  return Object.fromEntries(texts);
}

function objectsOf(hdf5: Hdf5File): NwbObject[] {
  return hdf5.list().flatMap((entry) => {
    if ((entry.kind !== 'group' && entry.kind !== 'dataset') || !entry.attributes.includes('neurodata_type'))
      return [];
    const { path } = entry;
    return [
      {
        path,
        type: hdf5Text(hdf5.attribute(path, 'neurodata_type'), `${hdf5.name}: ${path}@neurodata_type`),
      },
    ];
  });
}

function unitsOf(hdf5: Hdf5File): NwbTable & { readonly spikeTimes: readonly Float64Array[] } {
  const table = nwbTable(hdf5, '/units');
  const times = table.columns['spike_times'];
  if (times?.kind !== 'ragged')
    throw new DataError(
      `${hdf5.name}: /units/spike_times: must be lists by spike_times_index, got ${times?.kind ?? 'nothing'}`,
    );
  const spikeTimes = times.values.map((list) => {
    if (list.kind !== 'array')
      throw new DataError(`${hdf5.name}: /units/spike_times: must be numbers, got ${list.kind}`);
    return list.values instanceof Float64Array
      ? list.values
      : Float64Array.from(list.values as ArrayLike<number>, Number);
  });
  return { ...table, spikeTimes };
}
