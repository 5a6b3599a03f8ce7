import { createPass, createRng, ndArray, tf, useBackend, type Tensor4D } from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPublished } from '../models/createPublished';
import { chain, convolution, disposeNetwork, tinyNetwork } from './_tinyNetworks.fixture';
import { Ablation } from './Ablation';
import { recordLayers } from './recordLayers';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const pixel = ndArray(Float32Array.of(1), [1, 1, 1, 1]);
const ablation = (parts: Partial<Ablation>) => [Ablation.parse({ from: 0, to: 1, ...parts })];

describe('recordLayers', () => {
  const memory = () =>
    tinyNetwork(
      {
        graph: chain(
          [1, 1, 1],
          [
            { name: 'a', before: [convolution(1)], cell: { kind: 'timeDecay' } },
            { name: 'out', before: [{ op: 'flatten' }] },
          ],
        ),
        presentation: { mode: 'constant', timesteps: 5 },
      },
      { 'a/conv/kernel': 1, 'a/cell/decay': 0.5 },
    );

  it('gives what a trace holds, with its memory emptied, and with its input cut', () => {
    const network = memory();
    const traceOf = (parts?: Partial<Ablation>) => {
      const ablations = parts === undefined ? [] : ablation(parts);
      return [...recordLayers(network, { images: pixel }, ['a'], { ablations })['a']!.values];
    };
    // s' = s / 2 + 1
    expect(traceOf()).toEqual([1, 1.5, 1.75, 1.875, 1.9375]);
    // At step 2 it begins anew.
    expect(traceOf({ states: ['a'], from: 2, to: 3 })).toEqual([1, 1.5, 1, 1.5, 1.75]);
    // At timesteps 1 and 2 it sees nothing.
    expect(traceOf({ edges: [{ from: 'image', to: 'a' }], from: 1, to: 3 })).toEqual([
      1, 0.5, 0.25, 1.125, 1.5625,
    ]);
    disposeNetwork(network);
  });

  it('gives what the architecture records', () => {
    const choice = {
      scale: { size: 16, classes: 3, width: 0.03 },
      presentation: { mode: 'neural' as const },
    };
    const architecture = createPublished('rgc_shallow', { ...choice, record: ['conv4', 'imnetds'] });
    const network = { architecture, ...architecture.init(createRng(1)) };
    const images = ndArray(Float32Array.from(createRng(2).normal(2 * 16 * 16 * 3)), [2, 16, 16, 3]);
    const { conv4, imnetds } = recordLayers(network, { images }, ['conv4', 'imnetds']);
    const expected = tf.tidy(() => {
      const shown = tf.tensor(images.values, [2, 16, 16, 3]) as Tensor4D;
      const pass = createPass({ training: false, rng: createRng(0) });
      const { layers } = architecture.apply(network.params, network.state, { images: shown }, pass);
      return ['conv4', 'imnetds'].map((name) => [layers[name]!.shape, [...layers[name]!.dataSync()]]);
    });
    expect([conv4!, imnetds!].map(({ shape, values }) => [shape, [...values]])).toEqual(expected);
    expect(new Set(conv4!.values).size).toBeGreaterThan(10);
    disposeNetwork(network);
  });

  it('does not depend on how many images go together, and keeps the later timesteps alone', () => {
    const network = memory();
    const images = ndArray(
      Float32Array.from({ length: 40 }, (_, index) => index),
      [40, 1, 1, 1],
    );
    const { a } = recordLayers(network, { images }, ['a'], { from: 3 });
    expect(a!.shape).toEqual([40, 2, 1, 1, 1]);
    expect([...a!.values]).toEqual([...images.values].flatMap((value) => [1.875 * value, 1.9375 * value]));
    disposeNetwork(network);
  });

  it('says what is not there', () => {
    const network = memory();
    const record = (layer: string, parts?: Partial<Ablation>) => () =>
      recordLayers(network, { images: pixel }, [layer], parts && { ablations: ablation(parts) });
    expect(record('b')).toThrow('probeNetwork: nodes must be of a, out, got b');
    expect(record('a', { edges: [{ from: 'out', to: 'a' }] })).toThrow(
      'ablated: edges must be arrows of the graph, got out -> a',
    );
    expect(record('a', { states: ['out'] })).toThrow('ablated: states must be of nodes with a cell, got out');
    expect(record('a', { states: ['a'], from: 3, to: 3 })).toThrow(
      'ablated: to must come after from, got 3 and 3',
    );
    disposeNetwork(network);
  });
});
