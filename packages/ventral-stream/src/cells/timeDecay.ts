import { initialize, tf, type Tensor1D, type Tensor4D } from '@goal-driven/core';
import { z } from 'zod';
import { checkMaps } from './_checkMaps';
import type { CellSite, ConvCell } from './ConvCell';

export const TimeDecay = z
  .strictObject({
    kind: z.literal('timeDecay').default('timeDecay'),
    start: z.number().default(0).meta({ description: 'Start of the decay τ', unit: '1 per step' }),
  })
  .meta({ title: 'Time decay', source: 'Nayebi et al. 2018, NeurIPS' });
export type TimeDecay = z.output<typeof TimeDecay>;

export type TimeDecayParams = { readonly decay: Tensor1D /* [1] */ };
export type TimeDecayHidden = { readonly trace: Tensor4D /* [B, height, width, I] */ };

/**
 * The least recurrence: `s' = τ s + x`, and s' is the output. One learned τ for the whole node; where it is 0
 * the node is feed-forward.
 */
export function timeDecay(config: TimeDecay, site: CellSite): ConvCell<TimeDecayParams, TimeDecayHidden> {
  const { size, inputs } = site;
  return {
    config,
    site,
    channels: inputs,
    states: { trace: inputs },
    penalties: {},
    init: (rng) => ({
      decay: initialize({ kind: 'constant', value: config.start }, [1], { rng }) as Tensor1D,
    }),
    project: (_params, { input }) => {
      checkMaps('timeDecay', { input }, { size, channels: { input: inputs } });
      return { input };
    },
    step: ({ decay }, { trace }, { drive }) =>
      tf.tidy(() => {
        checkMaps('timeDecay', { trace }, { size, channels: { trace: inputs } });
        const next: Tensor4D = tf.add(tf.mul(decay, trace), drive['input']!);
        return { output: next, hidden: { trace: next } };
      }),
  };
}
