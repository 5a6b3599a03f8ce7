import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { linearSvm, pca, standardise } from '@goal-driven/metrics';
import { z } from 'zod';
import { probabilitiesOf, type ImageDecoder } from './ImageDecoder';

export const SvmDecoder = z
  .strictObject({
    cost: z.number().positive().default(1).meta({
      description: 'Weight of the sum of losses against the penalty',
      unit: '1',
    }),
    loss: z.enum(['squaredHinge', 'hinge']).default('squaredHinge'),
    components: z.int().positive().optional().meta({
      description:
        'Principal components of the training images, at most as many as they allow; all units if left out',
      unit: '1',
    }),
    gain: z
      .number()
      .positive()
      .default(1)
      .meta({ description: 'Of margins before their softmax', unit: '1' }),
  })
  .meta({
    title: 'Linear support vector machines, one object against the rest',
    source:
      'Nayebi et al. 2022; cost, components and the way from margins to probabilities are not published',
  });
export type SvmDecoder = z.output<typeof SvmDecoder>;

/**
 * A linear SVM for each object against the rest, on standardised features or their principal components; margins become
 * probabilities by a softmax.
 *
 * @throws what `linearSvm` throws
 */
export const svmDecoder =
  ({ cost, loss, components, gain }: SvmDecoder): ImageDecoder =>
  ({ features, objects, count }, rng) => {
    const transform = transformOf(features, components);
    const svm = linearSvm(transform(features), objects, rng, { cost, loss });
    return (images) => {
      const margins = svm.scores(transform(images));
      return probabilitiesOf(margins.shape[1] === 1 ? bothSides(margins) : margins, svm.classes, {
        count,
        gain,
      });
    };
  };

/** A single margin tells two objects apart: it is one's and, negative, the other's. */
const bothSides = ({ values, shape }: NdArray): NdArray =>
  ndArray(Float64Array.from(Array.from(values).flatMap((margin) => [-margin, margin])), [shape[0]!, 2]);

/** Standardised by the training images, then their components. */
function transformOf(training: NdArray, components: number | undefined): (images: NdArray) => NdArray {
  const { transform: scaled } = standardise(training);
  if (components === undefined) return scaled;
  const standard = scaled(training);
  const { transform } = pca(standard, { components: Math.min(components, ...standard.shape) });
  return (images) => transform(scaled(images));
}
