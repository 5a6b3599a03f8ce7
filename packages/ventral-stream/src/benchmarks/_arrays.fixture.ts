import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { behaviourData, type BehaviourData } from './BehaviourData';
import { neuralRecording, type NeuralRecording } from './NeuralRecording';
import { regularBins, type TimeBin } from './TimeBin';
import type { TimedModel } from './TimedModel';

/** Numbers in (0, 1) that any language makes alike. */
export function parkMiller(seed: number, shape: readonly number[]): NdArray {
  let state = seed;
  const values = Float64Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, () => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647;
  });
  return ndArray(values, shape);
}

export const vector = (...values: number[]): NdArray => ndArray(Float64Array.from(values), [values.length]);

export const table = (rows: readonly (readonly number[])[]): NdArray =>
  ndArray(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length]);

export const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at]!)))
    : Number.POSITIVE_INFINITY;

/** A model whose layers have these activities, [images, timesteps, units] each. */
export const modelOf = (
  layers: { readonly [layer: string]: NdArray },
  timesteps: readonly TimeBin[],
): TimedModel => ({
  ...{ name: 'fixture', layers: Object.keys(layers), timesteps },
  activity: async (layer) => layers[layer]!,
});

/** A recording of these responses [trials, images, bins, sites], all in aIT; objects and categories take turns. */
export const recordingOf = (
  responses: NdArray,
  { objects = 4, from = 0 }: { readonly objects?: number; readonly from?: number } = {},
): NeuralRecording => {
  const [, images, bins, sites] = responses.shape as readonly [number, number, number, number];
  const labels = Int32Array.from({ length: images }, (_, image) => image % objects);
  return neuralRecording({
    ...{ name: 'fixture', synthetic: true, responses, bins: regularBins({ from, count: bins }) },
    areas: Array.from({ length: sites }, () => 'aIT' as const),
    ...{ objects: labels, categories: labels },
  });
};

export const behaviourOf = (fields: Partial<BehaviourData> & Pick<BehaviourData, 'objects'>): BehaviourData =>
  behaviourData({
    ...{ name: 'fixture', synthetic: true },
    i1: ndArray(new Float64Array(fields.objects.length).fill(1), [fields.objects.length]),
    ...fields,
  });
