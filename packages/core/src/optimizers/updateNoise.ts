import { z } from 'zod';
import { float32Of } from '../float32Of';
import type { Rng } from '../Rng';
import { tf } from '../tf';
import { mapTree, type Tree } from '../tree';

/** Noise of the updates themselves, as of synapses that do not move just so far as they should. */
export const UpdateNoise = z
  .strictObject({
    stddev: z
      .number()
      .min(0)
      .meta({ description: 'Standard deviation of what is added per update', unit: '1' }),
    distribution: z.enum(['normal', 'uniform']).default('normal').meta({
      description: 'Of the noise; both have mean 0 and the standard deviation',
    }),
    scaled: z.boolean().default(true).meta({
      description: 'Whether the noise is multiplied by the learning rate of the update',
    }),
    of: z.enum(['params', 'feedback', 'both']).default('both').meta({
      description: "Whether parameters are noisy, the learning rule's feedback parameters, or both",
    }),
  })
  .meta({
    title: 'Update noise',
    source: 'Kunin et al. 2020, arXiv:2003.01513; of Kolen-Pollack only the feedback is noisy there',
  });
export type UpdateNoise = z.output<typeof UpdateNoise>;

/** The tree with independent noise on every number: new tensors. Each leaf draws from the child of its path. */
export function withUpdateNoise<T extends Tree>(
  tree: T,
  { stddev, distribution, scaled }: UpdateNoise,
  { learningRate, rng }: { readonly learningRate: number; readonly rng: Rng },
): T {
  const spread = scaled ? stddev * learningRate : stddev;
  const halfWidth = Math.sqrt(3) * spread; // of the uniform distribution with that standard deviation
  return mapTree(tree, (leaf, path) => {
    const own = rng.child(path);
    const draws =
      distribution === 'normal'
        ? float32Of(own.normal(leaf.size), (value) => spread * value)
        : float32Of(own.uniform(leaf.size), (value) => halfWidth * (2 * value - 1));
    return tf.tidy(() => tf.add(leaf, tf.tensor(draws, leaf.shape)));
  });
}
