import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { float32Of } from './float32Of';
import { ShapeError } from './errors';
import { sizeOf } from './NdArray';
import type { Rng } from './Rng';
import { newParameter } from './_parameterTensors';
import { orthogonalMatrix } from './_orthogonalMatrix';

/** How many inputs a unit sums over, and how many units an input reaches. */
export type Fans = { readonly fanIn: number; readonly fanOut: number };

/**
 * Fans of a kernel by its shape: [inputs, units], or [height, width, inputs, units] with the number of
 * pixels as a factor; a vector counts as both. PyTorch's and Keras's rule.
 *
 * @throws ShapeError for a scalar
 */
export function fansOf(shape: readonly number[]): Fans {
  if (shape.length === 0) throw new ShapeError('fansOf: shape must have an axis, got []');
  if (shape.length === 1) return { fanIn: shape[0]!, fanOut: shape[0]! };
  const pixels = sizeOf(shape.slice(0, -2));
  return { fanIn: pixels * shape.at(-2)!, fanOut: pixels * shape.at(-1)! };
}

const positive = (value: number, description: string) =>
  z.number().positive().default(value).meta({ description, unit: '1' });
const real = (value: number, description: string) =>
  z.number().default(value).meta({ description, unit: '1' });
const named = <Kind extends string>(kind: Kind, title: string) =>
  z.strictObject({ kind: z.literal(kind) }).meta({ title });
const keras = 'Keras 2';
const torch = 'PyTorch, torch.nn.init';

/** Gains of PyTorch's `calculate_gain`; the slope of `leakyRelu` is the option `a`. */
const gains = {
  linear: () => 1,
  sigmoid: () => 1,
  tanh: () => 5 / 3,
  relu: () => Math.SQRT2,
  leakyRelu: (a: number) => Math.sqrt(2 / (1 + a * a)),
  selu: () => 3 / 4,
} satisfies Record<string, (a: number) => number>;

const Kaiming = z.strictObject({
  a: real(0, 'Slope of the leaky rectifier that follows'),
  mode: z.enum(['fanIn', 'fanOut']).default('fanIn').meta({ description: 'Fan that the variance keeps' }),
  nonlinearity: z
    .enum(Object.keys(gains) as [keyof typeof gains, ...(keyof typeof gains)[]]) // an object's own keys
    .default('leakyRelu')
    .meta({ description: 'Nonlinearity that follows; sets the gain' }),
});
const Xavier = z.strictObject({ gain: positive(1, 'Factor on the spread') });

const VarianceScaling = z
  .strictObject({
    kind: z.literal('varianceScaling'),
    scale: positive(1, 'Variance times the fan'),
    mode: z.enum(['fanIn', 'fanOut', 'fanAverage']).default('fanIn').meta({ description: 'Which fan' }),
    distribution: z
      .enum(['truncatedNormal', 'untruncatedNormal', 'uniform'])
      .default('truncatedNormal')
      .meta({ description: 'Shape of the distribution; truncated at two standard deviations' }),
  })
  .meta({ title: 'Variance scaling', source: keras });
type VarianceScaling = z.output<typeof VarianceScaling>;

/**
 * Every way to draw a parameter, by name. Keras's: `glorot*`, `he*`, `lecun*` (their normals truncated at
 * two standard deviations and widened to keep the variance), `truncatedNormal` (not widened). PyTorch's:
 * `xavier*`, `kaiming*` (normals not truncated), `torchDefault` (what its linear and convolutional layers
 * start from, kernels and biases alike: uniform within 1 / sqrt(fanIn) of 0).
 */
export const Initializer = z
  .discriminatedUnion('kind', [
    named('zeros', 'Zeros'),
    named('ones', 'Ones'),
    z.strictObject({ kind: z.literal('constant'), value: real(0, 'Value') }).meta({ title: 'Constant' }),
    z
      .strictObject({
        kind: z.literal('randomNormal'),
        mean: real(0, 'Mean'),
        stddev: positive(0.05, 'Standard deviation'),
      })
      .meta({ title: 'Normal', source: keras }),
    z
      .strictObject({
        kind: z.literal('randomUniform'),
        low: real(-0.05, 'Least value'),
        high: real(0.05, 'Bound from above'),
      })
      .meta({ title: 'Uniform', source: keras }),
    z
      .strictObject({
        kind: z.literal('truncatedNormal'),
        mean: real(0, 'Mean'),
        stddev: positive(0.05, 'Standard deviation before the cut at two of them'),
      })
      .meta({ title: 'Truncated normal', source: keras }),
    VarianceScaling,
    named('glorotUniform', 'Glorot uniform'),
    named('glorotNormal', 'Glorot normal, truncated'),
    named('heUniform', 'He uniform'),
    named('heNormal', 'He normal, truncated'),
    named('lecunUniform', 'LeCun uniform'),
    named('lecunNormal', 'LeCun normal, truncated'),
    z
      .strictObject({ kind: z.literal('orthogonal'), gain: positive(1, 'Factor') })
      .meta({ title: 'Orthogonal', source: 'Saxe et al. 2014, arXiv:1312.6120' }),
    Xavier.extend({ kind: z.literal('xavierUniform') }).meta({ title: 'Xavier uniform', source: torch }),
    Xavier.extend({ kind: z.literal('xavierNormal') }).meta({ title: 'Xavier normal', source: torch }),
    Kaiming.extend({ kind: z.literal('kaimingUniform') }).meta({ title: 'Kaiming uniform', source: torch }),
    Kaiming.extend({ kind: z.literal('kaimingNormal') }).meta({ title: 'Kaiming normal', source: torch }),
    named('torchDefault', "PyTorch's default of linear and convolutional layers"),
  ])
  .meta({ title: 'Initialiser' });
