import { activations, tf, type ActivationName, type Tensor4D } from '@goal-driven/core';
import { mapNorm, type MapNormParams } from './_mapNorm';
import type { ReciprocalGated } from './ReciprocalGated';

/** What moves a state, [B, height, width, channels] each; a gate that nothing drives has 0 to go by. */
export type GatedUpdate = {
  readonly tau: Tensor4D | undefined;
  readonly gate: Tensor4D | undefined;
  readonly intake: Tensor4D;
  readonly norm: MapNormParams | undefined;
  readonly activation: ActivationName;
};

/**
 * `φ( N( (o + k f(tau)) state + (o + k f(gate)) intake ) )`, and the two factors as the gates: what multiplies the state
 * and what multiplies the intake.
 */
export function gatedState(config: ReciprocalGated) {
  const { tauOffset, tauMultiplier, gateOffset, gateMultiplier } = config;
  return (state: Tensor4D, { tau, gate, intake, norm, activation }: GatedUpdate) => {
    const memory = activations[config.tauActivation](tau ?? tf.zerosLike(state));
    const entry = activations[config.gateActivation](gate ?? tf.zerosLike(state));
    const memoryGate = opening(memory, tauOffset, tauMultiplier);
    const entryGate = opening(entry, gateOffset, gateMultiplier);
    const mixed: Tensor4D = tf.add(tf.mul(memoryGate, state), tf.mul(entryGate, intake));
    const normed = norm === undefined ? mixed : mapNorm.apply(norm, mixed);
    return { state: activations[activation](normed), tau: memoryGate, gate: entryGate };
  };
}

const opening = (x: Tensor4D, offset: number, multiplier: number): Tensor4D =>
  multiplier === -1 ? tf.sub(offset, x) : tf.add(offset, tf.mul(x, multiplier));
