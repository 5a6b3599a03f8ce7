import { initialize, tf, type Pass, type Rng, type Tensor1D, type Tensor4D } from '@goal-driven/core';
import { z } from 'zod';
import { checkMaps } from './_checkMaps';
import { channelsField, jointFields, layerNormField } from './_fields';
import { mapNorm, type MapNormParams } from './_mapNorm';
import { convolveSame } from './_sameConvolution';
import type { CellSite, ConvCell } from './ConvCell';

export const ConvSimpleRnn = z
  .strictObject({
    kind: z.literal('simpleRnn').default('simpleRnn'),
    channels: channelsField,
    ...jointFields,
    layerNorm: layerNormField,
  })
  .meta({ title: 'Convolutional simple RNN', source: 'Nayebi et al. 2022, Neural Computation 34:1652' });
export type ConvSimpleRnn = z.output<typeof ConvSimpleRnn>;

/**
 * I channels come in, C are the cell's, k is the side of the kernel; `norm` is there where the config has it.
 */
export type ConvSimpleRnnParams = {
  readonly kernel: Tensor4D /* [k, k, I, C] */;
  readonly bias: Tensor1D /* [C] */;
  readonly recurrentKernel: Tensor4D /* [k, k, C, C] */;
  readonly recurrentBias: Tensor1D /* [C] */;
  readonly norm?: MapNormParams;
};
export type ConvSimpleRnnHidden = { readonly rates: Tensor4D /* [B, height, width, C] */ };

/**
 * `h' = elu(N(Wi * x + bi + Ws * h + bs))`, where N is layer normalisation or nothing. Its two kernels are
 * published apart, so each has the fans of its own.
 */
export function convSimpleRnn(
  config: ConvSimpleRnn,
  site: CellSite,
): ConvCell<ConvSimpleRnnParams, ConvSimpleRnnHidden> {
  const { size, inputs } = site;
  const { channels = inputs, l2 } = config;
  return {
    config,
    site,
    channels,
    states: { rates: channels },
    penalties: { kernel: l2, bias: l2, recurrentKernel: l2, recurrentBias: l2 },
    init: (rng) => initial({ config, site, channels, rng }),
    project: ({ kernel, bias, recurrentBias }, { input }, pass) => {
      checkMaps('simpleRnn', { input }, { size, channels: { input: inputs } });
      return tf.tidy(() => ({
        input: tf.add<Tensor4D>(convolveSame(pass.at('kernel'), input, kernel), tf.add(bias, recurrentBias)),
      }));
    },
    step: ({ recurrentKernel, norm }, { rates }, { drive }, pass: Pass) =>
      tf.tidy(() => {
        checkMaps('simpleRnn', { rates }, { size, channels: { rates: channels } });
        const recurrent = convolveSame(pass.at('recurrentKernel'), rates, recurrentKernel);
        const sum: Tensor4D = tf.add(drive['input']!, recurrent);
        const next = tf.elu(norm === undefined ? sum : mapNorm.apply(norm, sum));
        return { output: next, hidden: { rates: next } };
      }),
  };
}

type Start = {
  readonly config: ConvSimpleRnn;
  readonly site: CellSite;
  readonly channels: number;
  readonly rng: Rng;
};

function initial({ config, site, channels, rng }: Start): ConvSimpleRnnParams {
  const { kernelSize: side } = config;
  const drawn = (name: string, rows: number) =>
    initialize(config.kernelInitializer, [side, side, rows, channels], { rng: rng.child(name) }) as Tensor4D;
  const zeros = () => initialize({ kind: 'zeros' }, [channels], { rng }) as Tensor1D;
  return {
    kernel: drawn('kernel', site.inputs),
    bias: zeros(),
    recurrentKernel: drawn('recurrentKernel', channels),
    recurrentBias: zeros(),
    ...(config.layerNorm && { norm: mapNorm.init(channels, rng) }),
  };
}
