import {
  activations,
  adaptiveAveragePool2d,
  averagePool2d,
  batchNorm,
  ConfigError,
  dense,
  dropout,
  maxPool2d,
  sizeOf,
  tf,
  type BatchNormParams,
  type BatchNormState,
  type Tensor2D,
  type Tensor4D,
} from '@goal-driven/core';
import type { Op } from '../graph/Op';
import { convOp, depthwiseOp } from './convOps';
import { learned, plain, type OpLayer, type ValueShape } from './OpLayer';
import { residualOp } from './residualOp';
import { windowedShape } from './windowedShape';

export type OpSite = {
  /** The node, for errors. */
  readonly node: string;
  /** What the operation is given. */
  readonly shape: ValueShape;
  /** What entered the node. */
  readonly entered: ValueShape;
};

/**
 * The layer of an operation, where it stands.
 *
 * @throws ConfigError when the operation does not fit the shape there
 */
export function createOp(op: Op, site: OpSite): OpLayer {
  const { shape, node } = site;
  if (op.op === 'dense') return denseOp(op, site);
  if (op.op === 'flatten') return plain([sizeOf(shape)], (x) => tf.reshape(x, [x.shape[0]!, sizeOf(shape)]));
  if (op.op === 'activation') return plain(shape, (x) => activations[op.activation](x));
  if (op.op === 'dropout') return plain(shape, (x, pass) => dropout(op).apply(x, pass));
  if (op.op === 'batchNorm') return batchNormOp(op, shape);
  if (shape.length !== 3)
    throw new ConfigError(`${node}: ${op.op} must be given a map [height, width, channels], got [${shape}]`);
  const [height, width, channels] = shape as [number, number, number];
  switch (op.op) {
    case 'conv':
      return convOp(op, site);
    case 'depthwise':
      return depthwiseOp(op, site);
    case 'residual':
      return residualOp(op, site);
    case 'maxPool':
    case 'averagePool': {
      const { size, strides = size, padding } = op;
      const pooled = windowedShape(`${node}: ${op.op}`, [height, width], { size, strides, padding });
      const pool = op.op === 'maxPool' ? maxPool2d(op) : averagePool2d(op);
      return plain([...pooled, channels], (x) => pool.apply(x as Tensor4D));
    }
    case 'adaptiveAveragePool':
      return plain([...op.size, channels], (x) => adaptiveAveragePool2d(op).apply(x as Tensor4D));
    case 'globalAveragePool':
      return plain([channels], (x) => tf.mean(x, [1, 2]));
  }
}

function denseOp(op: Extract<Op, { op: 'dense' }>, { node, shape }: OpSite): OpLayer {
  if (shape.length !== 1)
    throw new ConfigError(`${node}: dense must be given a vector (flatten it before), got [${shape}]`);
  const layer = dense(op);
  return learned([op.units], {
    init: (rng) => layer.init(shape[0]!, rng),
    apply: (params, { x, pass }) => layer.apply(params, x as Tensor2D, pass),
  });
}

function batchNormOp({ settings }: Extract<Op, { op: 'batchNorm' }>, shape: ValueShape): OpLayer {
  const layer = batchNorm(settings);
  return {
    shape,
    init: (rng) => layer.init(shape.at(-1)!, rng),
    // What `init` of the same layer made.
    apply: (params, state, { x, pass }) =>
      layer.apply(params as BatchNormParams, state as BatchNormState, x, pass),
  };
}
