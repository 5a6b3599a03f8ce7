import type { LnpVariable } from './lnpDesign';

/**
 * Pairs of neighbouring bins, [a, b] one after the other. Half of the penalty times the squared differences of all pairs
 * is `penalty / 2 theta^T D theta` with the second-difference matrix D of the variable.
 */
export function neighbourPairs({ kind, shape }: Pick<LnpVariable, 'kind' | 'shape'>): Int32Array {
  const pairs: number[] = [];
  if (kind === 'plane') {
    const [rows, columns] = shape as [number, number];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const bin = row * columns + column;
        if (column + 1 < columns) pairs.push(bin, bin + 1);
        if (row + 1 < rows) pairs.push(bin, bin + columns);
      }
    }
    return Int32Array.from(pairs);
  }
  const count = shape[0]!;
  for (let bin = 0; bin + 1 < count; bin++) pairs.push(bin, bin + 1);
  if (kind === 'circle') pairs.push(0, count - 1);
  return Int32Array.from(pairs);
}
