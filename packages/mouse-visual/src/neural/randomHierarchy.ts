import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';

const count = (description: string) => z.int().positive().meta({ description, unit: '1' });

export const RandomHierarchy = z
  .strictObject({
    images: count('Images').min(4).default(118),
    layers: count('Layers, named layer1 and on').default(5),
    units: count('Units of each layer').default(64),
    gain: z.number().positive().default(2).meta({
      description:
        'Deviation of the drive of a unit; the larger, the less of a layer the next one tells linearly',
      unit: '1',
    }),
  })
  .meta({ title: 'A hierarchy of features without a network' });
export type RandomHierarchy = z.output<typeof RandomHierarchy>;

/**
 * Features that grow more nonlinear from layer to layer, where no network is at hand: normal numbers for images, then
 * `tanh` of random projections of the layer before, the drives of each unit with mean 0 and a deviation of `gain` over
 * images.
 *
 * @param rng layer l draws its projection from `rng.child(l)`, images are `rng.child('images')`
 * @returns by name, in their order, [images, units] each
 */
export function randomHierarchy(
  { images, layers, units, gain }: RandomHierarchy,
  rng: Rng,
): Record<string, NdArray> {
  let before = ndArray(rng.child('images').normal(images * units), [images, units]);
  const made: Record<string, NdArray> = {};
  for (let layer = 1; layer <= layers; layer++) {
    const weights = rng.child(layer).normal(units * units);
    const values = new Float64Array(images * units);
    for (let unit = 0; unit < units; unit++) {
      const drive = standardised(projected(before, weights.subarray(unit * units, (unit + 1) * units)));
      drive.forEach((value, image) => (values[image * units + unit] = Math.tanh(gain * value)));
    }
    before = ndArray(values, [images, units]);
    made[`layer${layer}`] = before;
  }
  return made;
}

/** Each row of features along a direction: [images, units] -> [images] */
export function projected({ values, shape }: NdArray, direction: Float64Array): Float64Array {
  const [images, units] = shape as readonly [number, number];
  return Float64Array.from({ length: images }, (_, image) => {
    let sum = 0;
    for (let unit = 0; unit < units; unit++) sum += values[image * units + unit]! * direction[unit]!;
    return sum;
  });
}

/** With mean 0 and deviation 1; 0 throughout for what does not vary. */
export function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const deviation = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0) / values.length);
  return deviation < 1e-12 * Math.abs(mean) || deviation === 0
    ? centred.fill(0)
    : centred.map((value) => value / deviation);
}
