import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError, type Json } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { publishedModels, type PublishedName } from './publishedModels';
import { publishedGraph } from './_publishedGraph.fixture';
import { Graph } from '../graph/Graph';
import { importPublishedGraph } from './importPublishedGraph';
import { readPublishedGraph } from './readPublishedGraph';

const shared = process.env['GOAL_DRIVEN_SHARED'];
const folder = shared === undefined ? '' : join(shared, 'data/convrnn-graphs');
const files = existsSync(folder) ? readdirSync(folder).sort() : [];
const published = { size: 224, classes: 1000, width: 1 };

/** Longer and shorter presentations have the graphs of the network without them. */
const modelOf = (file: string) => file.replace('.json', '').replace(/_t\d+$/, '') as PublishedName;

describe.skipIf(files.length === 0)('the published graph files', () => {
  it('are sixteen', () => expect(files).toHaveLength(16));

  it.each(files)('gives the graph of the named model, %s', async (file) => {
    const graph = await readPublishedGraph(join(folder, file));
    expect(graph).toEqual(publishedModels[modelOf(file)].graph(published));
  });

  it('are read as they are written where asked for', async () => {
    const written = await readPublishedGraph(join(folder, 'rgc_intermediate.json'), { asWritten: true });
    expect(written.edges.every(({ kind }) => kind === 'feedforward')).toBe(true);
    expect(written.nodes[4]!.cell).toMatchObject({
      kind: 'reciprocalGated',
      tauKernelSize: 3,
      gateActivation: 'sigmoid',
      separableTau: false,
    });
    // 128 channels in every cell: those of the convolution where left out.
    expect(written.nodes.map(({ cell }) => cell !== null && 'cellChannels' in cell)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((layer) => layer > 5 && layer < 11),
    );
    const lstm = await readPublishedGraph(join(folder, 'lstm_shallow.json'), { asWritten: true });
    expect(lstm.nodes[3]!.cell).toMatchObject({ kernelSize: 3, layerNorm: false, forgetBias: 1 });
  });
});

const OWN = 'ugrnn_own';
const load = (graph: unknown, name = OWN) => importPublishedGraph(graph as Json, { name });

/** The graph of the fixture with something else in a node, or in the first operation of a node. */
function changed(at: number, changes: object, part: 'node' | 'operation' = 'node') {
  const graph = publishedGraph();
  const node = graph.nodes[at]!;
  Object.assign(part === 'node' ? node : (node['pre_memory'] as [object])[0], changes);
  return graph;
}

