import {
  createPass,
  createRng,
  disposeTree,
  feedForward,
  type FeedForwardConfig,
  leafAt,
  parameterShapes,
  tf,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { NetworkConfig, networkOf } from './NetworkConfig';
import { layerPosition, observedLayers } from './observedLayers';
import { withEmbedding } from './withEmbedding';

const rng = createRng(1);
const of = (config: object, image: [number, number, number], classes: number) =>
  networkOf(NetworkConfig.parse(config), { image, classes });
const kernels = (config: FeedForwardConfig) => {
  const { units, ...architecture } = feedForward(config);
  return parameterShapes({ ...architecture, units }).params;
};
const count = (config: FeedForwardConfig, wanted: (path: string) => boolean) =>
  Object.entries(kernels(config)).reduce(
    (sum, [path, shape]) => sum + (wanted(path) ? shape.reduce((a, b) => a * b, 1) : 0),
    0,
  );
const linear = (path: string) => /\/(conv\d?|dense)\/(kernel|bias)$/.test(path);

describe('networks in which rules are identified', () => {
  it.each<[string, object, [number, number, number], number, number, number]>([
    // [name, config, image, classes, layers, parameters of convolutions and dense layers]
    ['KNet4', { kind: 'kNet' }, [32, 32, 3], 10, 4, 89_578],
    ['KNet5', { kind: 'kNet', layers: 5 }, [32, 32, 3], 10, 5, 289_386],
    ['KNet4-LRN', { kind: 'kNet', norm: 'localResponseNorm' }, [32, 32, 3], 10, 4, 89_578],
    // torchvision's 11,689,512 less its 9,600 of batch normalisation, and a projection 64 x 64 in the first group.
    ['ResNet-18', { kind: 'resNet' }, [224, 224, 3], 1000, 22, 11_689_512 - 9_600 + 4_096],
    ['ResNet-34', { kind: 'resNet', depth: 34 }, [224, 224, 3], 1000, 38, 21_797_672 - 17_024 + 4_096],
    ['ResNet-50', { kind: 'resNet', depth: 50 }, [224, 224, 3], 1000, 54, 25_557_032 - 53_120],
    ['ResNet-34v2', { kind: 'resNet', depth: 34, version: 2 }, [224, 224, 3], 1000, 38, 21_784_744],
    // 11 11 3 96, 5 5 96 256, 3 3 256 384, 4 4 384 384, 3 3 384 256, 7 7 256 4096, 4096 4096, 4096 1000, and biases.
    ['AlexNet', { kind: 'alexNet' }, [224, 224, 3], 1000, 8, 77_042_024],
  ])('%s has as many layers and parameters as published', (_, config, image, classes, layers, parameters) => {
    const network = of(config, image, classes);
    expect([observedLayers(network).length, count(network, linear)]).toEqual([layers, parameters]);
  });

  it.each<[string, object, [number, number, number]]>([
    ['dense', { kind: 'dense', widths: [7, 6] }, [4, 4, 1]],
    ['convolution', { kind: 'convolution', channels: [3, 4] }, [5, 5, 2]],
    ['kNet', { kind: 'kNet', layers: 5 }, [9, 9, 1]],
    ['kNet-lrn', { kind: 'kNet', norm: 'localResponseNorm', layers: 5 }, [9, 9, 1]],
    ['resNet', { kind: 'resNet' }, [16, 16, 1]],
    ['resNet v2', { kind: 'resNet', version: 2 }, [16, 16, 1]],
    ['resNet 50 v2', { kind: 'resNet', depth: 50, version: 2 }, [16, 16, 1]],
  ])('%s answers, with a record of every layer, and leaves nothing behind', (_, config, image) => {
    const network = of(config, image, 3);
    const record = observedLayers(network).map(({ activity }) => activity);
    const { init, apply } = feedForward({ ...network, record });
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const { params, state } = init(rng);
      const images = tf.tensor2d(
        Float32Array.from(rng.normal(2 * 16 * 16 * 2)).subarray(0, 2 * image[0] * image[1] * image[2]),
        [2, image[0] * image[1] * image[2]],
      );
      const { output, layers } = apply(params, state, { images }, createPass({ training: true, rng }));
      expect(output.shape).toEqual([2, 3]);
      expect(Object.keys(layers)).toEqual(record);
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('KNets normalise rows as published, or channels', () => {
    const moments = (axis: 'height' | 'channels') =>
      kernels(of({ kind: 'kNet', axis }, [32, 20, 3], 10))['conv1/2/gamma'];
    expect([moments('height'), moments('channels')]).toEqual([[16], [32]]);
  });

  it('residual branches start at 0 after activation, not before it', () => {
    const first = (version: number) => {
      const network = feedForward(of({ kind: 'resNet', version }, [16, 16, 1], 3));
      const { params, state } = network.init(rng);
      const found = [...new Set(leafAt(params, `group1_0.main/${version === 1 ? 4 : 1}/gamma`)!.dataSync())];
      disposeTree({ params, state });
      return found;
    };
    expect([first(1), first(2)]).toEqual([[0], [1]]);
  });

  it('SimCLR puts two layers in place of the readout', () => {
    const network = of({ kind: 'dense', widths: [7, 6] }, [4, 4, 1], 3);
    const embedding = withEmbedding(network);
    expect(observedLayers(embedding).map(({ name }) => name)).toEqual(['hidden1', 'hidden2', 'nl_0', 'nl_1']);
    expect(kernels(embedding)['nl_0/dense/kernel']).toEqual([6, 6]);
    expect(kernels(embedding)['nl_1/dense/kernel']).toEqual([6, 128]);
    expect(kernels(embedding)['nl_1/1/beta']).toBeUndefined();
    expect(observedLayers(withEmbedding(of({ kind: 'resNet' }, [32, 32, 3], 10)))).toHaveLength(23);
  });

  it('layers are seen at their own output, or after what follows it', () => {
    const network = of({ kind: 'dense', widths: [7] }, [4, 4, 1], 3);
    expect(observedLayers(network).map(({ activity }) => activity)).toEqual([
      'hidden1.dense',
      'readout.dense',
    ]);
    expect(observedLayers(network, 'settled').map(({ activity }) => activity)).toEqual([
      'hidden1.2',
      'readout.dense',
    ]);
    const alex = observedLayers(of({ kind: 'alexNet' }, [64, 64, 3], 3));
    expect(alex.map(({ rectified }) => rectified)).toEqual([...Array<boolean>(7).fill(true), false]);
    expect(alex[0]).toEqual({
      name: 'conv1',
      path: 'conv1/conv/kernel',
      activity: 'conv1.conv',
      rectified: true,
    });
  });

  it.each([[22, [7, 7, 8]], [38, [12, 12, 14]], [8, [2, 2, 4]], [4, [1, 1, 2]], [5, [1, 1, 3]]])(
    'thirds of %i layers are %j', (layers, thirds) => {
      const positions = Array.from({ length: layers }, (_, index) => layerPosition(index, layers));
      expect([0, 1, 2].map((third) => positions.filter((position) => position === third).length)).toEqual(thirds);
    },
  ); // prettier-ignore

  it('refuses images that are too small', () => {
    const network = of({ kind: 'alexNet' }, [8, 8, 3], 3);
    expect(() => feedForward(network)).toThrow(
      'alexnet, conv1.conv: a window of [11,11] must fit the map, got a map of [8,8]',
    );
  });
});
