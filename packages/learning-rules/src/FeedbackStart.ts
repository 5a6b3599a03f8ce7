import { fansOf, float32Of, initialize, Initializer, tf, type Rng, type Tensor } from '@goal-driven/core';
import { z } from 'zod';

/** How feedback kernels start. */
export const FeedbackStart = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('shuffled') }).meta({
      title: 'The numbers of the forward kernel in a random order: whatever drew it drew these too',
    }),
    z
      .strictObject({
        kind: z.literal('drawn'),
        initializer: Initializer.prefault({ kind: 'glorotUniform' }),
        fans: z
          .enum(['forward', 'own'])
          .default('forward')
          .meta({
            description:
              'Whether a dense feedback kernel [O, I] counts the fans of its forward kernel or, as the ' +
              'repository does, its own; of a convolution they are the same',
          }),
      })
      .meta({ title: 'Drawn independently of the forward kernel' }),
    z
      .strictObject({
        kind: z.literal('transposed'),
        scale: z.number().default(1).meta({ description: 'Factor on it', unit: '1' }),
      })
      .meta({ title: 'The transpose of the forward kernel' }),
  ])
  .meta({
    title: 'Start of the feedback kernels',
    source: 'Kunin et al. 2020, arXiv:2003.01513: the initialiser of the forward kernel, drawn independently',
  });
export type FeedbackStart = z.output<typeof FeedbackStart>;

/**
 * A feedback kernel for a forward kernel; the caller owns it.
 *
 * @param kernel [I, O], or [height, width, I / groups, O]
 * @returns [O, I], or like the kernel
 */
export function startFeedback(start: FeedbackStart, kernel: Tensor, rng: Rng): Tensor {
  const shape = feedbackShape(kernel);
  switch (start.kind) {
    case 'shuffled': {
      const values = kernel.dataSync();
      const order = rng.permutation(values.length);
      return tf.tensor(
        float32Of(order, (from) => values[from]!),
        shape,
      );
    }
    case 'drawn': {
      const fans = () => fansOf(start.fans === 'forward' ? kernel.shape : shape);
      return initialize(start.initializer, shape, { rng, fans });
    }
    case 'transposed':
      return tf.tidy(() => tf.mul(kernel.rank === 2 ? tf.transpose(kernel) : kernel, start.scale));
  }
}

/** The shape of the feedback kernel of a forward kernel. */
export const feedbackShape = (kernel: Tensor): number[] =>
  kernel.rank === 2 ? [kernel.shape[1]!, kernel.shape[0]!] : [...kernel.shape];
