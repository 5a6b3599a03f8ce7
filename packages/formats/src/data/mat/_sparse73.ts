import { matShape, numbersAt, refused, type Mat73 } from './_mat73';
import type { MatSparse } from './MatValue';

/**
 * A sparse matrix: a group of `ir`, `jc` and `data`, its rows in an attribute; without entries `jc` alone.
 *
 * @throws DataError when they do not fit together
 */
export function sparse73(mat: Mat73, path: string, logical: boolean): MatSparse {
  const { file } = mat;
  const height = Number(numbersAt(mat, path, file.attribute(path, 'MATLAB_sparse')!).values[0]);
  const starts = indices(mat, `${path}/jc`);
  const entries = starts.at(-1) ?? 0;
  const rows = entries === 0 ? new Int32Array(0) : indices(mat, `${path}/ir`).slice(0, entries);
  const data =
    entries === 0 ? { values: new Float64Array(0), imaginary: undefined } : parts(mat, `${path}/data`);
  const disorder = starts.some((start, column) => start < (starts[column - 1] ?? 0));
  if (
    starts[0] !== 0 ||
    disorder ||
    rows.length !== entries ||
    rows.some((row) => row < 0 || row >= height)
  ) {
    throw refused(
      mat,
      path,
      'rows and column starts must lie in the matrix',
      `${rows.length} rows of ${entries} entries`,
    );
  }
  const values = Float64Array.from(data.values, Number).slice(0, entries);
  if (values.length !== entries)
    throw refused(mat, path, `${entries} values must follow`, `${values.length}`);
  const common = {
    kind: 'sparse',
    logical,
    shape: [height, starts.length - 1],
    rows,
    columnStarts: starts,
    values,
  } as const;
  if (data.imaginary === undefined) return common;
  return { ...common, imaginary: Float64Array.from(data.imaginary, Number).slice(0, entries) };
}

function parts(mat: Mat73, path: string) {
  const value = mat.file.read(path);
  if (value.kind !== 'compound') return { ...numbersAt(mat, path, value), imaginary: undefined };
  const { real, imag } = value.columns;
  if (real === undefined || imag === undefined)
    throw refused(mat, path, 'a compound must have real and imag', 'others');
  return { ...numbersAt(mat, path, real), imaginary: numbersAt(mat, path, imag).values as Float64Array };
}

function indices(mat: Mat73, path: string): Int32Array {
  const { values, shape } = numbersAt(mat, path, mat.file.read(path));
  if (matShape(shape)[1] !== 1) throw refused(mat, path, 'indices must be a list', `[${shape}]`);
  mat.budget.take(4 * values.length, path);
  const list = Int32Array.from(values as ArrayLike<number>, Number);
  const wrong = list.findIndex((index, at) => BigInt(index) !== BigInt(values[at]!));
  if (wrong >= 0) throw refused(mat, path, 'indices must be below 2^31', String(values[wrong]));
  return list;
}
