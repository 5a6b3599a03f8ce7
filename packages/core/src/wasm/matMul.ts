import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tf } from '../tf';
import type { Kernels } from './Kernels';
import { addressOf, input, makeOutput, wasmKernel, type WasmBackend } from './WasmBackend';

type Attributes = { transposeA: boolean; transposeB: boolean };

/** Matrix products of every transposition, with batches that broadcast. Stock is 15-50 times slower on transposed operands. */
export const batchMatMul = (kernels: Kernels) =>
  wasmKernel<Attributes>('BatchMatMul', ({ inputs, backend, attrs }) =>
    multiply(kernels, backend, input(inputs, 'a'), input(inputs, 'b'), attrs),
  );

/**
 * `a [..., M, K]` times `b [..., K, N]`, each given transposed where `attrs` says so.
 *
 * @throws Error as stock does, for inner sizes that differ and for other types than float32
 */
export function multiply(
  kernels: Kernels,
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  attrs: Attributes,
): TensorInfo {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') {
    throw new Error(`BatchMatMul: operands must be float32 on wasm, got ${a.dtype} and ${b.dtype}`);
  }
  const [rows, depth] = lastTwo(a.shape, attrs.transposeA);
  const [depthB, columns] = lastTwo(b.shape, attrs.transposeB);
  tf.util.assert(
    depth === depthB,
    () => `BatchMatMul: inner sizes must agree, got [${a.shape}] and [${b.shape}]`,
  );
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const output = makeOutput(backend, [...outer, rows, columns]);
  const scratch = kernels.scratch(kernels.gemmScratch(columns, depth));
  const [from, by, to] = [addressOf(backend, a), addressOf(backend, b), addressOf(backend, output)];
  const offsetsA = batchOffsets(a.shape.slice(0, -2), outer);
  const offsetsB = batchOffsets(b.shape.slice(0, -2), outer);
  offsetsA.forEach((offset, index) => {
    kernels.gemm(
      ...([rows, columns, depth] as const),
      ...([from + 4 * offset * rows * depth, ...strides(rows, depth, attrs.transposeA)] as const),
      ...([
        by + 4 * offsetsB[index]! * depth * columns,
        ...strides(depth, columns, attrs.transposeB),
      ] as const),
      ...([to + 4 * index * rows * columns, columns, false] as const),
      scratch,
    );
  });
  return output;
}

function lastTwo(shape: readonly number[], transposed: boolean): [number, number] {
  const [rows, columns] = [shape.at(-2)!, shape.at(-1)!];
  return transposed ? [columns, rows] : [rows, columns];
}

const strides = (rows: number, columns: number, transposed: boolean): [row: number, column: number] =>
  transposed ? [1, rows] : [columns, 1];

/** Which matrix of an operand each matrix of the output takes, where batch axes broadcast. */
function batchOffsets(batch: readonly number[], outer: readonly number[]): number[] {
  const sizes = [...Array<number>(outer.length - batch.length).fill(1), ...batch];
  return outer.reduce<number[]>(
    (offsets, size, axis) =>
      offsets.flatMap((offset) =>
        Array.from({ length: size }, (_, index) => offset * sizes[axis]! + (sizes[axis] === 1 ? 0 : index)),
      ),
    [0],
  );
}
