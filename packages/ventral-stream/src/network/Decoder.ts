import { z } from 'zod';

const temperature = z.number().positive().default(1).meta({
  description: 'Factor on the logits before the softmax, where it is not learned: beta',
  unit: '1',
});
const learned = z.boolean().default(false).meta({
  description: 'Whether beta is a parameter, that starts uniformly between 0 and 1',
});
const confident = { beta: temperature, learned };

/**
 * From the logits of the last timesteps, `z[t, k]`, to one answer. `p = softmax_k(beta z[t])`, `m[t] = max_k p[t, k]`.
 * All of them give logits, rows of z or mixtures of rows.
 *
 * - `last`: the last step.
 * - `maxConfidence` (published as tmaxconf): the step of the greatest m, the first of several.
 * - `threshold` (dthresh): the first step whose m reaches the threshold; where none does, as `maxConfidence`.
 * - `timeMax`: for every class the step of its greatest p.
 * - `weightedAverage`: for every class the mean over timesteps weighted by `softmax_t(beta z[:, k])`.
 * - `learnedAverage`: weights `sigmoid(A) / sum_t sigmoid(A)` with a learned A [timesteps, classes].
 * - `confidenceAverage`: weights `softmax_t(beta2 m)`.
 * - `mlp`: 250 units (elu) over all timesteps and classes.
 * - `conv1d`: convolutions over time of widths 2 to 6, 4 filters each, the greatest value over time, a linear layer. Its
 *   penalty is published without saying on what; ours is on all kernels and biases, as those of base convolutions are.
 * - `sum`, `mean`: over the timesteps.
 */
export const Decoder = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('last') }),
    z.strictObject({ kind: z.literal('maxConfidence'), ...confident }),
    z.strictObject({
      kind: z.literal('threshold'),
      threshold: z.number().min(0).max(1).default(0.9).meta({ description: 'Confidence that suffices' }),
      ...confident,
    }),
    z.strictObject({ kind: z.literal('timeMax'), ...confident }),
    z.strictObject({ kind: z.literal('weightedAverage'), ...confident }),
    z.strictObject({ kind: z.literal('learnedAverage') }),
    z.strictObject({ kind: z.literal('confidenceAverage'), ...confident }),
    z.strictObject({ kind: z.literal('mlp'), units: z.int().positive().default(250) }),
    z.strictObject({
      kind: z.literal('conv1d'),
      filters: z.int().positive().default(4),
      l2: z.number().nonnegative().default(1e-4).meta({
        description: 'Factor λ of the penalty λ/2 Σ w² on kernels and biases',
        unit: '1',
      }),
    }),
    z.strictObject({ kind: z.literal('sum') }),
    z.strictObject({ kind: z.literal('mean') }),
  ])
  .meta({ title: 'Decoder', source: 'Nayebi et al. 2018; the published code' });
export type Decoder = z.output<typeof Decoder>;