describe('importPublishedGraph', () => {
  it('knows all functions, worked by hand', () => {
    const start = { kind: 'varianceScaling' } as const;
    const base = { padding: 'same', kernelInitializer: start } as const;
    const graph = importPublishedGraph(JSON.stringify(publishedGraph()), { name: OWN });
    expect(graph).toEqual(
      Graph.parse({
        input: [16, 16, 3],
        nodes: [
          {
            name: 'conv1',
            before: [
              {
                op: 'conv',
                filters: 4,
                kernelSize: [7, 7],
                strides: [2, 2],
                ...base,
                biasInitializer: { kind: 'constant', value: 0.5 },
                l2: 1e-4,
              },
              { op: 'dropout', rate: 0.25 },
            ],
            after: [
              { op: 'activation', activation: 'elu' },
              { op: 'conv', filters: 4, kernelSize: [3, 3], ...base, activation: 'relu' },
              { op: 'residual' },
              { op: 'maxPool', size: [3, 3], strides: [2, 2], padding: 'same' },
            ],
          },
          {
            name: 'conv2',
            before: [{ op: 'conv', filters: 6, kernelSize: [3, 3], ...base, l2: 1e-4 }],
            cell: { kind: 'ugrnn', kernelSize: 5, channels: 8, l2: 1e-3 },
          },
          {
            name: 'conv3',
            before: [{ op: 'conv', filters: 6, kernelSize: [1, 1], ...base, l2: 1e-4 }],
          },
          {
            name: 'imnetds',
            before: [
              { op: 'globalAveragePool' },
              {
                op: 'dense',
                units: 5,
                kernelInitializer: { kind: 'randomNormal', stddev: 0.01 },
                biasInitializer: { kind: 'ones' },
                l2: 1e-4,
              },
            ],
          },
        ],
        edges: [
          { from: 'image', to: 'conv1' },
          { from: 'conv1', to: 'conv2' },
          { from: 'conv2', to: 'conv3' },
          { from: 'conv1', to: 'conv3', kind: 'bypass' },
          { from: 'conv3', to: 'imnetds' },
          { from: 'conv2', to: 'conv1', kind: 'feedback' },
        ],
      }),
    );
  });

  it('flattens a map that is read by fc', () => {
    const graph = publishedGraph();
    (graph.nodes[3]!['pre_memory'] as object[]).splice(0, 2);
    expect(load(graph).nodes[3]!.before.map(({ op }) => op)).toEqual(['flatten', 'dense']);
  });

  const plain = { function: 'memory', memory_decay: 0.5, trainable: false };
  it.each<[string, unknown, string | RegExp]>([
    [
      'a function that there is not',
      changed(1, { function: 'eval' }, 'operation'),
      /ugrnn_own: conv2: it must be a node as published, got[^]*pre_memory\[0\]\.function/,
    ],
    ['a key that there is not', changed(1, { colour: 1 }), /conv2: [^]*Unrecognized key: "colour"/],
    [
      'a key that an operation has not',
      changed(0, { groups: 2 }, 'operation'),
      /conv1: [^]*Unrecognized key: "groups"/,
    ],
    ['a batch norm', changed(0, { batch_norm: true }, 'operation'), /conv1: [^]*pre_memory\[0\]\.batch_norm/],
    [
      'more channels than there may be',
      changed(0, { out_depth: 1e9 }, 'operation'),
      /conv1: [^]*<=65536[^]*out_depth/,
    ],
    [
      'more nodes than there may be',
      { nodes: Array.from({ length: 1025 }, () => ({ name: 'a' })), edges: [{ from: 'a', to: 'a' }] },
      /ugrnn_own: it must have nodes and edges, got[^]*<=1024/,
    ],
    [
      'settings of another cell',
      changed(1, { memory: { function: 'memory', cell_depth: 8 } }),
      /ugrnn_own: conv2: memory must be that of ugrnn, got[^]*cell_depth/,
    ],
    [
      'a decay that is fixed at another value',
      changed(1, { memory: plain }),
      'ugrnn_own: conv2: a memory_decay that is not trainable must be 0, got 0.5',
    ],
    [
      'a map of another size than there is',
      changed(1, {
        memory: { function: 'memory', shape: [5, 4], filter_size: [3, 3], out_depth: 6, weight_decay: 0 },
      }),
      'ugrnn_own: conv2: shape must be [4,4], the map there, got [5,4]',
    ],
    [
      'a convolution of something else than the feed-forward input',
      changed(1, { input_name: 'conv10' }, 'operation'),
      'ugrnn_own: conv2: input_name must be that of shape_from, or split at the image, got conv10',
    ],
    [
      'a residual that nothing kept',
      changed(0, { return_input: false }, 'operation'),
      'ugrnn_own: conv1: residual_add must come after a component_conv with return_input, got it at 2',
    ],
    [
      'a start of kernels that there is not',
      changed(0, { kernel_init: 'random_normal' }, 'operation'),
      'conv1: component_conv must have stddev for random_normal, scale or nothing for variance_scaling, got {}',
    ],
    ['two images', changed(1, { shape: [16, 16, 3] }), /conv2: [^]*there must be either shape or shape_from/],
    [
      'nodes without an edge',
      { ...publishedGraph(), edges: [{ from: 'conv1', to: 'conv2' }] },
      /it must be a graph, got[^]*conv3 must have one feedforward edge, got 0/,
    ],
    [
      'an edge from nowhere',
      { ...publishedGraph(), edges: [...publishedGraph().edges, { from: 'conv9', to: 'conv2' }] },
      /edges must join nodes, got conv9 -> conv2/,
    ],
    ['text that is no JSON', '{"nodes": [', /ugrnn_own:1:12: a JSON value must follow/],
    ['a list', [], /ugrnn_own: it must have nodes and edges, got/],
  ])('refuses %s', (_what, graph, message) => {
    expect(() => load(graph)).toThrow(DataError);
    expect(() => load(graph)).toThrow(message);
  });

  it('refuses a name without a cell in it, and a loader that finds no place for its feedback', () => {
    expect(() => load(publishedGraph(), 'resnet_own')).toThrow(
      /resnet_own: the first word must name a cell, got[^]*timedecay/,
    );
    const still = changed(1, { memory: { ...plain, memory_decay: 0 } });
    expect(() => load(still, 'rgc_intermediate')).toThrow(/edges must join nodes, got conv8 -> conv5/);
    expect(load(still, 'rgc_own').nodes.every(({ cell }) => cell === null)).toBe(true);
  });

  it('is read from a file, whose name is that of the model', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'graph-')), `${OWN}.json`);
    writeFileSync(path, JSON.stringify(publishedGraph()));
    expect(await readPublishedGraph(path)).toEqual(load(publishedGraph()));
    await expect(readPublishedGraph(path, { name: 'gru_own' })).resolves.toMatchObject({
      nodes: [{}, { cell: { kind: 'gru' } }, {}, {}],
    });
  });
});
