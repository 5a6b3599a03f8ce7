import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { activations } from '../activations';
import { ConfigError } from '../errors';
import { adaptiveAveragePool2d } from '../layers/adaptivePooling';
import { batchNorm, type BatchNormParams, type BatchNormState } from '../layers/batchNorm';
import { conv2d, type ConvParams } from '../layers/conv2d';
import { dense } from '../layers/dense';
import { dropout } from '../layers/dropout';
import { localResponseNorm } from '../layers/localResponseNorm';
import { maskedConv2d, type MaskState } from '../layers/maskedConv2d';
import { maxUnpool2d } from '../layers/maxUnpool2d';
import { averagePool2d, maxPool2d } from '../layers/pooling';
import { transposedConv2d } from '../layers/transposedConv2d';
import { sizeOf } from '../NdArray';
import { tf } from '../tf';
import { learned, plain, type OperationLayer, type ValueShape } from './_OperationLayer';
import { transposedShape, windowedShape } from './_windowedShape';
import type { Operation } from './Operation';

/** An earlier operation, and the shape that it was given. */
export type Placed = {
  readonly operation: Operation;
  readonly given: ValueShape;
  readonly shape: ValueShape;
};

export type OperationSite = {
  /** The layer, for errors. */
  readonly who: string;
  /** What the operation is given. */
  readonly shape: ValueShape;
  /** Earlier operations by layer. */
  readonly earlier: ReadonlyMap<string, Placed>;
};

/**
 * The layer of an operation, where it stands.
 *
 * @throws ConfigError when the operation does not fit the shape there
 */
export function createOperation(operation: Operation, site: OperationSite): OperationLayer {
  const { shape, who } = site;
  switch (operation.op) {
    case 'dense': {
      if (shape.length !== 1)
        throw new ConfigError(`${who}: dense must be given a vector (flatten it before), got [${shape}]`);
      const layer = dense(operation);
      return learned([operation.units], { init: (rng) => layer.init(shape[0]!, rng), apply: layer.apply });
    }
    case 'batchNorm':
      return batchNormOf(operation, site);
    case 'activation':
      return plain(shape, (x) => activations[operation.activation](x));
    case 'dropout':
      return plain(shape, (x, { pass }) => dropout(operation).apply(x, pass));
    case 'flatten':
      return reshaped([sizeOf(shape)]);
    case 'reshape':
      if (sizeOf(operation.shape) !== sizeOf(shape))
        throw new ConfigError(`${who}: reshape to [${operation.shape}] must keep the size, got [${shape}]`);
      return reshaped(operation.shape);
    case 'channels': {
      const { start, count } = operation;
      const channels = shape.at(-1)!;
      if (start + count > channels)
        throw new ConfigError(
          `${who}: channels must be among ${channels}, got ${start} .. ${start + count - 1}`,
        );
      const begin = [...shape.map(() => 0), start];
      return plain([...shape.slice(0, -1), count], (x) =>
        tf.slice(x, begin, [-1, ...shape.slice(0, -1), count]),
      );
    }
    default:
      if (shape.length !== 3)
        throw new ConfigError(
          `${who}: ${operation.op} must be given a map [height, width, channels], got [${shape}]`,
        );
      return mapOperation(operation, site);
  }
}

type VectorName = 'dense' | 'batchNorm' | 'activation' | 'dropout' | 'flatten' | 'reshape' | 'channels';
type MapOperation = Exclude<Operation, { op: VectorName }>;

