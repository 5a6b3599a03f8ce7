import { DataError, ndArray, readNpy, type NdArray, type TypedArray } from '@goal-driven/core/arrays';
import { openFile } from '@goal-driven/formats/files';

const LARGEST = 2 ** 28;

/**
 * A table of numbers from a file: NPY, told by its first bytes whatever its name (the published matrices are NPY called
 * `.npz`), else rows of numbers between commas.
 *
 * @returns of an NPY file the array as it is; of rows [rows, columns], or [rows] where there is one column
 * @throws DataError for rows of different lengths, for what is no number, or for a file above 256 MiB; EnvironmentError
 *   where the file cannot be read
 */
export async function loadSynapseTable(path: string): Promise<NdArray<TypedArray>> {
  const file = await openFile(path);
  try {
    if (file.size > LARGEST)
      throw new DataError(`${path}: the file must have at most ${LARGEST} bytes, got ${file.size}`);
    const bytes = await file.read(0, file.size);
    const isNpy = bytes[0] === 0x93 && new TextDecoder().decode(bytes.subarray(1, 6)) === 'NUMPY';
    return isNpy ? readNpy(bytes, path) : readRows(new TextDecoder().decode(bytes), path);
  } finally {
    await file.close();
  }
}

function readRows(text: string, path: string): NdArray {
  const rows = text
    .split(/\r?\n/)
    .map((line, at) => ({ cells: line.split(','), at: at + 1, line }))
    .filter(({ line }) => line.trim() !== '');
  const columns = rows[0]?.cells.length ?? 0;
  if (columns === 0) throw new DataError(`${path}: must be NPY or rows of numbers, got an empty file`);
  const values = new Float64Array(rows.length * columns);
  rows.forEach(({ cells, at }, row) => {
    if (cells.length !== columns)
      throw new DataError(`${path}: line ${at} must have ${columns} numbers, got ${cells.length}`);
    cells.forEach((cell, column) => {
      const value = cell.trim() === '' ? NaN : Number(cell);
      if (Number.isNaN(value))
        throw new DataError(
          `${path}: line ${at}, column ${column + 1} must be a number, got ${JSON.stringify(cell.slice(0, 40))}`,
        );
      values[row * columns + column] = value;
    });
  });
  return ndArray(values, columns === 1 ? [rows.length] : [rows.length, columns]);
}
