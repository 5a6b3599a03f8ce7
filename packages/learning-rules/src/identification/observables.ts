import { ShapeError, type NdArray } from '@goal-driven/core';
import { STATISTICS, tensorStatistics, type StatisticName, type TensorStatistics } from './tensorStatistics';

/** What is measured of a layer: its forward kernel, its output, and how its output follows its input. */
export const MEASURES = ['weight', 'act', 'grad'] as const;
export type Measure = (typeof MEASURES)[number];

const TRANSFORMS = {
  abs: Math.abs,
  raw: (value: number) => value,
  sq: (value: number) => value * value,
};
type Transform = keyof typeof TRANSFORMS;
const transforms = Object.keys(TRANSFORMS) as Transform[]; // an object's own keys

const block = (measure: string, statistics: readonly string[]): string[] =>
  transforms.flatMap((transform) => statistics.map((statistic) => `${measure}${transform}_${statistic}`));

/** All observables of a layer [45] by their published names: 21 of weights, 21 of activations, 3 of `gradavg`. */
export const OBSERVABLES: readonly string[] = [
  ...block('weight', STATISTICS),
  ...block('act', STATISTICS),
  ...block('gradavg', ['id']),
];

const admissible: { readonly [measure: string]: { readonly [transform: string]: readonly StatisticName[] } } =
  {
    weight: {
      abs: ['mean', 'median', 'norm', 'thirdquartile', 'var'],
      raw: ['mean', 'median', 'norm', 'thirdquartile', 'var'],
      sq: ['mean', 'median', 'thirdquartile'],
    },
    act: {
      abs: ['mean', 'median', 'norm', 'thirdquartile'],
      raw: ['mean', 'median', 'norm', 'thirdquartile'],
    },
  };

/** The observables that are finite for every published network [24], in the same order. */
export const ADMISSIBLE: readonly string[] = [
  ...Object.entries(admissible).flatMap(([measure, byTransform]) =>
    Object.entries(byTransform).flatMap(([transform, names]) =>
      names.map((name) => `${measure}${transform}_${name}`),
    ),
  ),
  ...block('gradavg', ['id']),
];

/** The measure that an observable belongs to. */
export const measureOf = (observable: string): Measure =>
  MEASURES.find((name) => observable.startsWith(name))!;

/**
 * The 21 observables of a forward kernel: every statistic of its entries, their absolute values and their squares. Its
 * norm is over all axes but the first, and the mean of these over the first.
 *
 * @param kernel any shape, such as [I, O] or [height, width, I, O]; of a vector (a subsampled kernel) the norm is whole
 * @differs how norms are put together over the first axis is not published; this takes the mean
 */
export function weightObservables(kernel: NdArray<Float32Array | Float64Array>): Float64Array {
  const { values, shape } = kernel;
  const rows = shape.length > 1 ? shape[0]! : 1;
  const size = values.length / rows;
  return ofTransforms(values, (transformed) => {
    let norms = 0;
    for (let row = 0; row < rows; row++) norms += l2(transformed.subarray(row * size, (row + 1) * size));
    return { ...tensorStatistics(transformed), norm: norms / rows };
  });
}

/**
 * The 21 observables of a layer's output: every statistic over the units of an example, averaged over examples.
 *
 * @param activity [examples, ...units], at least one of each
 * @throws ShapeError for other shapes
 */
export function activityObservables({ values, shape }: NdArray<Float32Array | Float64Array>): Float64Array {
  const [examples] = shape;
  if (shape.length < 2 || values.length === 0)
    throw new ShapeError(`activityObservables: activity must be [examples, ...units], got [${shape}]`);
  const units = values.length / examples!;
  const sums = new Float64Array(transforms.length * STATISTICS.length);
  for (let example = 0; example < examples!; example++) {
    const own = ofTransforms(values.subarray(example * units, (example + 1) * units), tensorStatistics);
    for (let index = 0; index < sums.length; index++) sums[index]! += own[index]! / examples!;
  }
  return sums;
}

/**
 * The 3 observables of a layer's change: its absolute value, itself and its square, averaged over examples.
 *
 * @param changes [examples], from `layerChange`
 * @throws ShapeError for no examples
 */
export function changeObservables(changes: ArrayLike<number>): Float64Array {
  if (changes.length === 0) throw new ShapeError('changeObservables: changes must not be empty, got none');
  return Float64Array.from(transforms, (transform) => {
    let sum = 0;
    for (let example = 0; example < changes.length; example++)
      sum += TRANSFORMS[transform](changes[example]!);
    return sum / changes.length;
  });
}

/**
 * The layer-wise change `gradavg` of each example: `J = (1 / n) sum_i sum_j dy_i / dx_j` over the layer's n outputs i and
 * its inputs j. For `y = f(z)`, z linear in x, it is `(1 / n) sum_i f'(z_i) reach_i`.
 *
 * @param slope [examples, n], f' at every output
 * @param reach [n], what z_i grows by when every input grows by 1; by the feedback kernel it gives the pseudo-Jacobian
 * @throws ShapeError when they do not fit
 */
export function layerChange(
  slope: NdArray<Float32Array | Float64Array>,
  reach: ArrayLike<number>,
): Float64Array {
  const [examples, outputs] = slope.shape;
  if (slope.shape.length !== 2 || outputs !== reach.length || outputs === 0)
    throw new ShapeError(
      `layerChange: slope must be [examples, ${reach.length}] as reach has outputs, got [${slope.shape}]`,
    );
  return Float64Array.from({ length: examples! }, (_, example) => {
    let sum = 0;
    for (let output = 0; output < outputs!; output++)
      sum += slope.values[example * outputs! + output]! * reach[output]!;
    return sum / outputs!;
  });
}

type Summarise = (values: Float64Array) => TensorStatistics;

function ofTransforms(values: Float32Array | Float64Array, summarise: Summarise): Float64Array {
  return Float64Array.from(
    transforms.flatMap((transform) => {
      const statistics = summarise(Float64Array.from(values, TRANSFORMS[transform]));
      return STATISTICS.map((name) => statistics[name]);
    }),
  );
}

const l2 = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
