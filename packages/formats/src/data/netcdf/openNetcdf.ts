import { DataError, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import type { SyncSource } from '../../SyncSource';
import { hdf5Numbers } from '../hdf5/hdf5Numbers';
import type { Hdf5Value } from '../hdf5/Hdf5Value';
import { openHdf5, type Hdf5File, type Hdf5Options } from '../hdf5/openHdf5';
import type { Hdf5Slice } from '../hdf5/Hdf5Slice';
import { netcdfAxes, type NetcdfDimension } from './_netcdfAxes';

/** A variable of a NetCDF-4 file, without its data. */
export type NetcdfVariable = {
  readonly path: string;
  /** Names of its axes; empty for an axis that has none. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly type: string;
  /** As the file gives them, without those that NetCDF keeps its dimensions in. */
  readonly attributes: { readonly [name: string]: Hdf5Value };
};

/** An open NetCDF-4 file. Close it when all was read. */
export type NetcdfFile = {
  readonly attributes: { readonly [name: string]: Hdf5Value };
  readonly dimensions: readonly NetcdfDimension[];
  readonly variables: readonly NetcdfVariable[];
  /** A variable, or a slice of it, as it is stored. */
  read(path: string, slice?: Hdf5Slice): Hdf5Value;
  /** Its numbers as they are meant: NaN where nothing was measured, else times `scale_factor` plus `add_offset`. */
  numbers(path: string, slice?: Hdf5Slice): NdArray<Float64Array>;
  readonly hdf5: Hdf5File;
  close(): void;
};

const OWN = new Set([
  'CLASS',
  'NAME',
  'DIMENSION_LIST',
  'REFERENCE_LIST',
  '_Netcdf4Dimid',
  '_Netcdf4Coordinates',
  '_NCProperties',
  '_nc3_strict',
]);
/** How NetCDF marks a dimension without values of its own. */
export const NO_VARIABLE = 'This is a netCDF dimension but not a netCDF variable';

/**
 * Opens a NetCDF-4 file: variables with the names of their axes, of all groups. Files of NetCDF 3 are not read.
 * Any shape will do.
 *
 * @throws DataError when it is no HDF5 file or its dimensions are damaged; from `numbers`, for a variable that has none;
 *   and all that `openHdf5` throws
 * @source NetCDF-4 format specification; CF conventions 1.11, sections 2.5.1 and 8.1
 */
export async function openNetcdf(
  from: Uint8Array | SyncSource,
  options: Hdf5Options = {},
): Promise<NetcdfFile> {
  const hdf5 = await openHdf5(from, { name: 'netcdf', ...options });
  try {
    const { dimensions, axesOf } = netcdfAxes(hdf5);
    const variables = hdf5.list().flatMap((entry): NetcdfVariable[] => {
      if (entry.kind !== 'dataset') return [];
      const all = hdf5.attributes(entry.path);
      const name = all['NAME'];
      if (name?.kind === 'strings' && name.values[0]?.startsWith(NO_VARIABLE)) return [];
      const shape = entry.shape ?? [];
      return [
        {
          path: entry.path.replace('_nc4_non_coord_', ''),
          axes: axesOf(entry.path, all),
          shape,
          type: entry.type,
          attributes: own(all),
        },
      ];
    });
    const stored = (path: string) => {
      const slash = path.lastIndexOf('/') + 1;
      const hidden = `${path.slice(0, slash)}_nc4_non_coord_${path.slice(slash)}`;
      return hdf5.has(hidden) ? hidden : path;
    };
    return {
      attributes: own(hdf5.attributes('/')),
      dimensions,
      variables,
      read: (path, slice) => hdf5.read(stored(path), slice),
      numbers: (path, slice) => meant(hdf5, stored(path), slice),
      hdf5,
      close: () => hdf5.close(),
    };
  } catch (error) {
    hdf5.close();
    throw error;
  }
}

const own = (attributes: { readonly [name: string]: Hdf5Value }) =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !OWN.has(name)));

function meant(hdf5: Hdf5File, path: string, slice?: Hdf5Slice): NdArray<Float64Array> {
  const { values, shape } = hdf5Numbers(hdf5.read(path, slice), `${hdf5.name}: ${path}`);
  const attribute = (name: string): TypedArray | undefined => {
    const value = hdf5.attribute(path, name);
    return value && hdf5Numbers(value, `${hdf5.name}: ${path}@${name}`).values;
  };
  const missing = new Set<number>(
    [attribute('_FillValue'), attribute('missing_value')].flatMap((each) =>
      each ? Array.from(each as ArrayLike<number>, Number) : [],
    ),
  );
  const [scale, offset] = [attribute('scale_factor'), attribute('add_offset')].map(
    (each) => each && Number(each[0]),
  );
  if (Number.isNaN(scale) || Number.isNaN(offset))
    throw new DataError(`${hdf5.name}: ${path}: scale and offset must be numbers, got NaN`);
  const meaning = (value: number | bigint) => {
    const number = Number(value);
    return missing.has(number) ? NaN : number * (scale ?? 1) + (offset ?? 0);
  };
  return { values: Float64Array.from(values as ArrayLike<number>, meaning), shape };
}
