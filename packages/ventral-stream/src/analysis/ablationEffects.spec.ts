import { createRng, ndArray, tf, useBackend } from '@goal-driven/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPublished } from '../models/createPublished';
import { chain, disposeNetwork, tinyNetwork } from './_tinyNetworks.fixture';
import { Ablation } from './Ablation';
import { ablationEffects } from './ablationEffects';
import { ablationFigures } from './ablationFigures';

await useBackend('cpu');

let before = 0;
beforeEach(() => void (before = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(before));

const cut = (parts: Partial<Ablation>) => Ablation.parse({ from: 0, to: 100, ...parts });

/**
 * a(t) = image(t) - 2 b(t - 1), b(t) = a(t - 1), out(t) = (b(t - 1), 0): feedback turns the answer to a positive pixel.
 */
const turning = () => {
  const kernel = { op: 'conv' as const, filters: 1, kernelSize: [1, 1] as [number, number], bias: false };
  const network = tinyNetwork({
    graph: chain(
      [1, 1, 1],
      [
        { name: 'a', before: [kernel], join: { channels: 'concat' } },
        { name: 'b', before: [kernel] },
        { name: 'out', before: [{ op: 'flatten' }, { op: 'dense', units: 2, bias: false }] },
      ],
      [{ from: 'b', to: 'a', kind: 'feedback' }],
    ),
    presentation: { mode: 'constant', timesteps: 7 },
    decodeFrom: 'signal',
  });
  disposeNetwork(network);
  const params = {
    a: { conv: { kernel: tf.tensor4d([1, -2], [1, 1, 2, 1]) } },
    b: { conv: { kernel: tf.tensor4d([1], [1, 1, 1, 1]) } },
    out: { dense: { kernel: tf.tensor2d([1, 0], [1, 2]) } },
  };
  return { ...network, params, state: {} };
};
const set = { images: ndArray(Float32Array.of(1, -1), [2, 1, 1, 1]), labels: [0, 1] };

describe('ablationEffects', () => {
  it('undoes what feedback does, by hand', () => {
    const network = turning();
    const feedback = [{ from: 'b', to: 'a' }];
    const { intact, effects } = ablationEffects(network, set, [
      cut({ edges: feedback }),
      cut({ edges: feedback, from: 4, to: 5 }),
    ]);
    // a: 1 1 -1 -1 3 3 -5; b is a one step later, the logit of class 0 is b one step later: 1 1 -1 -1 3 at timesteps 2 to 6.
    expect(intact).toEqual({ accuracy: 1, accuracyOverTime: [1, 1, 0, 0, 1] });
    const [whole, window] = effects;
    // Without feedback a is 1 throughout.
    expect(whole!.accuracyOverTime).toEqual([1, 1, 1, 1, 1]);
    [0, 0, 2, 2, 2].forEach((change, step) =>
      expect(whole!.logitChange[step]).toBeCloseTo(Math.sqrt(change ** 2 / 2), 6),
    );
    // At step 4 alone: a(4) is 1 in the place of 3, which the readout hears at step 6.
    expect(window!.logitChange.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(window!.logitChange[4]).toBeCloseTo(Math.sqrt(2), 6);
    disposeNetwork(network);
  });

  it('changes nothing before its signal can have reached the readout, and something after', () => {
    const architecture = createPublished('rgc_intermediate', {
      scale: { size: 16, classes: 3, width: 0.03 },
      presentation: { mode: 'constant', timesteps: 15 },
      decodeFrom: 'signal',
    });
    const network = { architecture, ...architecture.init(createRng(1)) };
    const images = ndArray(Float32Array.from(createRng(2).normal(2 * 16 * 16 * 3)), [2, 16, 16, 3]);
    const { effects } = ablationEffects(network, { images, labels: [0, 1] }, [
      cut({ states: ['conv8'], from: 9, to: 10 }),
      cut({ states: ['conv8'] }),
    ]);
    // conv9, conv10 and the readout come one, two and three timesteps after conv8, so that step 12 is the first; decoding
    // begins at step 10.
    const [window, whole] = effects.map(({ logitChange }) => logitChange.map((change) => change > 0));
    expect(window!.slice(0, 3)).toEqual([false, false, true]);
    expect(whole!.at(-1)).toBe(true);
    disposeNetwork(network);
  });

  it('is drawn throughout and by window', () => {
    const network = turning();
    const edges = [{ from: 'b', to: 'a' }];
    const { intact, effects } = ablationEffects(network, set, [
      cut({ edges }),
      cut({ edges, from: 0, to: 4 }),
      cut({ edges, from: 4, to: 8 }),
    ]);
    const { movie } = network.architecture;
    const [whole, change, windows] = ablationFigures(intact, effects, { movie, decodeFrom: 2, classes: 2 });
    if (whole?.kind !== 'lines' || change?.kind !== 'lines' || windows?.kind !== 'lines')
      throw new Error('other figures');
    expect(whole.lines.map(({ label }) => label)).toEqual(['intact', 'b -> a', 'image on']);
    expect(whole.lines[0]!.x).toEqual([20, 30, 40, 50, 60]);
    expect(windows.lines).toMatchObject([{ label: 'b -> a', x: [20, 60] }]);
    expect(ablationFigures(intact, [], { movie, decodeFrom: 2, classes: 2 })).toEqual([]);
    disposeNetwork(network);
  });

  it('wants a label for each image', () => {
    const network = turning();
    expect(() => ablationEffects(network, { ...set, labels: [0] }, [])).toThrow('labels must be 2, got 1');
    disposeNetwork(network);
  });
});
