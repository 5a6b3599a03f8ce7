import { describe, expect, it } from 'vitest';
import type { Graph } from '../graph/Graph';
import { ModelScale } from '../models/ModelScale';
import { publishedModels } from '../models/publishedModels';
import { compileGraph } from '../network/compileGraph';
import { Genome } from './Genome';
import { genomeGraph } from './genomeGraph';
import { medianGenome } from './medianGenome';

const scale = ModelScale.parse({});
const small = ModelScale.parse({ size: 32, classes: 10, width: 1 / 16 });
const cellAt = ({ nodes }: Graph, name: string) => nodes.find((node) => node.name === name)!.cell;

const byName = (graph: Graph): Graph => ({
  ...graph,
  edges: [...graph.edges].sort((a, b) => `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`)),
});

/** What the published loader overrides in the configuration that the search found. */
const overridden = (graph: Graph): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.cell?.kind !== 'reciprocalGated'
      ? node
      : {
          ...node,
          cell: {
            ...node.cell,
            feedbackEntry: 'out',
            feedbackKernelSize: 1,
            separableFeedback: false,
            feedbackActivation: 'linear',
            fixedBiases: 'dense', // separable gates ignore their fixed biases
          },
        },
  ),
});

const gru = (chain: 'shallow' | 'intermediate' | 'reciprocal', on: readonly number[]): Genome => {
  const layers = chain === 'shallow' ? [3, 4, 5] : [4, 5, 6, 7, 8, 9, 10];
  const pairs = on.flatMap((early) =>
    on.filter((late) => late > early).map((late) => [early, late] as const),
  );
  return Genome.parse({
    ...medianGenome,
    base: { chain, kernelScale: 2, decay: 1e-5 },
    cells: Object.fromEntries(layers.map((layer) => [`conv${layer}`, on.includes(layer)])),
    cell: { kind: 'gru', kernelSize: 2, kernelScale: 0.5, decay: 1e-6 },
    feedback: Object.fromEntries(pairs.map(([early, late]) => [`conv${late}-conv${early}`, true])),
    bypass: Object.fromEntries(
      pairs
        .filter(([early, late]) => late - early > 1)
        .map(([early, late]) => [`conv${early}-conv${late}`, true]),
    ),
  });
};

describe('genomeGraph', () => {
  it.each([scale, small])(
    'of the median genome is rgc_intermediate, but for what its loader overrides and the order of the arrows back',
    (at) => {
      const { graph } = genomeGraph(medianGenome, at);
      const published = publishedModels.rgc_intermediate.graph(at);
      expect(byName(overridden(graph))).toEqual(byName(published));
      expect(byName(graph)).not.toEqual(byName(published));
    },
  );

  it('puts cells, start, penalty and arrows where the genes say', () => {
    const { graph, training } = genomeGraph(gru('shallow', [3, 5]), small);
    expect(graph.nodes.map(({ cell }) => cell?.kind)).toEqual([
      undefined,
      undefined,
      'gru',
      undefined,
      'gru',
      undefined,
    ]);
    expect(cellAt(graph, 'conv3')).toMatchObject({
      kernelSize: 2,
      l2: 1e-6,
      kernelInitializer: { kind: 'varianceScaling', scale: 0.5 },
    });
    expect(graph.edges.slice(-2)).toEqual([
      { from: 'conv5', to: 'conv3', kind: 'feedback' },
      { from: 'conv3', to: 'conv5', kind: 'bypass' },
    ]);
    const convs = graph.nodes.flatMap(({ before }) => before.filter((op) => op.op === 'conv'));
    expect(convs.map(({ l2 }) => l2)).toEqual([1e-5, 1e-5, 1e-5, 1e-5, 1e-5, 1e-4]); // the last is the readout
    expect(convs[0]!.kernelInitializer).toMatchObject({ scale: 2 });
    expect(training).toEqual(medianGenome.training);
    expect(() => compileGraph(graph)).not.toThrow();
  });

  it('never leaves a layer linear that the genome leaves without a cell', () => {
    const last = (graph: Graph, name: string) =>
      graph.nodes.find((node) => node.name === name)!.before.at(-1);
    const elu = { op: 'activation', activation: 'elu' };
    const shallow = genomeGraph(gru('shallow', [3]), small).graph;
    expect(['conv3', 'conv4', 'conv5'].map((name) => last(shallow, name)!.op)).toEqual([
      'conv',
      'activation',
      'activation',
    ]);
    expect(last(shallow, 'conv4')).toEqual(elu);
    expect(last(genomeGraph(gru('reciprocal', [4]), small).graph, 'conv7')).toEqual(elu);
    // The residual blocks have an elu on their first convolution already.
    expect(last(genomeGraph(gru('intermediate', [4]), small).graph, 'conv7')).toMatchObject({
      op: 'conv',
      activation: 'elu',
    });
  });

  it('makes a reciprocal gated cell without its inner state of a gate of size 0, and takes in what it is told', () => {
    const { cell } = medianGenome;
    if (cell.kind !== 'reciprocalGated') throw new Error('the median cell is reciprocal gated');
    const inner = [
      'cellChannels',
      'intake',
      'cellInputKernelSize',
      'separableCellInput',
      'cellActivation',
      'cellToOut',
    ];
    const gates = [
      'inputToGate',
      'residualToCellTau',
      'residualToCellGate',
      'residualToOutGate',
      'feedbackEntry',
    ];
    const without = Object.fromEntries(
      Object.entries(cell).filter(([name]) => ![...inner, ...gates].includes(name)),
    );
    const plain = Genome.parse({ ...medianGenome, cell: { ...without, gateKernelSize: 0 } });
    const { graph } = genomeGraph(plain, small);
    expect(cellAt(graph, 'conv5')).toMatchObject({
      gateKernelSize: 0,
      inputToCell: false,
      feedbackEntry: 'out',
    });
    expect(compileGraph(graph).nodes.find(({ name }) => name === 'conv5')!.cell!.states).toEqual({
      rates: 8,
    });
    for (const [intake, inputToCell, cellResidual] of [
      ['input', true, false],
      ['residual', false, true],
      ['both', true, true],
    ]) {
      const genome = Genome.parse({ ...medianGenome, cell: { ...cell, intake } });
      expect(cellAt(genomeGraph(genome, small).graph, 'conv5')).toMatchObject({ inputToCell, cellResidual });
    }
    expect(cellAt(genomeGraph(medianGenome, small).graph, 'conv5')).toMatchObject({
      cellChannels: 4,
      tauMultiplier: -0.9219348064291611,
      fixedBiases: 'all',
      tauBias: 4.147336708899556,
    });
  });

  it('gives each layer of an LSTM its own', () => {
    const layer = (kernelSize: number, channels: number) => ({
      kernelSize,
      channels,
      forgetBias: 1,
      biasStart: -1,
      kernelScale: 1,
      decay: 1e-6,
      peepholes: kernelSize === 3,
      layerNorm: true,
    });
    const layers = { conv3: layer(2, 128), conv4: layer(3, 256), conv5: layer(4, 256) };
    const base = gru('shallow', [3, 4, 5]);
    const genome = Genome.parse({ ...base, cell: { kind: 'lstm', layers } });
    const { graph } = genomeGraph(genome, small);
    expect(cellAt(graph, 'conv4')).toMatchObject({
      kind: 'lstm',
      kernelSize: 3,
      channels: 16,
      peepholes: true,
      l2: 1e-6,
    });
    expect(cellAt(graph, 'conv5')).toMatchObject({ kernelSize: 4, channels: 16, peepholes: false });
    expect(() => compileGraph(graph)).not.toThrow();
  });
});
