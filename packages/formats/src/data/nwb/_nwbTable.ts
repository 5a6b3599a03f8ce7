import { DataError, sizeOf, type TypedArray } from '@goal-driven/core/arrays';
import { hdf5Numbers } from '../hdf5/hdf5Numbers';
import type { Hdf5Value } from '../hdf5/Hdf5Value';
import type { Hdf5File } from '../hdf5/openHdf5';

/** A table: a row each, columns in the file's order. */
export type NwbTable = {
  readonly ids: Float64Array /* [rows] */;
  /** Each with as many elements on its first axis as there are rows; ragged columns are lists, nested once for each index. */
  readonly columns: { readonly [name: string]: Hdf5Value };
};

/**
 * A DynamicTable with its columns, ragged by their `_index`.
 *
 * @throws DataError when columns are missing, differ in length, or an index leads outside
 */
export function nwbTable(hdf5: Hdf5File, path: string): NwbTable {
  const where = `${hdf5.name}: ${path}`;
  const names = hdf5.attribute(path, 'colnames');
  if (names !== undefined && names.kind !== 'strings' && names.kind !== 'empty') {
    throw new DataError(`${where}@colnames: must be names, got ${names.kind}`);
  }
  const columns =
    names?.kind === 'strings' ? names.values.filter((name) => name !== '') : columnNames(hdf5, path);
  const ids = Float64Array.from(
    hdf5Numbers(hdf5.read(`${path}/id`), `${where}/id`).values as ArrayLike<number>,
    Number,
  );
  const read = columns.map((name): [string, Hdf5Value] => {
    const column = columnOf(hdf5, `${path}/${name}`);
    const rows = column.kind === 'empty' ? 0 : (column.shape[0] ?? 1);
    if (rows !== ids.length)
      throw new DataError(`${where}/${name}: must have a row for each of ${ids.length} ids, got ${rows}`);
    return [name, column];
  });
  return { ids, columns: Object.fromEntries(read) };
}

const columnNames = (hdf5: Hdf5File, path: string): string[] =>
  hdf5
    .keys(path)
    .filter((key) => key !== 'id' && !key.endsWith('_index') && hdf5.kind(`${path}/${key}`) === 'dataset');

function columnOf(hdf5: Hdf5File, path: string): Hdf5Value {
  let value = hdf5.read(path);
  for (let index = `${path}_index`; hdf5.has(index); index += '_index') {
    value = ragged(
      value,
      hdf5Numbers(hdf5.read(index), `${hdf5.name}: ${index}`).values,
      `${hdf5.name}: ${index}`,
    );
  }
  return value;
}

/** Lists of elements, from the end of each. */
function ragged(value: Hdf5Value, ends: TypedArray, where: string): Hdf5Value {
  const total = value.kind === 'empty' ? 0 : (value.shape[0] ?? 1);
  let start = 0;
  const values = Array.from(ends as ArrayLike<number>, (each) => {
    const end = Number(each);
    if (!(end >= start && end <= total))
      throw new DataError(`${where}: ends must grow up to ${total}, got ${end} after ${start}`);
    const list = rowsOf(value, start, end, where);
    start = end;
    return list;
  });
  return { kind: 'ragged', values, shape: [values.length] };
}

/** Elements of the first axis from `start` to before `end`. */
function rowsOf(value: Hdf5Value, start: number, end: number, where: string): Hdf5Value {
  if (value.kind === 'empty') return value;
  const shape = [end - start, ...value.shape.slice(1)];
  if (value.kind === 'compound') {
    const columns = Object.entries(value.columns).map(
      ([name, column]) => [name, rowsOf(column, start, end, where)] as const,
    );
    return { ...value, shape, columns: Object.fromEntries(columns) };
  }
  const width = sizeOf(value.shape.slice(1)) * (value.kind === 'opaque' ? value.width : 1);
  return { ...value, shape, values: value.values.slice(start * width, end * width) } as Hdf5Value;
}
