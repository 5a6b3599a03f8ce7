import { ConfigError, DataError, ndArray } from '@goal-driven/core/arrays';
import { upperGram } from './_gram';
import {
  columnMeans,
  columnsOf,
  dotAt,
  minusRow,
  mirrorUpper,
  requireFinite,
  rowsOf,
  type Matrix,
} from './_matrix';
import { allEqual, meanOf } from './_vectors';

export type RdmOptions = {
  /**
   * `correlation` is 1 - Pearson's r over units, 0 .. 2; `cosine` is 1 - the cosine, 0 .. 2; `euclidean` is the
   * plain distance; `meanSquared` is its square over the number of units.
   */
  readonly distance?: 'correlation' | 'cosine' | 'euclidean' | 'meanSquared';
  /** What becomes of a stimulus without a defined distance: a constant row (correlation), a zero row (cosine). */
  readonly undefinedRows?: 'error' | 'nan';
};

/**
 * Representational dissimilarity matrix: the distance of the responses to each pair of stimuli.
 *
 * @param responses [stimuli, units], at least 2 units for `correlation`
 * @returns [stimuli, stimuli], symmetric, diagonal 0; rows and columns of undefined stimuli NaN where asked for
 * @throws DataError naming the first stimulus without a defined distance, or an entry that is not finite; ConfigError
 *   for an unknown distance
 * @source Kriegeskorte, Mur & Bandettini 2008, Frontiers in Systems Neuroscience 2
 */
export function rdm(
  responses: Matrix,
  { distance = 'correlation', undefinedRows = 'error' }: RdmOptions = {},
): Matrix {
  requireFinite('rdm', 'responses', responses, 2);
  if (distance === 'euclidean' || distance === 'meanSquared') {
    const squared = squaredDistances(responses);
    const units = columnsOf(responses);
    const { values } = squared;
    for (let at = 0; at < values.length; at++)
      values[at] = distance === 'euclidean' ? Math.sqrt(values[at]!) : values[at]! / units;
    return squared;
  }
  if (distance !== 'correlation' && distance !== 'cosine') {
    throw new ConfigError(
      `rdm: distance must be correlation, cosine, euclidean or meanSquared, got ${String(distance)}`,
    );
  }
  const directions = unitRows(responses, distance === 'correlation');
  const undefinedRow = directions.undefinedRows.indexOf(1);
  if (undefinedRow >= 0 && undefinedRows === 'error') {
    const want = distance === 'correlation' ? 'vary over units' : 'not be zero';
    throw new DataError(
      `rdm: every response must ${want}, got one that does not at stimulus ${undefinedRow}`,
    );
  }
  return angularDistances(directions);
}

/**
 * Squared distances of all pairs of rows, from the products of centred rows; those of close rows, for which products
 * cancel, from differences. Relative error below 1e-13.
 */
export function squaredDistances(matrix: Matrix): Matrix {
  const n = rowsOf(matrix);
  const centred = minusRow(matrix, columnMeans(matrix));
  const lengths = squaredLengths(centred);
  const result = upperGram(centred);
  const { values } = result;
  for (let i = 0; i < n; i++) {
    const own = lengths[i]!;
    values[i * n + i] = 0;
    for (let j = i + 1, at = i * n + j; j < n; j++, at++) {
      const sum = own + lengths[j]!;
      const fromProducts = sum - 2 * values[at]!;
      values[at] = fromProducts > 1e-2 * sum ? fromProducts : squaredDistance(matrix, i, j);
    }
  }
  mirrorUpper(values, n);
  return result;
}

function squaredLengths({ values, shape }: Matrix): Float64Array {
  const units = shape[1]!;
  const lengths = new Float64Array(shape[0]!);
  for (let i = 0, at = 0; i < lengths.length; i++) {
    let sum = 0;
    for (let k = 0; k < units; k++, at++) sum += values[at]! * values[at]!;
    lengths[i] = sum;
  }
  return lengths;
}

function squaredDistance({ values, shape }: Matrix, i: number, j: number): number {
  const units = shape[1]!;
  let sum = 0;
  for (let k = 0, a = i * units, b = j * units; k < units; k++) {
    const difference = values[a++]! - values[b++]!;
    sum += difference * difference;
  }
  return sum;
}

type UnitRows = { readonly rows: Matrix; readonly undefinedRows: Uint8Array };

function unitRows(responses: Matrix, centred: boolean): UnitRows {
  const [n, units] = [rowsOf(responses), columnsOf(responses)];
  const rows = ndArray(Float64Array.from(responses.values), responses.shape);
  const undefinedRows = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const row = rows.values.subarray(i * units, (i + 1) * units);
    const flat = centred ? allEqual(row) : row.every((value) => value === 0);
    const mean = centred ? meanOf(row) : 0;
    let largest = 0;
    for (let k = 0; k < units; k++) largest = Math.max(largest, Math.abs(row[k]! - mean));
    for (let k = 0; k < units; k++) row[k] = (row[k]! - mean) / largest;
    const norm = Math.sqrt(dotAt(row, 0, row, 0, units));
    for (let k = 0; k < units; k++) row[k] = flat ? NaN : row[k]! / norm;
    if (flat) undefinedRows[i] = 1;
  }
  return { rows, undefinedRows };
}

function angularDistances({ rows, undefinedRows }: UnitRows): Matrix {
  const n = rowsOf(rows);
  const result = upperGram(rows);
  const { values } = result;
  for (let i = 0; i < n; i++) {
    values[i * n + i] = undefinedRows[i] ? NaN : 0;
    for (let at = i * n + i + 1; at < (i + 1) * n; at++) {
      const cosine = values[at]!;
      values[at] = cosine > 1 ? 0 : cosine < -1 ? 2 : 1 - cosine;
    }
  }
  mirrorUpper(values, n);
  return result;
}
