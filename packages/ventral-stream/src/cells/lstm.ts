import { initialize, tf, type Rng, type Tensor3D, type Tensor4D } from '@goal-driven/core';
import { z } from 'zod';
import { parts } from './_blend';
import { checkMaps } from './_checkMaps';
import { channelsField, jointFields, layerNormField } from './_fields';
import { jointConvolution, type JointParams } from './_jointConvolution';
import { mapNorm, type MapNormParams } from './_mapNorm';
import type { CellSite, ConvCell, MapSize } from './ConvCell';

export const ConvLstm = z
  .strictObject({
    kind: z.literal('lstm').default('lstm'),
    channels: channelsField,
    ...jointFields,
    layerNorm: layerNormField,
    peepholes: z.boolean().default(false).meta({
      description: 'Whether the gates see the cell, each pixel and channel with a weight of its own',
    }),
    forgetBias: z.number().default(1).meta({
      description: 'Added to the drive of the forget gate',
      unit: '1',
    }),
    biasStart: z.number().default(0).meta({ description: 'Start of the learned bias', unit: '1' }),
  })
  .meta({
    title: 'Convolutional LSTM',
    source: 'Shi et al. 2015, arXiv:1506.04214; Nayebi et al. 2022, Neural Computation 34:1652',
  });
export type ConvLstm = z.output<typeof ConvLstm>;

const gateNames = ['input', 'candidate', 'forget', 'output'] as const;
type GateName = (typeof gateNames)[number];

/**
 * Kernels of all gates together, and where the config has them moments [C] of each gate and weights from the
 * state to the gates, one for each unit.
 */
export type ConvLstmParams = JointParams /* outputs [4C]: input, candidate, forget, output */ & {
  readonly norm?: { readonly [name in GateName | 'cell']: MapNormParams };
  readonly peepholes?: {
    readonly [name in Exclude<GateName, 'candidate'>]: Tensor3D /* [height, width, C] */;
  };
};
export type ConvLstmHidden = {
  readonly cell: Tensor4D /* [B, height, width, C] */;
  readonly rates: Tensor4D /* [B, height, width, C] */;
};

/**
 * With `[i, j, f, o] = W * [x, h] + b`, each normed where asked, and `w c` of the peepholes added to i, f and
 * o: `c' = N(sigmoid(f + forgetBias) c + sigmoid(i) tanh(j))`, and the output `h' = tanh(c') sigmoid(o)`.
 *
 * The peephole of the output sees the old cell, as published, not the new one; what is stored is the normed
 * cell. Peepholes, gains and shifts have no penalty.
 */
export function convLstm(config: ConvLstm, site: CellSite): ConvCell<ConvLstmParams, ConvLstmHidden> {
  const { size, inputs } = site;
  const { channels = inputs, l2, biasStart, forgetBias } = config;
  const joint = jointConvolution({
    inputs,
    states: channels,
    outputs: 4 * channels,
    biasStart,
    config,
  });
  return {
    config,
    site,
    channels,
    states: { cell: channels, rates: channels },
    penalties: { kernel: l2, recurrentKernel: l2, bias: l2 },
    init: (rng) => ({ ...joint.init(rng), ...extras(config, { size, channels }, rng) }),
    project: (params, { input }, pass) => {
      checkMaps('lstm', { input }, { size, channels: { input: inputs } });
      return { input: joint.input(params, input, pass) };
    },
    step: (params, { cell, rates }, { drive, observe = false }, pass) =>
      tf.tidy(() => {
        checkMaps('lstm', { cell, rates }, { size, channels: { cell: channels, rates: channels } });
        const whole = joint.whole(params, { drive: drive['input']!, state: rates }, pass);
        const drives = gateDrives(params, { whole, cell });
        const input = tf.sigmoid(drives.input);
        const forget = tf.sigmoid(tf.add<Tensor4D>(drives.forget, forgetBias));
        const candidate = tf.tanh(drives.candidate);
        const output = tf.sigmoid(drives.output);
        const sum: Tensor4D = tf.add(tf.mul(cell, forget), tf.mul(input, candidate));
        const nextCell = params.norm === undefined ? sum : mapNorm.apply(params.norm.cell, sum);
        const next: Tensor4D = tf.mul(tf.tanh(nextCell), output);
        return {
          output: next,
          hidden: { cell: nextCell, rates: next },
          ...(observe && { gates: { input, candidate, forget, output } }),
        };
      }),
  };
}

function gateDrives(
  { norm, peepholes }: ConvLstmParams,
  { whole, cell }: { whole: Tensor4D; cell: Tensor4D },
): { [name in GateName]: Tensor4D } {
  const split = parts(whole, gateNames.length);
  const drive = (name: GateName): Tensor4D => {
    const part = split[gateNames.indexOf(name)]!;
    const normed = norm === undefined ? part : mapNorm.apply(norm[name], part);
    if (peepholes === undefined || name === 'candidate') return normed;
    return tf.add(normed, tf.mul(peepholes[name], cell));
  };
  return {
    input: drive('input'),
    candidate: drive('candidate'),
    forget: drive('forget'),
    output: drive('output'),
  };
}

function extras(
  { layerNorm, peepholes, kernelInitializer }: ConvLstm,
  { size, channels }: { size: MapSize; channels: number },
  rng: Rng,
): Pick<ConvLstmParams, 'norm' | 'peepholes'> {
  const norm = () => mapNorm.init(channels, rng);
  // Of a shape [height, width, C] TensorFlow takes height * width for the fan in.
  const weights = (name: string) =>
    initialize(kernelInitializer, [...size, channels], { rng: rng.child(`peepholes/${name}`) }) as Tensor3D;
  return {
    ...(layerNorm && {
      norm: { input: norm(), candidate: norm(), forget: norm(), output: norm(), cell: norm() },
    }),
    ...(peepholes && {
      peepholes: { input: weights('input'), forget: weights('forget'), output: weights('output') },
    }),
  };
}
