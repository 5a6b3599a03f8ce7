import { tf, type Tensor2D } from '@goal-driven/core';
import { unitRows } from './unitRows';

// The small inputs of the specification's golden vectors (11.4).
export const table = (rows: number, columns: number, of: (row: number, column: number) => number): Tensor2D =>
  tf.tensor2d(
    Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => of(row, column))),
  );
/** z [4, 3] before its rows get length 1. */
export const rawZ = () => table(4, 3, (a, b) => Math.sin(1.3 * a + 0.7 * b + 0.2 * a * b + 0.1));
/** The other view of Barlow Twins and VICReg, [4, 3]. */
export const rawZ2 = () => table(4, 3, (a, b) => Math.sin(1.25 * a + 0.75 * b + 0.2 * a * b));
export const unitZ = () => unitRows(rawZ());
export const unitQ = () => unitRows(table(4, 3, (a, b) => Math.cos(0.9 * a + 0.4 * b)));

export const numberOf = (scalar: { dataSync(): ArrayLike<number> }): number => scalar.dataSync()[0]!;

/** The result of `f`, and what its tensors leave behind besides `kept`. */
export function leftBy<T>(f: () => T): { result: T; left: number } {
  const before = tf.memory().numTensors;
  const result = f();
  return { result, left: tf.memory().numTensors - before };
}
