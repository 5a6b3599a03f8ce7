// A program of somebody else's on the packed packages: one gradient on each backend that npm brings.
import { tf, useBackend, valueAndGrad, type Scalar, type Tensor2D } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';

/** Value and gradient of the squared norm of `point` [1, 2] times a fixed kernel [2, 2]. */
function squaredNorm(): readonly number[] {
  const kernel = tf.tensor2d([1, 1, 0, 1], [2, 2]);
  const { value, grads } = valueAndGrad(
    ({ point }: { point: Tensor2D }) => ({
      value: tf.sum(tf.square(tf.matMul(point, kernel))) as Scalar,
      rest: {},
    }),
    { point: tf.tensor2d([1, -2], [1, 2]) },
  );
  return [...value.dataSync(), ...grads.point.dataSync()];
}

function expectEqual(name: string, got: readonly number[], wanted: readonly number[]): void {
  if (String(got) !== String(wanted)) throw new Error(`${name}: must be ${wanted}, got ${got}`);
}

for (const name of ['cpu', 'wasm'] as const) {
  const { name: started } = await useBackend(name);
  if (started !== name || tf.getBackend() !== name)
    throw new Error(`backend must be ${name}, got ${started}`);
  expectEqual(`gradient on ${name}`, squaredNorm(), [2, 0, -2]);
}
expectEqual('array', ndArray(new Float64Array([1, 2]), [2]).shape, [2]);
