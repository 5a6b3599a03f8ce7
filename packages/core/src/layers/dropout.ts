import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { float32Of } from '../float32Of';
import type { Pass } from '../Pass';
import { tf } from '../tf';

export const Dropout = z
  .strictObject({
    rate: z.number().min(0).lt(1).meta({ description: 'Share of units silenced while training', unit: '1' }),
  })
  .meta({ title: 'Dropout', source: 'Srivastava et al. 2014, JMLR 15; inverted, as in Keras and PyTorch' });
export type Dropout = z.output<typeof Dropout>;

/** Silences units at random while training and scales the others by 1 / (1 - rate); otherwise does nothing. */
export function dropout({ rate }: Dropout) {
  return {
    /** The same pass at the same path silences the same units. */
    apply: <X extends Tensor>(x: X, pass: Pass): X => {
      if (!pass.training || rate === 0) return tf.clone(x);
      const gain = 1 / (1 - rate);
      const mask = float32Of(pass.rng.child(pass.path).uniform(x.size), (draw) => (draw < rate ? 0 : gain));
      return tf.tidy(() => tf.mul<X>(x, tf.tensor(mask, x.shape)));
    },
  };
}
