import { createRng, ndArray, ShapeError, tf, useBackend } from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConvCellInput } from '../cells/takesFeedback';
import { movieOf } from '../network/Presentation';
import { chain, convolution, disposeNetwork, tinyNetwork } from './_tinyNetworks.fixture';
import { gateActivity } from './gateActivity';
import { gateFigures } from './gateFigures';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const withCell = (cell: ConvCellInput, constants = {}) =>
  tinyNetwork(
    {
      graph: chain(
        [2, 2, 1],
        [
          { name: 'a', before: [convolution(1)], cell },
          { name: 'out', before: [{ op: 'flatten' }] },
        ],
      ),
      presentation: { mode: 'own', timesteps: 3, imageOn: 1, imageOff: 2, blank: 0 },
      decodeFrom: 'signal',
    },
    { 'a/conv/kernel': 1, ...constants },
  );
const images = ndArray(Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('gateActivity', () => {
  it('gives the gate that each pixel has by itself', () => {
    // A kernel of one pixel that is 1 for input and state: g = sigmoid(x + h), h' = g h + (1 - g) tanh(x + h).
    const network = withCell(
      { kind: 'ugrnn', kernelSize: 1, gateBias: 0 },
      { 'a/cell/kernel': 1, 'a/cell/recurrentKernel': 1 },
    );
    const [gate, ...others] = gateActivity(network, { images });
    expect([gate!.node, gate!.gate, others]).toEqual(['a', 'gate', []]);
    const shown = sigmoid(2);
    const after = (1 - shown) * Math.tanh(2);
    const seen = gate!.maps.map((rows) => rows[0]![1]!);
    [0.5, shown, sigmoid(after)].forEach((value, step) => expect(seen[step]).toBeCloseTo(value, 6));
    expect(gate!.means[1]).toBeCloseTo(
      [1, 2, 3, 4].reduce((sum, x) => sum + sigmoid(x) / 4, 0),
      6,
    );
    disposeNetwork(network);
  });

  it('gives a reciprocal gated cell what it multiplies by: 0 where its gates are shut, more than 1 where tanh is negative', () => {
    const all = (options: object) => {
      const network = withCell({ kind: 'reciprocalGated', ...options });
      const found = gateActivity(network, { images });
      disposeNetwork(network);
      return Object.fromEntries(found.map(({ gate, means }) => [gate, means]));
    };
    const same = (values: readonly number[] | undefined, value: number) => {
      expect(values).toHaveLength(3);
      for (const seen of values!) expect(seen).toBeCloseTo(value, 3);
    };
    // f(20) = 1, and the cell multiplies by 1 - f.
    const shut = all({ tauBias: 20, gateBias: 20 });
    for (const gate of ['cellTau', 'cellGate', 'outTau', 'outGate']) same(shut[gate], 0);
    const open = all({
      tauBias: -20,
      gateBias: -20,
      gateActivation: 'tanh',
      gateOffset: 0.7,
      gateMultiplier: -0.7,
    });
    for (const gate of ['cellTau', 'outTau']) same(open[gate], 1);
    for (const gate of ['cellGate', 'outGate']) same(open[gate], 1.4);
  });

  it('lies between 0 and 1 at every step, the last ones too, and is the mean of its maps', () => {
    for (const kind of ['gru', 'lstm', 'reciprocalGated'] as const) {
      const network = withCell({ kind });
      const drawn = ndArray(Float32Array.from(createRng(1).normal(8)), [2, 2, 2, 1]);
      const found = gateActivity(network, { images: drawn });
      expect(found.length).toBeGreaterThan(1);
      for (const { maps, means, gate } of found) {
        expect(gate).not.toBe('candidate');
        expect(maps).toHaveLength(3);
        maps.forEach((rows, step) => {
          for (const value of rows.flat()) expect(value >= 0 && value <= 1).toBe(true);
          expect(rows.flat().reduce((sum, value) => sum + value / 4, 0)).toBeCloseTo(means[step]!, 10);
        });
      }
      disposeNetwork(network);
    }
  });

  it('is the mean over images however many there are', () => {
    const network = withCell({ kind: 'gru' });
    const drawn = Float32Array.from(createRng(1).normal(40 * 4));
    const [all] = gateActivity(network, { images: ndArray(drawn, [40, 2, 2, 1]) });
    const each = Array.from({ length: 40 }, (_, image) => {
      const one = ndArray(drawn.slice(image * 4, image * 4 + 4), [1, 2, 2, 1]);
      return gateActivity(network, { images: one })[0]!.maps[1]![1]![0]!;
    });
    expect(all!.maps[1]![1]![0]).toBeCloseTo(
      each.reduce((sum, value) => sum + value / 40, 0),
      6,
    );
    disposeNetwork(network);
  });

  it('is drawn with the first row of the map on top, and not at all without gates', () => {
    const network = withCell({ kind: 'timeDecay' });
    expect(gateActivity(network, { images })).toEqual([]);
    disposeNetwork(network);
    const movie = movieOf({ mode: 'constant', timesteps: 1 });
    expect(gateFigures([], movie)).toEqual([]);
    const activity = { node: 'a', gate: 'outGate', maps: [[[1], [2]]], means: [1.5] };
    const [mean, maps] = gateFigures([activity], movie);
    for (const { caption } of [mean!, maps!])
      expect(caption).toContain('outGate multiplies what the output takes in');
    if (maps?.kind !== 'maps') throw new Error('another figure');
    expect(maps.maps).toEqual([{ label: '0 ms', values: [[2], [1]] }]);
    expect(maps.range).toEqual([0, 2]);
  });

  it('wants images of the size of the network', () => {
    const network = withCell({ kind: 'gru' });
    expect(() => gateActivity(network, { images: ndArray(new Float32Array(9), [1, 3, 3, 1]) })).toThrow(
      ShapeError,
    );
    disposeNetwork(network);
  });
});
