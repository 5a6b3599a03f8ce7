import { createRng, ndArray, tf, useBackend } from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConvCellInput } from '../cells/takesFeedback';
import { chain, convolution, disposeNetwork, tinyNetwork } from './_tinyNetworks.fixture';
import { recordLayers } from './recordLayers';
import { recordStates } from './recordStates';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const withCell = (cell: ConvCellInput, constants = {}, size: 1 | 2 = 1) =>
  tinyNetwork(
    {
      graph: chain(
        [size, size, 1],
        [
          { name: 'a', before: [convolution(1)], cell },
          { name: 'out', before: [{ op: 'flatten' }] },
        ],
      ),
      presentation: { mode: 'own', timesteps: 4, imageOn: 1, imageOff: 3, blank: 0 },
    },
    { 'a/conv/kernel': 1, ...constants },
  );
const images = ndArray(Float32Array.of(2, -1), [2, 1, 1, 1]);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('recordStates', () => {
  it('gives the memory of an intersection RNN, which is not its output, by hand', () => {
    // Kernels of one pixel that are 1 for input and state: all drives are z = x + h, and
    // h' = p h + (1 - p) tanh(z), y = q x + (1 - q) relu(z) with p = q = sigmoid(z).
    const network = withCell(
      { kind: 'intersectionRnn', kernelSize: 1, timeBias: 0, depthBias: 0 },
      { 'a/cell/kernel': 1, 'a/cell/recurrentKernel': 1 },
    );
    const states = recordStates(network, { images }, ['a'])['a']!;
    const outputs = recordLayers(network, { images }, ['a'])['a']!;
    expect(states.shape).toEqual([2, 4, 1]);
    [2, -1].forEach((pixel, image) => {
      let h = 0;
      [0, pixel, pixel, 0].forEach((x, step) => {
        const [z, at] = [x + h, image * 4 + step];
        expect(outputs.values[at]).toBeCloseTo(sigmoid(z) * x + (1 - sigmoid(z)) * Math.max(z, 0), 6);
        h = sigmoid(z) * h + (1 - sigmoid(z)) * Math.tanh(z);
        expect(states.values[at]).toBeCloseTo(h, 6);
      });
    });
    disposeNetwork(network);
  });

  it.each(['lstm', 'reciprocalGated'] as const)(
    'gives both states of %s, the second being its output',
    (kind) => {
      const network = withCell({ kind }, {}, 2);
      const drawn = ndArray(Float32Array.from(createRng(1).normal(40 * 4)), [40, 2, 2, 1]);
      const states = recordStates(network, { images: drawn }, ['a'], { pooled: false })['a']!;
      const outputs = recordLayers(network, { images: drawn }, ['a'])['a']!;
      expect([states.shape, outputs.shape]).toEqual([
        [40, 4, 2, 2, 2],
        [40, 4, 2, 2, 1],
      ]);
      const [cells, rates] = [0, 1].map((place) => states.values.filter((_, index) => index % 2 === place));
      expect(rates).toEqual(outputs.values);
      expect(cells).not.toEqual(rates);
      const means = recordStates(network, { images: drawn }, ['a'])['a']!;
      expect(means.shape).toEqual([40, 4, 2]);
      const row = 39 * 4 + 2; // of the second batch
      const mean = cells!.slice(row * 4, row * 4 + 4).reduce((sum, value) => sum + value / 4, 0);
      expect(means.values[row * 2]).toBeCloseTo(mean, 6);
      disposeNetwork(network);
    },
  );

  it('wants nodes with a cell', () => {
    const network = withCell({ kind: 'gru' });
    expect(() => recordStates(network, { images }, ['out'])).toThrow(
      'recordStates: nodes must have a cell, got out',
    );
    disposeNetwork(network);
  });
});
