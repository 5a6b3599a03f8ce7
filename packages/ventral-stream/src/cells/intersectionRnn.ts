import { tf, type Tensor4D } from '@goal-driven/core';
import { z } from 'zod';
import { blend, parts } from './_blend';
import { checkMaps } from './_checkMaps';
import { jointFields } from './_fields';
import { jointConvolution, type JointParams } from './_jointConvolution';
import type { CellSite, ConvCell } from './ConvCell';

export const IntersectionRnn = z
  .strictObject({
    kind: z.literal('intersectionRnn').default('intersectionRnn'),
    ...jointFields,
    timeBias: z
      .number()
      .default(1)
      .meta({ description: 'Added to the drive of the gate in time', unit: '1' }),
    depthBias: z.number().default(1).meta({
      description: 'Added to the drive of the gate in depth',
      unit: '1',
    }),
  })
  .meta({ title: 'Convolutional intersection RNN', source: 'Collins et al. 2017, arXiv:1611.09913' });
export type IntersectionRnn = z.output<typeof IntersectionRnn>;

/** Outputs [4I]: gate in time, candidate in time, gate in depth, candidate in depth. */
export type IntersectionRnnParams = JointParams;
export type IntersectionRnnHidden = { readonly memory: Tensor4D /* [B, height, width, I] */ };

/**
 * A gate in time and one in depth: with `[p', k', q', y'] = W * [x, h] + b`, the memory is
 * `h' = p h + (1 - p) tanh(k')` and the output `y = q x + (1 - q) relu(y')`, p and q logistic. The output is
 * not the state, and has the channels of the input.
 */
export function intersectionRnn(
  config: IntersectionRnn,
  site: CellSite,
): ConvCell<IntersectionRnnParams, IntersectionRnnHidden> {
  const { size, inputs } = site;
  const { l2, timeBias, depthBias } = config;
  const joint = jointConvolution({ inputs, states: inputs, outputs: 4 * inputs, config });
  return {
    config,
    site,
    channels: inputs,
    states: { memory: inputs },
    penalties: { '*': l2 },
    init: joint.init,
    project: (params, { input }, pass) => {
      checkMaps('intersectionRnn', { input }, { size, channels: { input: inputs } });
      return { input, drive: joint.input(params, input, pass) };
    },
    step: (params, { memory }, { drive, observe = false }, pass) =>
      tf.tidy(() => {
        checkMaps('intersectionRnn', { memory }, { size, channels: { memory: inputs } });
        const whole = joint.whole(params, { drive: drive['drive']!, state: memory }, pass);
        const [timeDrive, memoryDrive, depthDrive, outputDrive] = parts(whole, 4);
        const time = tf.sigmoid(tf.add<Tensor4D>(timeDrive!, timeBias));
        const depth = tf.sigmoid(tf.add<Tensor4D>(depthDrive!, depthBias));
        const candidate = tf.tanh(memoryDrive!);
        return {
          output: blend(depth, { old: drive['input']!, candidate: tf.relu(outputDrive!) }),
          hidden: { memory: blend(time, { old: memory, candidate }) },
          ...(observe && { gates: { time, depth, candidate } }),
        };
      }),
  };
}
