import { ConfigError, leafAt, tf, type Scalar, type Tree } from '@goal-driven/core';
import { z } from 'zod';

export const WeightDecay = z
  .strictObject({
    of: z.enum(['recurrent', 'bias', 'readout', 'none']).default('recurrent').meta({
      description:
        "The cell's recurrent kernel, its bias (the published UGRNN's quirk), all kernels after the cell (Banino et al. 2018), or nothing",
    }),
    rate: z
      .number()
      .nonnegative()
      .default(1e-4)
      .meta({ description: 'Factor on the sum of squares, lambda', unit: '1' }),
  })
  .meta({
    title: 'Penalty on a weight of the recurrent cell',
    source: 'Sorscher et al. 2019; Nayebi et al. 2021',
  });
export type WeightDecay = z.output<typeof WeightDecay>;

const PATHS = {
  recurrent: ['cell/recurrentKernel'],
  bias: ['cell/bias'],
  readout: ['dense/kernel', 'decoder/kernel', 'headingDecoder/kernel'],
} as const;

/**
 * `lambda * sum(Q^2)`: a sum and not a mean, without 1/2. The original penalises the second weight of the
 * recurrent layer in Keras' order, which in the UGRNN is the bias; name that with `of: 'bias'`.
 *
 * @throws ConfigError when the network has no such weight
 * @differs the published UGRNN decays its bias; the default here is its recurrent kernel
 */
export function weightPenalty({ of, rate }: WeightDecay, params: Tree): Scalar {
  if (of === 'none') return tf.scalar(0);
  const weights = PATHS[of].flatMap((path) => leafAt(params, path) ?? []);
  if (weights.length === 0) {
    throw new ConfigError(
      `weightPenalty: decay of '${of}' needs a weight at ${PATHS[of].join(' or ')}, got a cell without it`,
    );
  }
  return tf.tidy(
    () =>
      tf.mul(
        weights.map((weight) => tf.sum(tf.square(weight))).reduce((sum, squares) => tf.add(sum, squares)),
        rate,
      ) as Scalar,
  );
}
