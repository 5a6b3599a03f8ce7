import {
  ConfigError,
  createPass,
  createRng,
  feedForward,
  leafAt,
  leaves,
  tf,
  useBackend,
  type Tree,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { models } from '../models/models';
import { upToLayer } from './upToLayer';

await useBackend('cpu');

const whole = models['mouse-visual/alexnet_64x64_rl_scratch_truncated']!.config();

describe('upToLayer', () => {
  it('gives the very activity of the layer, from the parameters of the whole', () => {
    const network = feedForward(whole);
    const part = feedForward(upToLayer(whole, 'features.5'));
    const { params, state } = network.init(createRng(0));
    const images = tf.tensor4d(Float32Array.from(createRng(1).normal(64 * 64 * 3)), [1, 64, 64, 3]);
    const pass = createPass({ training: false, rng: createRng(0) });
    const expected = network.apply(params, state, { images }, pass).layers['features.5']!;
    const found = part.apply(params, state, { images }, pass).output;
    expect(found.shape).toEqual([1, 3, 3, 192]);
    expect([...found.dataSync()]).toEqual([...expected.dataSync()]);
    // Drawn alone it has the very parameters of the whole.
    for (const { path, tensor } of leaves(part.init(createRng(0)).params))
      expect(tensor.dataSync()).toEqual(leafAt(params, path)!.dataSync());
    const names = (tree: Tree) => Object.keys(tree['features'] as Tree);
    expect(names(part.init(createRng(0)).params)).toEqual(['0', '3']); // two convolutions of four
  });

  it('leaves out branches that the layer does not need, and leaves the output as it is for null', () => {
    const dual = models['mouse-visual/simplified_mousenet_dual_stream_visp_3x3_ir']!.config();
    const { nodes, output } = upToLayer(dual, 'dorsal');
    expect(output).toBe('dorsal');
    expect(nodes.some(({ name }) => name === 'ventral')).toBe(false);
    expect(feedForward(upToLayer(dual, null)).shapes).toEqual(feedForward(dual).shapes);
  });

  it('refuses a layer that there is not', () =>
    expect(() => upToLayer(whole, 'features.99')).toThrow(ConfigError));
});
