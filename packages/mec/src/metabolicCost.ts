import { ConfigError, tf, type Layers, type Scalar } from '@goal-driven/core';

/**
 * Mean squared activity over episodes, timesteps and recurrent units: what it costs a cell to fire.
 *
 * @param layers of the network, [B, T, units]; the recurrent one is `pre_g`, or `g` where that is missing
 * @throws ConfigError for a network without either
 * @source Cueva & Wei 2018, arXiv:1803.07770, regularisation of firing rates
 */
export function metabolicCost(layers: Layers): Scalar {
  const rates = layers['pre_g'] ?? layers['g'];
  if (rates === undefined) {
    throw new ConfigError(
      `metabolicCost: the network must have a layer pre_g or g, got ${Object.keys(layers).join(', ')}`,
    );
  }
  return tf.tidy(() => tf.mean(tf.square(rates)) as Scalar);
}
