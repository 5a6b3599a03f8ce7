import { tf, type Tensor4D } from '@goal-driven/core';

/** `gate old + (1 - gate) candidate`, with one product less. */
export function blend(gate: Tensor4D, { old, candidate }: { old: Tensor4D; candidate: Tensor4D }): Tensor4D {
  return tf.tidy(() => tf.add(candidate, tf.mul(gate, tf.sub(old, candidate))));
}

/** The channels of a map in so many equal parts. */
export const parts = (x: Tensor4D, count: number): Tensor4D[] => tf.split(x, count, 3);