export type Initializer = z.output<typeof Initializer>;

/**
 * Draws one parameter. All parameters of layers and cells come from here. Any shape will do.
 *
 * @param fans where they are not those of the shape: a bias takes its kernel's, half of a joint kernel
 *   takes the whole's
 * @returns float32 tensor of the shape; the caller owns it
 * @throws ShapeError where the fans of a scalar are asked for
 */
export function initialize(
  initializer: Initializer,
  shape: readonly number[],
  { rng, fans = () => fansOf(shape) }: { rng: Rng; fans?: () => Fans },
): Tensor {
  return newParameter(shape, () => drawn(initializer, shape, { rng, fans }));
}

function drawn(
  initializer: Initializer,
  shape: readonly number[],
  { rng, fans }: { rng: Rng; fans: () => Fans },
): Float32Array {
  const count = sizeOf(shape);
  const uniform = (bound: number) => uniformValues(rng, count, { low: -bound, high: bound });
  const normal = (stddev: number) => float32Of(rng.normal(count), (value) => stddev * value);
  const scaled = (
    scale: number,
    mode: VarianceScaling['mode'],
    distribution: VarianceScaling['distribution'],
  ) => varianceScaled({ scale, mode, distribution }, count, { rng, fans: fans() });
  switch (initializer.kind) {
    case 'zeros':
      return new Float32Array(count);
    case 'ones':
      return new Float32Array(count).fill(1);
    case 'constant':
      return new Float32Array(count).fill(initializer.value);
    case 'randomNormal':
      return float32Of(rng.normal(count), (value) => initializer.mean + initializer.stddev * value);
    case 'randomUniform':
      return uniformValues(rng, count, initializer);
    case 'truncatedNormal':
      return truncatedNormalValues(rng, count, initializer);
    case 'varianceScaling':
      return scaled(initializer.scale, initializer.mode, initializer.distribution);
    case 'glorotUniform':
      return scaled(1, 'fanAverage', 'uniform');
    case 'glorotNormal':
      return scaled(1, 'fanAverage', 'truncatedNormal');
    case 'heUniform':
      return scaled(2, 'fanIn', 'uniform');
    case 'heNormal':
      return scaled(2, 'fanIn', 'truncatedNormal');
    case 'lecunUniform':
      return scaled(1, 'fanIn', 'uniform');
    case 'lecunNormal':
      return scaled(1, 'fanIn', 'truncatedNormal');
    case 'orthogonal':
      return orthogonalMatrix(shape, { gain: initializer.gain, rng });
    case 'xavierUniform':
      return scaled(initializer.gain ** 2, 'fanAverage', 'uniform');
    case 'xavierNormal':
      return scaled(initializer.gain ** 2, 'fanAverage', 'untruncatedNormal');
    case 'kaimingUniform':
      return uniform(Math.sqrt(3) * kaimingSpread(initializer, fans()));
    case 'kaimingNormal':
      return normal(kaimingSpread(initializer, fans()));
    case 'torchDefault':
      return uniform(1 / Math.sqrt(fans().fanIn));
  }
}

function kaimingSpread({ a, mode, nonlinearity }: z.output<typeof Kaiming>, fans: Fans): number {
  return gains[nonlinearity](a) / Math.sqrt(fans[mode]);
}

function varianceScaled(
  { scale, mode, distribution }: Omit<VarianceScaling, 'kind'>,
  count: number,
  { rng, fans }: { rng: Rng; fans: Fans },
): Float32Array {
  const fan = mode === 'fanAverage' ? (fans.fanIn + fans.fanOut) / 2 : fans[mode];
  const variance = scale / Math.max(1, fan);
  if (distribution === 'uniform') {
    const bound = Math.sqrt(3 * variance);
    return uniformValues(rng, count, { low: -bound, high: bound });
  }
  const stddev = Math.sqrt(variance);
  if (distribution === 'untruncatedNormal') return float32Of(rng.normal(count), (value) => stddev * value);
  return truncatedNormalValues(rng, count, { mean: 0, stddev: stddev / TRUNCATED_SPREAD });
}

/** Standard deviation of a standard normal cut at +-2: sqrt(1 - 4 phi(2) / (2 Phi(2) - 1)). */
const TRUNCATED_SPREAD = 0.87962566103423978;

function truncatedNormalValues(rng: Rng, count: number, { mean, stddev }: { mean: number; stddev: number }) {
  const stream = rng.stream();
  const values = new Float32Array(count);
  for (let index = 0; index < count; index++) {
    let value = stream.normal();
    while (Math.abs(value) > 2) value = stream.normal();
    values[index] = mean + stddev * value;
  }
  return values;
}

function uniformValues(rng: Rng, count: number, { low, high }: { low: number; high: number }): Float32Array {
  return float32Of(rng.uniform(count), (value) => low + (high - low) * value);
}
