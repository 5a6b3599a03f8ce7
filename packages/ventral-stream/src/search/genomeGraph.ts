import type { ConvCellInput } from '../cells/takesFeedback';
import { Graph, type GraphNode } from '../graph/Graph';
import { intermediateGraph, READOUT, reciprocalGraph, shallowGraph, type CellOf } from '../models/baseGraphs';
import { channelsAt, type ModelScale } from '../models/ModelScale';
import type { Op } from '../graph/Op';
import { BYPASSES, CHAINS, FEEDBACKS, type LayerName } from './connections';
import type { CellGenome, Genome } from './Genome';
import { reciprocalGatedOf } from './reciprocalGatedOf';

/** What a genome stands for: a circuit, and how it is trained. */
export type GenomeGraph = { readonly graph: Graph; readonly training: Genome['training'] };

/**
 * The graph of a genome at a scale; channels of cells are scaled like those of layers. The base is the published one of
 * its chain, with the start and penalty of its convolutions from the genome. A layer whose cell the genome leaves out
 * has an elu in its place, where the published chain would have left it linear. Arrows are in the order of their genes.
 */
export function genomeGraph(genome: Genome, scale: ModelScale): GenomeGraph {
  const base = baseGraph(genome, scale);
  const has = ({ kind, name }: (typeof FEEDBACKS)[number]) => genome[kind][name] === true;
  const arrows = [...FEEDBACKS, ...BYPASSES].filter(has).map(({ kind, from, to }) => ({ kind, from, to }));
  const graph = Graph.parse({
    ...base,
    nodes: base.nodes.map((node) => (node.name === READOUT ? node : ownBase(node, genome))),
    edges: [...base.edges, ...arrows],
  });
  return { graph, training: genome.training };
}

function baseGraph({ base: { chain }, cells, cell }: Genome, scale: ModelScale): Graph {
  const cellAt: CellOf = (layer) => {
    const name = `conv${layer}` as LayerName; // chains ask for layers that may have a cell
    return cells[name] === true ? cellOf(cell, { layer: name, scale, chain }) : null;
  };
  if (chain === 'shallow') return shallowGraph(scale, { cell: cellAt, rectified: false });
  if (chain === 'intermediate') return intermediateGraph(scale, cellAt);
  return reciprocalGraph(scale, { cell: cellAt, feedback: [] });
}

function ownBase(node: GraphNode, { base, cells }: Genome): GraphNode {
  const ops = (list: readonly Op[]) =>
    list.map((op) => (op.op === 'conv' ? { ...op, ...startOf(base) } : op));
  const before = ops(node.before);
  const layers: readonly string[] = CHAINS[base.chain];
  const linear =
    base.chain !== 'intermediate' && layers.includes(node.name) && cells[node.name as LayerName] !== true;
  return {
    ...node,
    before: linear ? [...before, { op: 'activation', activation: 'elu' }] : before,
    after: ops(node.after),
  };
}

const scaled = (scale: number) =>
  ({ kind: 'varianceScaling', scale, mode: 'fanIn', distribution: 'truncatedNormal' }) as const;

const startOf = ({ kernelScale, decay }: { readonly kernelScale: number; readonly decay: number }) => ({
  kernelInitializer: scaled(kernelScale),
  l2: decay,
});

type Place = {
  readonly layer: LayerName;
  readonly scale: ModelScale;
  readonly chain: Genome['base']['chain'];
};

function cellOf(cell: CellGenome, { layer, scale, chain }: Place): ConvCellInput {
  switch (cell.kind) {
    case 'timeDecay':
      return cell;
    case 'reciprocalGated':
      return {
        ...reciprocalGatedOf(cell, scale),
        ...startOf(cell),
        ...(chain === 'shallow' && { cutKernels: 'all' as const }), // as its published cells
      };
    case 'lstm': {
      const { kernelScale, decay, channels, ...own } = cell.layers[layer]!; // the schema wants one of each cell
      return {
        kind: 'lstm',
        ...own,
        channels: channelsAt(scale, channels),
        ...startOf({ kernelScale, decay }),
      };
    }
    default: {
      const { kernelScale, decay, ...own } = cell;
      return { ...own, ...startOf({ kernelScale, decay }) };
    }
  }
}
