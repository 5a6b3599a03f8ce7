// A program of somebody else's on the packed packages: one gradient on the cpu backend, and on wasm.
import { tf, valueAndGrad, type Scalar, type Tensor1D } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';

function gradientOfSquares(): readonly number[] {
  const { value, grads } = valueAndGrad(
    ({ point }: { point: Tensor1D }) => ({ value: tf.sum(tf.square(point)) as Scalar, rest: {} }),
    { point: tf.tensor1d([1, -2]) },
  );
  return [...value.dataSync(), ...grads.point.dataSync()];
}

function expectEqual(name: string, got: readonly number[], wanted: readonly number[]): void {
  if (String(got) !== String(wanted)) throw new Error(`${name}: must be ${wanted}, got ${got}`);
}

await tf.setBackend('cpu');
expectEqual('gradient on cpu', gradientOfSquares(), [5, 2, -4]);
expectEqual('array', ndArray(new Float64Array([1, 2]), [2]).shape, [2]);
