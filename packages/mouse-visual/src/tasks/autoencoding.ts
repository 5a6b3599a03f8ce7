import { ConfigError, tf, type Applied, type Task, type Tensor2D } from '@goal-driven/core';
import { sparseReconstruction } from '../objectives/sparseReconstruction';
import { shown, type Shown } from './_forward';
import type { TaskOf } from './TaskConfig';

const NAME = 'mouse-visual/autoencoding';

/**
 * Draw the image again from a sparse code. Batches hold `images` [B, height, width, 3], as augmented and normalised
 * the target too; the network's output has their shape and one of its layers is the code.
 *
 * @throws ConfigError (of the objective) where the network has no such layer, or draws in another shape
 * @source Nayebi et al. 2023, methods
 */
export function autoencoding(config: TaskOf<'autoencoding'>): Task<Shown> {
  const compare = (applied: Applied, { images }: Shown) => {
    const { output, layers } = applied;
    const code = Object.hasOwn(layers, config.code) ? layers[config.code] : undefined;
    if (code === undefined || String(output.shape) !== String(images.shape))
      throw new ConfigError(
        `${NAME}: the network must have a layer ${config.code} and draw [${images.shape}], ` +
          `got ${Object.keys(layers).join(', ')} and [${output.shape}]`,
      );
    const rows = tf.reshape(code, [images.shape[0], -1]) as Tensor2D;
    return sparseReconstruction({ output, target: images, code: rows }, config);
  };
  return {
    name: NAME,
    config,
    init: () => ({ params: {}, state: {} }),
    objective: ({ forward, state, batch }) => {
      const images = shown(batch, 'images', NAME);
      const applied = forward(images);
      const { loss, ...terms } = compare(applied, images);
      return { loss, terms, state: applied.state, taskState: state };
    },
    evaluate: ({ forward, batch }) => {
      const images = shown(batch, 'images', NAME);
      return compare(forward(images), images);
    },
  };
}
