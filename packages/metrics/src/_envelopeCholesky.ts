/**
 * A symmetric matrix of which each row is stored from its first entry that may differ from 0 to the diagonal.
 * Elimination keeps within this envelope, so a banded block costs what its band costs.
 */
export type Envelope = {
  readonly size: number;
  /** [size], column of the first entry of each row. */
  readonly firsts: Int32Array;
  /** [size], where a row's column 0 would lie in `values`. */
  readonly origins: Int32Array;
  readonly values: Float64Array;
};

export function createEnvelope(firsts: Int32Array): Envelope {
  const origins = new Int32Array(firsts.length);
  let length = 0;
  firsts.forEach((first, row) => {
    origins[row] = length - first;
    length += row - first + 1;
  });
  return { size: firsts.length, firsts, origins, values: new Float64Array(length) };
}

/** Adds to the entry of a row and a column, in either order. */
export function addEntry({ origins, values }: Envelope, a: number, b: number, value: number): void {
  if (a >= b) values[origins[a]! + b]! += value;
  else values[origins[b]! + a]! += value;
}

/**
 * Solves `matrix x = b` for a positive definite matrix, in place: the matrix becomes its Cholesky factor, `b` becomes x.
 *
 * @returns false where the matrix is not positive definite; both are then spoilt
 */
export function solveInPlace({ size, firsts, origins, values }: Envelope, b: Float64Array): boolean {
  for (let row = 0; row < size; row++) {
    const [first, origin] = [firsts[row]!, origins[row]!];
    for (let column = first; column < row; column++) {
      const other = origins[column]!;
      let entry = values[origin + column]!;
      for (let k = Math.max(first, firsts[column]!); k < column; k++) {
        entry -= values[origin + k]! * values[other + k]!;
      }
      values[origin + column] = entry / values[other + column]!;
    }
    let pivot = values[origin + row]!;
    for (let k = first; k < row; k++) pivot -= values[origin + k]! ** 2;
    if (!(pivot > 0)) return false;
    values[origin + row] = Math.sqrt(pivot);
  }
  for (let row = 0; row < size; row++) {
    let entry = b[row]!;
    for (let k = firsts[row]!; k < row; k++) entry -= values[origins[row]! + k]! * b[k]!;
    b[row] = entry / values[origins[row]! + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    b[row] = b[row]! / values[origins[row]! + row]!;
    for (let k = firsts[row]!; k < row; k++) b[k]! -= values[origins[row]! + k]! * b[row]!;
  }
  return true;
}
