import { tf, type Tensor4D } from '@goal-driven/core';
import { z } from 'zod';
import { blend, parts } from './_blend';
import { checkMaps } from './_checkMaps';
import { channelsField, jointFields } from './_fields';
import { jointConvolution, type JointParams } from './_jointConvolution';
import type { CellSite, ConvCell } from './ConvCell';

export const ConvGru = z
  .strictObject({
    kind: z.literal('gru').default('gru'),
    channels: channelsField,
    ...jointFields,
    resetBias: z.number().default(1).meta({ description: 'Added to the drive of the reset gate', unit: '1' }),
    gateBiasStart: z.number().default(1).meta({
      description: 'Start of the learned bias of both gates',
      unit: '1',
    }),
  })
  .meta({ title: 'Convolutional GRU', source: 'Nayebi et al. 2022, Neural Computation 34:1652' });
export type ConvGru = z.output<typeof ConvGru>;

export type ConvGruParams = {
  /** Outputs [2C]: reset, update. */
  readonly gates: JointParams;
  /** Outputs [C]; its recurrent kernel sees the state after the reset gate. */
  readonly candidate: JointParams;
};
export type ConvGruHidden = { readonly rates: Tensor4D /* [B, height, width, C] */ };

/**
 * `h' = u h + (1 - u) k` with `[r, u]` the logistic of `Wg * [x, h] + bg` (1 more for r), and the candidate
 * `k = tanh(Wc * [x, r h] + bc)`.
 *
 * @differs core's GRU has update before reset, and by default resets after the product
 */
export function convGru(config: ConvGru, site: CellSite): ConvCell<ConvGruParams, ConvGruHidden> {
  const { size, inputs } = site;
  const { channels = inputs, l2, resetBias, gateBiasStart: biasStart } = config;
  const at = { inputs, states: channels, config };
  const gates = jointConvolution({ ...at, outputs: 2 * channels, biasStart });
  const candidate = jointConvolution({ ...at, outputs: channels });
  return {
    config,
    site,
    channels,
    states: { rates: channels },
    penalties: { '*/*': l2 },
    init: (rng) => ({
      gates: gates.init(rng.child('gates')),
      candidate: candidate.init(rng.child('candidate')),
    }),
    project: (params, { input }, pass) => {
      checkMaps('gru', { input }, { size, channels: { input: inputs } });
      return {
        gates: gates.input(params.gates, input, pass.at('gates')),
        candidate: candidate.input(params.candidate, input, pass.at('candidate')),
      };
    },
    step: (params, { rates }, { drive, observe = false }, pass) =>
      tf.tidy(() => {
        checkMaps('gru', { rates }, { size, channels: { rates: channels } });
        const gateDrive = { drive: drive['gates']!, state: rates };
        const [resetDrive, updateDrive] = parts(gates.whole(params.gates, gateDrive, pass.at('gates')), 2);
        const reset = tf.sigmoid(tf.add<Tensor4D>(resetDrive!, resetBias));
        const update = tf.sigmoid(updateDrive!);
        const candidateDrive = { drive: drive['candidate']!, state: tf.mul<Tensor4D>(reset, rates) };
        const proposed = tf.tanh(candidate.whole(params.candidate, candidateDrive, pass.at('candidate')));
        const next = blend(update, { old: rates, candidate: proposed });
        return {
          output: next,
          hidden: { rates: next },
          ...(observe && { gates: { reset, update, candidate: proposed } }),
        };
      }),
  };
}
