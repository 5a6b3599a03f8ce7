import { createRng, ndArray, tf, useBackend } from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPublished } from '../models/createPublished';
import { chain, disposeNetwork, tinyNetwork } from './_tinyNetworks.fixture';
import type { ImageSet } from './ImageSet';
import { Occlusion, occlusionMaps } from './occlusionMaps';
import { recordLayers } from './recordLayers';
import { sensitivityMaps } from './sensitivityMaps';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

/** Two classes, whose logits are w times the four pixels of two colours. */
function linear() {
  const network = tinyNetwork({
    graph: chain(
      [2, 2, 2],
      [{ name: 'out', before: [{ op: 'flatten' }, { op: 'dense', units: 2, bias: false }] }],
    ),
    presentation: { mode: 'constant', timesteps: 2 },
  });
  disposeNetwork(network);
  // Weights [pixel x colour, class]: of class 0 they are 1, -2, 3, .., of class 1 they are 0.
  const kernel = tf.tensor2d([1, 0, -2, 0, 3, 0, -4, 0, 5, 0, -6, 0, 7, 0, -8, 0], [8, 2]);
  return { ...network, params: { out: { dense: { kernel } } }, state: {} };
}
const set: ImageSet = {
  images: ndArray(Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8), [2, 2, 2, 2]),
  labels: [0, 1],
};

describe('sensitivity', () => {
  it('is the greatest weight of the class over colours, by hand', () => {
    const network = linear();
    expect(sensitivityMaps(network, set, 1)).toEqual([
      [
        [2, 4],
        [6, 8],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ]);
    disposeNetwork(network);
  });

  it('by occlusion is what the hidden pixels gave to the logit, by hand', () => {
    const network = linear();
    const hidden = (options: object) =>
      occlusionMaps(network, set, { ...Occlusion.parse(options), step: 1 })[0];
    expect(hidden({ patch: 1, stride: 1 })).toEqual([
      [-1, -1],
      [-1, -1],
    ]);
    expect(hidden({ patch: 2, stride: 1 })).toEqual([[-4]]);
    // A square of twos adds as much as a square of zeros takes.
    expect(hidden({ patch: 1, stride: 1, fill: 2 })).toEqual([
      [1, 1],
      [1, 1],
    ]);
    disposeNetwork(network);
  });

  it('is the derivative that small steps of a pixel show, and 0 before the image has come', () => {
    const architecture = createPublished('rgc_shallow', {
      scale: { size: 16, classes: 3, width: 0.03 },
      presentation: { mode: 'own', timesteps: 10, imageOff: 5 },
    });
    const network = { architecture, ...architecture.init(createRng(5)) };
    const pixels = Float32Array.from(createRng(2).normal(16 * 16 * 3));
    const one = (values: Float32Array): ImageSet => ({
      images: ndArray(values, [1, 16, 16, 3]),
      labels: [2],
    });
    const [early] = sensitivityMaps(network, one(pixels), 4);
    expect(Math.max(...early!.flat())).toBe(0);
    const [map] = sensitivityMaps(network, one(pixels), 9);
    const most = Math.max(...map!.flat());
    expect(most).toBeGreaterThan(0);
    const y = map!.findIndex((row) => row.includes(most));
    const x = map![y]!.indexOf(most);
    const slopes = [0, 1, 2].map((colour) => {
      const logit = (shift: number) => {
        const moved = pixels.slice();
        moved[(y * 16 + x) * 3 + colour]! += shift;
        return recordLayers(network, one(moved), ['imnetds'])['imnetds']!.values[9 * 3 + 2]!;
      };
      return Math.abs(logit(0.05) - logit(-0.05)) / 0.1;
    });
    // Float32 logits of about 1 differ in the seventh digit, slopes by 1e-6 / 0.1; the rest is curvature.
    expect(Math.abs(Math.max(...slopes) - most)).toBeLessThan(0.02 * most + 1e-5);
    disposeNetwork(network);
  });

  it('wants labels, timesteps and squares that fit', () => {
    const network = linear();
    expect(() => sensitivityMaps(network, { ...set, labels: [0] }, 1)).toThrow('labels must be 2, got 1');
    expect(() => sensitivityMaps(network, { ...set, labels: [0, 2] }, 1)).toThrow(
      'labels must be in 0 .. 1, got 2',
    );
    expect(() => sensitivityMaps(network, set, 2)).toThrow('step must be in 0 .. 1, got 2');
    expect(() => occlusionMaps(network, set, { patch: 3, stride: 1, fill: 0, step: 1 })).toThrow(
      'occlusionMaps: patch must be at most 2, got 3',
    );
    disposeNetwork(network);
  });
});
