import { FeedForwardConfig, feedForward, sizeOf, type OperationInput } from '@goal-driven/core';
import { RELU } from './imageNetwork';

const EMBEDDING = 128;

/**
 * A network whose readout is replaced by the head of SimCLR: `nl_0`, dense and as wide as what the readout saw, then
 * `nl_1`, dense to 128; both without bias, normalised over the batch, the last one without a learned shift.
 *
 * The spec leaves momentum and epsilon open: 0.9 and 1e-5, as in the networks.
 *
 * @source Chen et al. 2020, arXiv:2002.05709; Nayebi et al. 2020, arXiv:2010.11765
 */
export function withEmbedding(config: FeedForwardConfig): FeedForwardConfig {
  const last = config.nodes.at(-1)!; // the schema wants a node
  const body = { ...config, nodes: [...config.nodes.slice(0, -1), { ...last, operations: last.operations.slice(0, -1) }] }; // prettier-ignore
  const { shapes } = feedForward(body);
  const width = sizeOf(shapes[last.name]!);
  const layer = (units: number, center: boolean): OperationInput[] => [
    {
      ...{ op: 'dense', name: 'dense', units, bias: false },
      kernelInitializer: { kind: 'randomNormal', stddev: 0.01 },
    },
    { op: 'batchNorm', settings: { convention: 'tensorflow', momentum: 0.9, epsilon: 1e-5, center } },
  ];
  return FeedForwardConfig.parse({
    ...body,
    name: `${config.name}-embedding`,
    nodes: [
      ...body.nodes,
      { name: 'nl_0', from: [last.name], operations: [...layer(width, true), RELU] },
      { name: 'nl_1', from: ['nl_0'], operations: layer(EMBEDDING, false) },
    ],
  });
}
