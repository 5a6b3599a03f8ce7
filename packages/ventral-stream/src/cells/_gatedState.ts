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

/** `φ( N( (o + k f(tau)) state + (o + k f(gate)) intake ) )`, and the two gates after their nonlinearity. */
export function gatedState(config: ReciprocalGated) {
  const { tauOffset, tauMultiplier, gateOffset, gateMultiplier } = config;
  return (state: Tensor4D, { tau, gate, intake, norm, activation }: GatedUpdate) => {
    const memoryGate = activations[config.tauActivation](tau ?? tf.zerosLike(state));
    const intakeGate = activations[config.gateActivation](gate ?? tf.zerosLike(state));
    const kept = tf.mul(opening(memoryGate, tauOffset, tauMultiplier), state);
    const taken = tf.mul(opening(intakeGate, gateOffset, gateMultiplier), intake);
    const mixed: Tensor4D = tf.add(kept, taken);
    const normed = norm === undefined ? mixed : mapNorm.apply(norm, mixed);
    return { state: activations[activation](normed), tau: memoryGate, gate: intakeGate };
  };
}

const opening = (gate: Tensor4D, offset: number, multiplier: number): Tensor4D =>
  multiplier === -1 ? tf.sub(offset, gate) : tf.add(offset, tf.mul(gate, multiplier));
