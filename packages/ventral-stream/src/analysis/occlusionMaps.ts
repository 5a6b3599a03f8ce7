import { ConfigError, ndArray, tf } from '@goal-driven/core';
import { z } from 'zod';
import type { Network } from '../network/Network';
import { classLogits, requireLabels } from './classLogits';
import { tensorOf, type ImageSet } from './ImageSet';

export const Occlusion = z
  .strictObject({
    patch: z.int().positive().default(8).meta({ description: 'Side of the square that hides', unit: 'px' }),
    stride: z.int().positive().default(4).meta({ description: 'Between two squares', unit: 'px' }),
    fill: z.number().default(0).meta({
      description:
        'What the square shows in every channel, in units of the normalised image; 0 is its mean colour',
    }),
  })
  .meta({
    title: 'Occlusion by a square',
    source: 'Zeiler & Fergus 2014, Visualizing and understanding convolutional networks, ECCV',
  });
export type Occlusion = z.output<typeof Occlusion>;

/**
 * By how much the logit of an image's class falls when a square hides a part of it.
 *
 * @param choice.step at which the readout is read
 * @returns [N][rows][columns] of squares whose corners lie `stride` apart from the top left on, all within the image;
 *   logits, positive where what was hidden spoke for the class
 * @throws ConfigError for a square larger than the image, and as `sensitivityMaps` does
 */
export function occlusionMaps(
  network: Network,
  set: ImageSet,
  { patch, stride, fill, step }: Occlusion & { readonly step: number },
): number[][][] {
  requireLabels(network.architecture, set);
  const [count, height, width, channels] = set.images.shape as [number, number, number, number];
  if (patch > Math.min(height, width))
    throw new ConfigError(`occlusionMaps: patch must be at most ${Math.min(height, width)}, got ${patch}`);
  const corners = (length: number) =>
    Array.from({ length: Math.floor((length - patch) / stride) + 1 }, (_, index) => index * stride);
  const [tops, lefts] = [corners(height), corners(width)];
  const length = height * width * channels;
  return Array.from({ length: count }, (_, image) => {
    const whole = set.images.values.subarray(image * length, (image + 1) * length);
    const logitOf = (versions: readonly Float32Array[]): Float32Array => {
      const values = new Float32Array(versions.length * length);
      versions.forEach((version, index) => values.set(version, index * length));
      const shown = ndArray(values, [versions.length, height, width, channels]);
      const labels = versions.map(() => set.labels[image]!);
      return tf.tidy(() =>
        tf
          .sum(classLogits(network, tensorOf(shown), { labels, step }), 1)
          .dataSync<'float32'>()
          .slice(),
      );
    };
    const [intact] = logitOf([whole]);
    return tops.map((top) => {
      const hidden = lefts.map((left) => {
        const version = whole.slice();
        for (let y = top; y < top + patch; y++) {
          const start = (y * width + left) * channels;
          version.fill(fill, start, start + patch * channels);
        }
        return version;
      });
      return Array.from(logitOf(hidden), (logit) => intact! - logit);
    });
  });
}
