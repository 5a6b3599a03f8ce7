import { createRng, ndArray, tf, useBackend } from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chain, convolution, disposeNetwork, tinyNetwork } from './_tinyNetworks.fixture';
import { fieldSize } from './fieldSize';
import { receptiveFields } from './receptiveFields';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const SIZE = 16;
const images = ndArray(Float32Array.from(createRng(1).normal(2 * SIZE * SIZE)), [2, SIZE, SIZE, 1]);
const out = { name: 'out', before: [{ op: 'globalAveragePool' as const }] };
const movie = (timesteps: number) => ({ mode: 'constant' as const, timesteps });

describe('fieldSize', () => {
  it('is the radius of half the energy, and the box of all of it', () => {
    const field = (middle: number) => [
      [0, 0, 0, 0],
      [0, 1, 0, 0],
      [1, middle, 1, 0],
      [0, 1, 0, 0],
    ];
    expect(fieldSize(field(5))).toEqual({ radius: 0, support: [3, 3] });
    expect(fieldSize(field(3))).toEqual({ radius: 1, support: [3, 3] });
    expect(fieldSize([[0, 0]])).toEqual({ radius: NaN, support: [0, 0] });
    // What rounding leaves is not seen.
    expect(fieldSize([[1, 1, 1e-13]]).support).toEqual([1, 2]);
  });
});

describe('receptiveFields', () => {
  it('is the outer product of the kernels that a chain of two convolutions makes, by hand', () => {
    const network = tinyNetwork(
      {
        graph: chain(
          [SIZE, SIZE, 1],
          [{ name: 'a', before: [convolution(3)] }, { name: 'b', before: [convolution(3)] }, out],
        ),
        presentation: movie(4),
      },
      { 'a/conv/kernel': 1, 'b/conv/kernel': 1 },
    );
    const unit = { node: 'b', at: [8, 8, 0] };
    const [early, field, later] = receptiveFields(network, { images }, { unit, timesteps: [0, 1, 3] });
    // The image needs a step to a and one to b: at step 0 it is at a.
    expect(early).toMatchObject({ radius: NaN, support: [0, 0] });
    const row = [1, 2, 3, 2, 1]; // how often each pixel is counted, by row and by column
    const seen = field!.energy.slice(6, 11).map((pixels) => pixels.slice(6, 11));
    expect(seen).toEqual(row.map((y) => row.map((x) => (x * y) ** 2)));
    expect(field!.support).toEqual([5, 5]);
    expect(later!.energy).toEqual(field!.energy);
    disposeNetwork(network);
  });

  it('has the theoretical size for chains of any kernels and strides', () => {
    for (const [first, second, stride] of [
      [3, 5, 1],
      [5, 3, 2],
      [1, 3, 3],
    ] as const) {
      const network = tinyNetwork({
        graph: chain(
          [SIZE, SIZE, 1],
          [
            { name: 'a', before: [convolution(first, stride)] },
            { name: 'b', before: [convolution(second)] },
            out,
          ],
        ),
        presentation: movie(4),
      });
      const middle = Math.floor(SIZE / stride / 2);
      const unit = { node: 'b', at: [middle, middle, 0] };
      const [field] = receptiveFields(network, { images }, { unit, timesteps: [2] });
      const theory = first + (second - 1) * stride;
      expect(field!.support, `${first}, ${second}, ${stride}`).toEqual([theory, theory]);
      disposeNetwork(network);
    }
  });

  it('grows by the reach of the recurrence at every step, and not without recurrence in space', () => {
    const grown = (cell: 'ugrnn' | 'timeDecay') => {
      const network = tinyNetwork({
        graph: chain([SIZE, SIZE, 1], [{ name: 'a', before: [convolution(3)], cell: { kind: cell } }, out]),
        presentation: movie(4),
      });
      const unit = { node: 'a', at: [8, 8, 0] };
      const found = receptiveFields(network, { images }, { unit, timesteps: [0, 1, 2] });
      disposeNetwork(network);
      return found;
    };
    const recurrent = grown('ugrnn');
    // Its own kernel of 3 x 3 sees input and state: two pixels more at first, and two more with every step.
    expect(recurrent.map(({ support }) => support)).toEqual([
      [5, 5],
      [7, 7],
      [9, 9],
    ]);
    expect(recurrent[2]!.radius).toBeGreaterThanOrEqual(recurrent[0]!.radius);
    expect(grown('timeDecay').map(({ support }) => support)).toEqual(Array(3).fill([3, 3]));
  });

  it('wants a unit and a step that are there', () => {
    const network = tinyNetwork({
      graph: chain([SIZE, SIZE, 1], [{ name: 'a', before: [convolution(3)] }, out]),
      presentation: movie(3),
    });
    const fields = (node: string, at: number[], step: number) => () =>
      receptiveFields(network, { images }, { unit: { node, at }, timesteps: [step] });
    expect(fields('b', [0], 0)).toThrow('a unit must be of a node of the graph, got b');
    expect(fields('a', [16, 0, 0], 0)).toThrow('must be within [16,16,1], got [16,0,0]');
    expect(fields('a', [0, 0, 0], 3)).toThrow('probeNetwork: timesteps must be in 1 .. 3, got 4');
    disposeNetwork(network);
  });
});