function mapOperation(operation: MapOperation, site: OperationSite): OperationLayer {
  const { who, shape } = site;
  const [height, width, channels] = shape as readonly [number, number, number];
  const map = [height, width] as const;
  switch (operation.op) {
    case 'conv': {
      const layer = conv2d(operation);
      const size = windowedShape(who, map, { ...operation, size: operation.kernelSize });
      return learned([...size, operation.filters], {
        init: (rng) => layer.init(channels, rng),
        apply: layer.apply,
      });
    }
    case 'maskedConv':
      return maskedConvOf(operation, site);
    case 'transposedConv': {
      const layer = transposedConv2d(operation);
      const size = transposedShape(who, map, { ...operation, size: operation.kernelSize });
      return learned([...size, operation.filters], {
        init: (rng) => layer.init(channels, rng),
        apply: layer.apply,
      });
    }
    case 'localResponseNorm':
      return plain(shape, (x) => localResponseNorm(operation).apply(x as Tensor4D));
    case 'maxPool':
    case 'averagePool': {
      const { size, strides = size, padding } = operation;
      const pool = operation.op === 'maxPool' ? maxPool2d(operation) : averagePool2d(operation);
      const pooled = windowedShape(who, map, { size, strides, padding });
      return plain([...pooled, channels], (x) => pool.apply(x as Tensor4D));
    }
    case 'adaptiveAveragePool':
      return plain([...operation.size, channels], (x) =>
        adaptiveAveragePool2d(operation).apply(x as Tensor4D),
      );
    case 'globalAveragePool':
      return plain([channels], (x) => tf.mean(x, [1, 2]));
    case 'maxUnpool':
      return maxUnpoolOf(operation, site);
  }
}

function maskedConvOf(
  operation: Extract<Operation, { op: 'maskedConv' }>,
  { who, shape }: OperationSite,
): OperationLayer {
  const [height, width, channels] = shape as readonly [number, number, number];
  const layer = maskedConv2d(operation);
  const size = windowedShape(who, [height, width], { ...operation, size: operation.kernelSize });
  return {
    shape: [...size, operation.filters],
    init: (rng) => layer.init(channels, rng),
    // What `init` of the same layer made.
    apply: (params, state, { x, pass }) => ({
      y: layer.apply(params as ConvParams, state as MaskState, x as Tensor4D, pass),
      state,
    }),
  };
}

function maxUnpoolOf(
  { of }: Extract<Operation, { op: 'maxUnpool' }>,
  { who, shape, earlier }: OperationSite,
): OperationLayer {
  const pool = earlier.get(of);
  if (pool?.operation.op !== 'maxPool' || pool.operation.padding !== 'valid')
    throw new ConfigError(`${who}: maxUnpool must undo an earlier max pool without padding, got ${of}`);
  if (String(pool.shape) !== String(shape))
    throw new ConfigError(`${who}: maxUnpool of ${of} must be given [${pool.shape}], got [${shape}]`);
  const layer = maxUnpool2d(pool.operation);
  return plain(pool.given, (x, { at }) => layer.apply(x as Tensor4D, at(of)));
}

const reshaped = (shape: ValueShape): OperationLayer =>
  plain(shape, (x) => tf.reshape(x, [x.shape[0]!, ...shape]));

function batchNormOf(
  { settings, axis = 'channels' }: Extract<Operation, { op: 'batchNorm' }>,
  { shape, who }: OperationSite,
): OperationLayer {
  const layer = batchNorm(settings);
  if (axis === 'height') return rowNormOf(layer, { shape, who });
  return {
    shape,
    init: (rng) => layer.init(shape.at(-1)!, rng),
    // What `init` of the same layer made.
    apply: (params, state, { x, pass }) =>
      layer.apply(params as BatchNormParams, state as BatchNormState, x, pass),
  };
}

/** Batch normalisation whose rows have moments of their own, over the examples, columns and channels. */
function rowNormOf(
  layer: ReturnType<typeof batchNorm>,
  { shape, who }: Pick<OperationSite, 'shape' | 'who'>,
): OperationLayer {
  if (shape.length !== 3)
    throw new ConfigError(`${who}: batchNorm over height must be given a map, got [${shape}]`);
  const exchanged = (x: Tensor) => tf.transpose(x, [0, 3, 2, 1]);
  return {
    shape,
    init: (rng) => layer.init(shape[0]!, rng),
    apply: (params, state, { x, pass }) => {
      const rows = exchanged(x);
      const made = layer.apply(params as BatchNormParams, state as BatchNormState, rows, pass);
      return { y: exchanged(made.y), state: made.state };
    },
  };
}
