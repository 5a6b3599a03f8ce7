import { ActivationName, float32Of, tf, type Rng, type Tensor } from '@goal-driven/core';
import { z } from 'zod';

const flag = (description: string) => z.boolean().default(false).meta({ description });
const activation = (of: string) =>
  ActivationName.default('linear').meta({
    description: `Nonlinearity of the ${of} projection; a rule does not know that of the layer`,
  });

/** What alignment makes of activity before it looks at it; the task's own pass never sees this. */
export const Pipeline = z
  .strictObject({
    noise: z
      .strictObject({
        distribution: z.enum(['normal', 'uniform']).default('normal'),
        stddev: z.number().positive().default(1).meta({ description: 'Standard deviation', unit: '1' }),
      })
      .optional()
      .meta({ description: "Noise in place of a layer's input, drawn anew for each layer and update" }),
    centerInput: flag('Whether the mean over features is taken from each example'),
    normalizeInput: flag('Whether each example is centred and scaled to length 1'),
    batchCenterBackwardInput: flag('Whether what meets the feedback kernel has mean 0 over the batch'),
    biasForward: flag("Whether the layer's bias is added to the forward projection"),
    biasBackward: flag("Whether the layer's bias is added to the backward projection"),
    activationForward: activation('forward'),
    activationBackward: activation('backward'),
    centerForwardOutput: flag('Whether forward projection and its reconstruction are centred by example'),
    normalizeForwardOutput: flag('Whether these are also scaled to length 1 by example'),
    batchCenterForwardOutput: flag('Whether these have mean 0 over the batch'),
    centerBackwardOutput: flag('Whether backward projection and its reconstruction are centred by example'),
    normalizeBackwardOutput: flag('Whether these are also scaled to length 1 by example'),
  })
  .meta({
    title: 'What alignment sees of a layer',
    source: 'Kunin et al. 2020, arXiv:2003.01513; neuroailab/Neural-Alignment',
  });
export type Pipeline = z.output<typeof Pipeline>;

/** The mean over features and places taken from each example; like x, [N, ...]. */
export const centered = (x: Tensor): Tensor => tf.tidy(() => tf.sub(x, tf.mean(x, featureAxes(x), true)));

/** Each example centred and scaled to length 1; an example without any spread (below 1e-12) becomes 0. */
export const normalized = (x: Tensor): Tensor =>
  tf.tidy(() => {
    const apart = centered(x);
    const square = tf.sum(tf.square(apart), featureAxes(x), true);
    return tf.div(apart, tf.sqrt(tf.maximum(square, 1e-24))); // divNoNan has no gradient in tfjs
  });

/** The mean over examples taken away, at each place and feature. */
export const batchCentered = (x: Tensor): Tensor => tf.tidy(() => tf.sub(x, tf.mean(x, 0, true)));

const featureAxes = (x: Tensor): number[] => x.shape.slice(1).map((_, index) => index + 1);

/** Independent noise of a shape; uniform noise lies within sqrt(3) standard deviations of 0. */
export function noiseLike(
  shape: readonly number[],
  { distribution, stddev }: NonNullable<Pipeline['noise']>,
  rng: Rng,
): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const values =
    distribution === 'normal'
      ? float32Of(rng.normal(count), (value) => stddev * value)
      : float32Of(rng.uniform(count), (value) => Math.sqrt(3) * stddev * (2 * value - 1));
  return tf.tensor(values, [...shape]);
}

/** The transforms of x, in the order of the source. */
export function preparedInput(
  x: Tensor,
  { centerInput, normalizeInput, batchCenterBackwardInput }: Pipeline,
): { readonly forward: Tensor; readonly backward: Tensor } {
  const centre = centerInput ? centered(x) : x;
  const forward = normalizeInput ? normalized(centre) : centre;
  return { forward, backward: batchCenterBackwardInput ? batchCentered(forward) : forward };
}

/** The transforms of y and r. */
export function standardizedForward(x: Tensor, pipeline: Pipeline): Tensor {
  const centre = pipeline.centerForwardOutput ? centered(x) : x;
  const unit = pipeline.normalizeForwardOutput ? normalized(centre) : centre;
  return pipeline.batchCenterForwardOutput ? batchCentered(unit) : unit;
}

/** The transforms of q and its reconstruction. */
export function standardizedBackward(x: Tensor, pipeline: Pipeline): Tensor {
  const centre = pipeline.centerBackwardOutput ? centered(x) : x;
  return pipeline.normalizeBackwardOutput ? normalized(centre) : centre;
}
