import { ConfigError, DataError } from '@goal-driven/core';
import { expect, it } from 'vitest';
import { smallGraph } from './_smallGraph.fixture';
import { boundedGraph } from './boundedGraph';

const withFirst = (layer: object) =>
  JSON.stringify({ ...smallGraph, nodes: [{ name: 'early', ...layer }, ...smallGraph.nodes.slice(1)] });

it('makes the network of a graph, watched for 8 steps after the image has come to its readout', () => {
  const { depth, movie, decodeFrom } = boundedGraph(JSON.stringify(smallGraph));
  expect({ depth, timesteps: movie.timesteps, decodeFrom }).toEqual({
    depth: 3,
    timesteps: 11,
    decodeFrom: 2,
  });
});

it('names every fault of a text that is no graph', () => {
  expect(() => boundedGraph('{')).toThrow(DataError);
  expect(() => boundedGraph(' '.repeat(200_001))).toThrow('at most 200000 letters, got 200001');
  const wrong = { ...smallGraph, nodes: [{ name: '<b>' }], more: 1 };
  expect(() => boundedGraph(JSON.stringify(wrong))).toThrow(/nodes\.0\.name: [\s\S]*more/);
});

it('refuses what a page cannot carry before any of it is made', () => {
  const refused = (text: string, words: string) => {
    expect(() => boundedGraph(text)).toThrow(ConfigError);
    expect(() => boundedGraph(text)).toThrow(words);
  };
  refused(
    JSON.stringify({ ...smallGraph, input: [256, 256, 3] }),
    '128 pixels of a side to run in a page, got 256',
  );
  refused(JSON.stringify({ ...smallGraph, input: [8, 8, 1] }), 'have 3 channels here, got [8,8,1]');
  const conv = (filters: number, size: number) => ({
    before: [{ op: 'conv', filters, kernelSize: [size, size] }],
  });
  refused(withFirst(conv(1_000_000, 3)), '4000000 parameters');
  // 25 x 25 x 3 x 1000 weights and 1000 biases alone are 1.9 million: few enough, but each meets 128 x 128 places.
  const large = JSON.parse(withFirst(conv(1000, 25))) as object;
  refused(JSON.stringify({ ...large, input: [128, 128, 3] }), 'to run in a page');
});
