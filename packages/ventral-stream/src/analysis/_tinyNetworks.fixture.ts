import { createRng, disposeTree, mapTree, tf, type Tree } from '@goal-driven/core';
import type { GraphInput } from '../graph/Graph';
import type { OpInput } from '../graph/Op';
import { convRnn } from '../network/convRnn';
import { ConvRnnConfig, type ConvRnnInput } from '../network/ConvRnnConfig';
import type { Network } from '../network/Network';

/** Convolution to one channel without bias; its kernel is all that there is. */
export const convolution = (size: number, stride = 1): OpInput => ({
  op: 'conv',
  filters: 1,
  kernelSize: [size, size],
  strides: [stride, stride],
  bias: false,
});

/** Nodes in a chain from the image, and further arrows. */
export const chain = (
  input: GraphInput['input'],
  nodes: GraphInput['nodes'],
  further: GraphInput['edges'] = [],
): GraphInput => ({
  input,
  nodes,
  edges: [
    ...nodes.map(({ name }, index) => ({ from: nodes[index - 1]?.name ?? 'image', to: name })),
    ...further,
  ],
});

/** A network whose parameters are constants by path; those that are not named are drawn. */
export function tinyNetwork(
  config: ConvRnnInput,
  constants: { readonly [path: string]: number } = {},
): Network {
  const architecture = convRnn(ConvRnnConfig.parse(config));
  const { params, state } = architecture.init(createRng(1));
  const filled = mapTree(params, (tensor, path) => {
    const value = constants[path];
    if (value === undefined) return tensor;
    tensor.dispose();
    return tf.fill(tensor.shape, value);
  });
  return { architecture, params: filled, state };
}

export const disposeNetwork = ({ params, state }: Network): void => disposeTree({ params, state } as Tree);
