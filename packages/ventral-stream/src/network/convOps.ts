import { conv2d, depthwiseConv2d, type Tensor4D } from '@goal-driven/core';
import type { Op } from '../graph/Op';
import type { OpSite } from './createOp';
import { learned, type OpLayer, type ValueShape } from './OpLayer';
import { windowedShape } from './windowedShape';

type ConvOp = Extract<Op, { op: 'conv' }>;
type DepthwiseOp = Extract<Op, { op: 'depthwise' }>;

/** A convolution; its kernel is cut to the map where it is not padded and larger than that. */
export function convOp(op: ConvOp, { node, shape }: OpSite): OpLayer {
  const kernelSize = cutKernel(op, shape);
  const map = convolvedShape(`${node}: conv`, { ...op, kernelSize }, shape);
  const layer = conv2d({ ...op, kernelSize });
  return learned([...map, op.filters], {
    init: (rng) => layer.init(shape[2]!, rng),
    apply: (params, { x, pass }) => layer.apply(params, x as Tensor4D, pass),
  });
}

/** A convolution of each channel by itself; cut like `convOp`. */
export function depthwiseOp(op: DepthwiseOp, { node, shape }: OpSite): OpLayer {
  const kernelSize = cutKernel(op, shape);
  const map = convolvedShape(`${node}: depthwise`, { ...op, kernelSize }, shape);
  const layer = depthwiseConv2d({ ...op, kernelSize });
  return learned([...map, shape[2]! * op.multiplier], {
    init: (rng) => layer.init(shape[2]!, rng),
    apply: (params, { x, pass }) => layer.apply(params, x as Tensor4D, pass),
  });
}

const convolvedShape = (who: string, op: ConvOp | DepthwiseOp, shape: ValueShape) =>
  windowedShape(who, shape, { ...op, size: op.kernelSize });

function cutKernel({ kernelSize, padding }: ConvOp | DepthwiseOp, shape: ValueShape): [number, number] {
  if (padding !== 'valid') return kernelSize;
  return [Math.min(kernelSize[0], shape[0]!), Math.min(kernelSize[1], shape[1]!)];
}
