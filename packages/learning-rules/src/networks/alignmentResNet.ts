import type { FeedForwardInput, OperationInput } from '@goal-driven/core';
import { imageNetwork, RELU, square, type Made, type Nodes } from './imageNetwork';

export type AlignmentResNetOptions = {
  /** 18 and 34 have blocks of two convolutions, 50 of three, the last with four times the channels. */
  readonly depth: 18 | 34 | 50;
  /** 1: activation after the sum; 2: before the convolutions. */
  readonly version: 1 | 2;
};

const BLOCKS = { 18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 6, 3] } as const;

const conv = (
  name: string,
  filters: number,
  { size, stride }: { size: number; stride: number },
): OperationInput => {
  const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  return {
    op: 'conv',
    name,
    filters,
    kernelSize: square(size),
    strides: square(stride),
    // Padded on both sides where it steps, whatever the size of the map; TensorFlow's rule pads the end first.
    padding: stride === 1 ? 'same' : [[before, after], [before, after]],
    bias: false,
    kernelInitializer: { kind: 'varianceScaling', scale: 1, mode: 'fanIn' },
  }; // prettier-ignore
};

const norm = (momentum: number, gamma: 0 | 1 = 1): OperationInput => ({
  op: 'batchNorm',
  settings: {
    convention: 'tensorflow',
    momentum,
    epsilon: 1e-5,
    ...(gamma === 0 && { gammaInitializer: { kind: 'zeros' as const } }),
  },
});

/**
 * The residual networks in which rules were compared and identified: a projection in the first block of every group,
 * explicit padding where a convolution steps. Layers `conv0.conv`, `group<g>_<i>.main.conv1` and so on, `dense`: 22, 38 or
 * 54 of them.
 *
 * @source Kunin et al. 2020, arXiv:2003.01513
 */
export function alignmentResNet(
  { image, classes }: Made,
  { depth, version }: AlignmentResNetOptions,
): FeedForwardInput {
  const nodes: Nodes = [];
  const stem = version === 1 ? [norm(0.9), RELU] : [];
  const pool: OperationInput = { op: 'maxPool', size: square(3), strides: square(2), padding: 'same' };
  nodes.push({
    name: 'conv0',
    from: ['image'],
    operations: [conv('conv', 64, { size: 7, stride: 2 }), ...stem, pool],
  });
  let from = 'conv0';
  BLOCKS[depth].forEach((count, group) => {
    for (let index = 0; index < count; index++) {
      const name = `group${group + 1}_${index}`;
      const block = {
        name,
        from,
        filters: 64 * 2 ** group,
        stride: group > 0 && index === 0 ? 2 : 1,
        first: index === 0,
        bottleneck: depth === 50,
      };
      nodes.push(...(version === 1 ? blockAfter(block) : blockBefore(block)));
      from = name;
    }
  });
  if (version === 2) nodes.push({ name: 'final', from: [from], operations: [norm(0.997), RELU] });
  const start = version === 1 ? { kernelInitializer: { kind: 'randomNormal' as const, stddev: 0.01 } } : {};
  nodes.push({
    name: 'dense',
    from: [version === 2 ? 'final' : from],
    operations: [{ op: 'globalAveragePool' }, { op: 'dense', name: 'dense', units: classes, ...start }],
  });
  return imageNetwork(`resnet${depth}${version === 2 ? 'v2' : ''}`, image, nodes);
}

type Block = {
  readonly name: string;
  readonly from: string;
  readonly filters: number;
  readonly stride: number;
  /** Of its group: its input is projected. */
  readonly first: boolean;
  readonly bottleneck: boolean;
};

/** The convolutions of a block, in turn. */
const convolutions = ({ filters, stride, bottleneck }: Block): OperationInput[] =>
  bottleneck
    ? [
        conv('conv1', filters, { size: 1, stride: 1 }),
        conv('conv2', filters, { size: 3, stride }),
        conv('conv3', 4 * filters, { size: 1, stride: 1 }),
      ]
    : [conv('conv1', filters, { size: 3, stride }), conv('conv2', filters, { size: 3, stride: 1 })];

const projectionOf = ({ filters, stride, bottleneck }: Block): OperationInput =>
  conv('conv0', bottleneck ? 4 * filters : filters, { size: 1, stride });

function blockAfter(block: Block): Nodes {
  const { name, from, first } = block;
  const convs = convolutions(block);
  const main = convs.flatMap((each, index) =>
    index < convs.length - 1 ? [each, norm(0.9), RELU] : [each, norm(0.9, 0)],
  );
  const projection = [projectionOf(block), norm(0.9)];
  return [
    { name: `${name}.main`, from: [from], operations: main },
    ...(first ? [{ name: `${name}.shortcut`, from: [from], operations: projection }] : []),
    { name, from: [`${name}.main`, first ? `${name}.shortcut` : from], operations: [RELU] },
  ];
}

function blockBefore(block: Block): Nodes {
  const { name, from, first } = block;
  const active = `${name}.active`;
  const main = convolutions(block).flatMap((each, index) =>
    index === 0 ? [each] : [norm(0.997), RELU, each],
  );
  return [
    { name: active, from: [from], operations: [norm(0.997), RELU] },
    { name: `${name}.main`, from: [active], operations: main },
    ...(first ? [{ name: `${name}.shortcut`, from: [active], operations: [projectionOf(block)] }] : []),
    { name, from: [`${name}.main`, first ? `${name}.shortcut` : from] },
  ];
}
