import { tf, type Tensor4D } from '@goal-driven/core';
import { z } from 'zod';
import { blend, parts } from './_blend';
import { checkMaps } from './_checkMaps';
import { channelsField, jointFields } from './_fields';
import { jointConvolution, type JointParams } from './_jointConvolution';
import type { CellSite, ConvCell } from './ConvCell';

export const ConvUgrnn = z
  .strictObject({
    kind: z.literal('ugrnn').default('ugrnn'),
    channels: channelsField,
    ...jointFields,
    gateBias: z.number().default(1).meta({ description: 'Added to the drive of the gate', unit: '1' }),
  })
  .meta({ title: 'Convolutional update-gate RNN', source: 'Collins et al. 2017, arXiv:1611.09913' });
export type ConvUgrnn = z.output<typeof ConvUgrnn>;

/** Outputs [2C]: gate, candidate. */
export type ConvUgrnnParams = JointParams;
export type ConvUgrnnHidden = { readonly rates: Tensor4D /* [B, height, width, C] */ };

/** `h' = g h + (1 - g) tanh(k)`, `g = sigmoid(g' + gateBias)`, with `[g', k] = W * [x, h] + b`. */
export function convUgrnn(config: ConvUgrnn, site: CellSite): ConvCell<ConvUgrnnParams, ConvUgrnnHidden> {
  const { size, inputs } = site;
  const { channels = inputs, l2, gateBias } = config;
  const joint = jointConvolution({ inputs, states: channels, outputs: 2 * channels, config });
  return {
    config,
    site,
    channels,
    states: { rates: channels },
    penalties: { '*': l2 },
    init: joint.init,
    project: (params, { input }, pass) => {
      checkMaps('ugrnn', { input }, { size, channels: { input: inputs } });
      return { input: joint.input(params, input, pass) };
    },
    step: (params, { rates }, { drive, observe = false }, pass) =>
      tf.tidy(() => {
        checkMaps('ugrnn', { rates }, { size, channels: { rates: channels } });
        const whole = joint.whole(params, { drive: drive['input']!, state: rates }, pass);
        const [gateDrive, candidateDrive] = parts(whole, 2);
        const gate = tf.sigmoid(tf.add<Tensor4D>(gateDrive!, gateBias));
        const candidate = tf.tanh(candidateDrive!);
        const next = blend(gate, { old: rates, candidate });
        return { output: next, hidden: { rates: next }, ...(observe && { gates: { gate, candidate } }) };
      }),
  };
}
