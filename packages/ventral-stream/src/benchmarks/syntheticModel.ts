import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { regularBins, timeless } from './TimeBin';
import type { TimedModel } from './TimedModel';

export const SyntheticImages = z
  .strictObject({
    objects: z.int().min(2).default(8).meta({ description: 'Objects', unit: '1' }),
    imagesPerObject: z.int().min(2).default(40).meta({ description: 'Images of each object', unit: '1' }),
    timesteps: z.int().min(8).default(26).meta({ description: 'Timesteps of 10 ms', unit: '1' }),
    units: z.int().positive().default(40).meta({ description: 'Units of each layer', unit: '1' }),
    evidence: z.number().positive().default(3).meta({
      description:
        'Length of the class direction per unit, once all evidence is in; of an image by itself it is 1',
      unit: '1',
    }),
    slowest: z
      .number()
      .positive()
      .default(0.02)
      .meta({ description: 'Lowest rate of evidence', unit: '1/step' }),
    fastest: z
      .number()
      .positive()
      .default(0.6)
      .meta({ description: 'Highest rate of evidence', unit: '1/step' }),
  })
  .refine(({ slowest, fastest }) => slowest < fastest, { error: 'slowest must be below fastest' })
  .meta({ title: 'Images as a known recurrent model sees them' });
export type SyntheticImages = z.output<typeof SyntheticImages>;

/** From low to high, with the first step that depends on the image. */
const LAYERS = { low: 5, middle: 6, high: 7 } as const;
export type SyntheticLayer = keyof typeof LAYERS;

/** The rate at which the lower layers pass from what came first to what comes late, 1/step. */
const TURNING = 0.2;

export type SyntheticModel = {
  /** [images], the object of each. */
  readonly objects: Int32Array;
  /** Pairs of objects. */
  readonly categories: Int32Array;
  /** What is known of the images: layers `low`, `middle` and `high`, in timesteps of 10 ms. */
  readonly recurrent: TimedModel;
  /** The same as a first sweep leaves it: constant in time. */
  readonly feedForward: TimedModel;
  /**
   * A feed-forward model that is the highest layer unrolled: layer `step 7` is what that says at its first step, and
   * there are layers 1, 2, 4, 8 and 16 steps later, as far as there are steps. They are not spread evenly over time.
   */
  readonly unrolled: TimedModel;
  /** [images], rate at which evidence of the object comes in, 1/step. */
  readonly rates: Float64Array;
  /** When an image has a share 0 .. 1 of its evidence: [images], ms after onset. */
  readonly timesOf: (share: number) => Float64Array;
};

/**
 * A model whose dynamics are known. Each unit passes from an early response to an unrelated late one. In the highest layer
 * evidence for the object is accumulated: to this response is added the direction of the image's class, times `1 - exp(-rate (s + 1))` at step s after the layer's first, with a rate of the image's
 * own, its logarithm uniform. The feed-forward model has what each layer says at its first step.
 */
export function syntheticModel(config: SyntheticImages, rng: Rng): SyntheticModel {
  const { objects: count, imagesPerObject, slowest, fastest, timesteps } = config;
  const images = count * imagesPerObject;
  const objects = Int32Array.from({ length: images }, (_, image) => image % count);
  const rates = rng
    .child('rates')
    .uniform(images)
    .map((share) => slowest * (fastest / slowest) ** share);
  const draw = { config, objects, rates, rng };
  const layers = Object.keys(LAYERS) as SyntheticLayer[];
  const recurrent = new Map(layers.map((layer) => [layer, activityOf(layer, draw)]));
  const sweep = new Map(layers.map((layer) => [layer, stepOf(recurrent.get(layer)!, LAYERS[layer])]));
  const models = (name: string, activity: ReadonlyMap<string, NdArray>) => ({
    ...{ name, layers },
    activity: async (layer: string) => activity.get(layer)!,
  });
  return {
    ...{ objects, categories: objects.map((object) => Math.floor(object / 2)), rates },
    recurrent: { ...models('recurrent', recurrent), timesteps: regularBins({ count: timesteps }) },
    feedForward: { ...models('feed-forward', sweep), timesteps: timeless },
    unrolled: unrolledModel(recurrent.get('high')!, timesteps),
    timesOf: (share) => rates.map((rate) => 10 * (LAYERS.high - 1 - Math.log(1 - share) / rate)),
  };
}

function unrolledModel(high: NdArray, timesteps: number): TimedModel {
  const steps = [0, 1, 2, 4, 8, 16].map((since) => LAYERS.high + since).filter((step) => step < timesteps);
  const activity = new Map(steps.map((step) => [unrolledLayer(step), stepOf(high, step)]));
  return {
    ...{ name: 'unrolled', layers: [...activity.keys()], timesteps: timeless },
    activity: async (layer) => activity.get(layer)!,
  };
}

const unrolledLayer = (step: number): string => `step ${step}`;

/** The step that a layer of an unrolled model shows. */
export const stepOfLayer = (layer: string): number => Number(layer.slice('step '.length));

type Draw = {
  readonly config: SyntheticImages;
  readonly objects: Int32Array;
  readonly rates: Float64Array;
  readonly rng: Rng;
};

/** [images, timesteps, units]; 0 before the layer's first step. */
function activityOf(layer: SyntheticLayer, { config, objects, rates, rng }: Draw): NdArray {
  const { timesteps, units, evidence, objects: count } = config;
  const own = rng.child(layer);
  const first = own.child('first').normal(objects.length * units);
  const late = own.child('late').normal(objects.length * units);
  const directions = own.child('directions').normal(count * units);
  const values = new Float64Array(objects.length * timesteps * units);
  for (let image = 0; image < objects.length; image++) {
    for (let step = LAYERS[layer]; step < timesteps; step++) {
      const since = step - LAYERS[layer];
      const gained = 1 - Math.exp(-rates[image]! * (since + 1));
      const turned = 1 - Math.exp(-TURNING * since);
      for (let unit = 0; unit < units; unit++) {
        const at = image * units + unit;
        const response = (1 - turned) * first[at]! + turned * late[at]!;
        const gain = layer === 'high' ? evidence * gained : 0;
        values[(image * timesteps + step) * units + unit] =
          response + gain * directions[objects[image]! * units + unit]!;
      }
    }
  }
  return ndArray(values, [objects.length, timesteps, units]);
}

/** [images, 1, units] */
function stepOf({ values, shape }: NdArray, step: number): NdArray {
  const [images, timesteps, units] = shape as readonly [number, number, number];
  const taken = new Float64Array(images * units);
  for (let image = 0; image < images; image++) {
    const from = (image * timesteps + step) * units;
    taken.set(values.subarray(from, from + units), image * units);
  }
  return ndArray(taken, [images, 1, units]);
}
