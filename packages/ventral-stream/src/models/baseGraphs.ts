import type { ConvCellInput } from '../cells/takesFeedback';
import { Graph, IMAGE, type GraphInput } from '../graph/Graph';
import { channelsAt, type ModelScale } from './ModelScale';
import { baseConv, ELU, intermediateReadout, POOL, shallowReadout } from './nodeParts';

type NodeInput = GraphInput['nodes'][number];
type EdgeInput = GraphInput['edges'][number];

/** The cell of a layer, or none; `layer` counts from 1, `channels` are those of the layer's convolution. */
export type CellOf = (layer: number, channels: number) => ConvCellInput | null;

/** The name of the readout in the published graphs. */
export const READOUT = 'imnetds';

/** A chain of nodes, each fed by the one before, and further arrows. */
export function chainOf(
  scale: ModelScale,
  nodes: readonly NodeInput[],
  further: readonly EdgeInput[] = [],
): Graph {
  const names = nodes.map(({ name }) => name);
  const chain = names.map((to, index) => ({ from: index === 0 ? IMAGE : names[index - 1]!, to }));
  return Graph.parse({
    input: [scale.size, scale.size, 3],
    nodes,
    edges: [...chain, ...further],
  });
}

const SHALLOW = [64, 128, 256, 256, 512];

/**
 * The shallow networks: five convolutions and a readout, cells in conv3, conv4 and conv5.
 *
 * @param rectified whether conv3 to conv5 have an elu before their cell, as the reciprocal gated ones have
 */
export function shallowGraph(
  scale: ModelScale,
  { cell, rectified }: { readonly cell: CellOf; readonly rectified: boolean },
): Graph {
  const nodes = SHALLOW.map((width, index): NodeInput => {
    const layer = index + 1;
    const channels = channelsAt(scale, width);
    const activation = layer < 3 || rectified ? 'elu' : 'linear';
    const conv = baseConv(channels, layer === 1 ? { size: 7, stride: 2, activation } : { activation });
    return {
      name: `conv${layer}`,
      before: [conv],
      cell: layer < 3 ? null : cell(layer, channels),
      after: [POOL],
    };
  });
  return chainOf(scale, [...nodes, { name: READOUT, ...shallowReadout(scale.classes) }]);
}

const RESIDUAL = [64, 64, 64, 128, 128, 256, 256, 512, 512, 512];
const POOLED = new Set([1, 4, 6, 7, 10]);

/** The intermediate networks of all cells but the reciprocal gated one: residual blocks with the cell within. */
export function intermediateGraph(scale: ModelScale, cell: CellOf): Graph {
  const nodes = RESIDUAL.map((width, index): NodeInput => {
    const layer = index + 1;
    const channels = channelsAt(scale, width);
    const pool = POOLED.has(layer) ? [POOL] : [];
    const name = `conv${layer}`;
    if (layer === 1)
      return { name, before: [baseConv(channels, { size: 7, stride: 2 })], after: [ELU, ...pool] };
    return {
      name,
      before: [baseConv(channels, { activation: 'elu' })],
      cell: layer < 4 ? null : cell(layer, channels),
      after: [baseConv(channels), { op: 'residual' }, ELU, ...pool],
    };
  });
  return chainOf(scale, [...nodes, { name: READOUT, before: intermediateReadout(scale.classes) }]);
}

const RECIPROCAL = [64, 128, 128, 128, 128, 256, 256, 256, 512, 512];

/** The five arrows back of the published reciprocal gated network. */
export const FEEDBACK: readonly (readonly [from: number, to: number])[] = [
  [8, 5],
  [9, 6],
  [10, 7],
  [7, 6],
  [10, 9],
];

/** The intermediate reciprocal gated network: one convolution per layer, residuals and feedback within the cells. */
export function reciprocalGraph(
  scale: ModelScale,
  { cell, feedback = FEEDBACK }: { readonly cell: CellOf; readonly feedback?: typeof FEEDBACK },
): Graph {
  const nodes = RECIPROCAL.map((width, index): NodeInput => {
    const layer = index + 1;
    const channels = channelsAt(scale, width);
    const pool = POOLED.has(layer) ? [POOL] : [];
    const conv = baseConv(channels, layer === 1 ? { size: 7, stride: 2 } : {});
    const own = layer < 4 ? null : cell(layer, channels);
    return {
      name: `conv${layer}`,
      before: [conv],
      cell: own,
      // The cell begins with an elu and ends in one.
      after: own === null ? [ELU, ...pool] : pool,
    };
  });
  const back = feedback.map(([from, to]) => ({
    from: `conv${from}`,
    to: `conv${to}`,
    kind: 'feedback' as const,
  }));
  return chainOf(scale, [...nodes, { name: READOUT, before: intermediateReadout(scale.classes) }], back);
}
