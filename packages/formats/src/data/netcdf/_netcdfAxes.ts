import { hdf5Numbers } from '../hdf5/hdf5Numbers';
import type { Hdf5Value } from '../hdf5/Hdf5Value';
import type { Hdf5File } from '../hdf5/openHdf5';

/** A dimension: an axis that variables share. */
export type NetcdfDimension = { readonly name: string; readonly path: string; readonly length: number };

type Attributes = { readonly [name: string]: Hdf5Value };

/**
 * The dimensions of a file, and which of them are the axes of a dataset: those it lists, those whose numbers it has, or,
 * for what is a dimension itself, its own.
 *
 * @throws DataError when a list leads to no object
 */
export function netcdfAxes(hdf5: Hdf5File) {
  const dimensions: NetcdfDimension[] = [];
  const byNumber = new Map<number, string>();
  for (const entry of hdf5.list()) {
    if (entry.kind !== 'dataset' || !entry.attributes.includes('CLASS')) continue;
    const kind = hdf5.attribute(entry.path, 'CLASS');
    if (kind?.kind !== 'strings' || kind.values[0] !== 'DIMENSION_SCALE') continue;
    const name = nameOf(entry.path);
    dimensions.push({ name, path: entry.path, length: entry.shape?.[0] ?? 0 });
    const number = hdf5.attribute(entry.path, '_Netcdf4Dimid');
    if (number)
      byNumber.set(Number(hdf5Numbers(number, `${hdf5.name}: ${entry.path}@_Netcdf4Dimid`).values[0]), name);
  }
  const paths = new Set(dimensions.map(({ path }) => path));
  const axesOf = (path: string, attributes: Attributes): string[] => {
    const rank = hdf5.dataset(path).shape?.length ?? 0;
    const list = attributes['DIMENSION_LIST'];
    if (list?.kind === 'ragged') {
      return list.values.map((each) =>
        each.kind === 'references' && each.values[0] ? nameOf(hdf5.pathOf(each.values[0], path)) : '',
      );
    }
    const numbers = attributes['_Netcdf4Coordinates'];
    if (numbers?.kind === 'array')
      return Array.from(numbers.values as ArrayLike<number>, (each) => byNumber.get(Number(each)) ?? '');
    return Array.from({ length: rank }, (_, axis) => (axis === 0 && paths.has(path) ? nameOf(path) : ''));
  };
  return { dimensions, axesOf };
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
