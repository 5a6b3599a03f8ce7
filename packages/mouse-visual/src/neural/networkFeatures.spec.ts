import {
  createRng,
  disposeTree,
  feedForward,
  tf,
  useBackend,
  type FeedForwardNetwork,
} from '@goal-driven/core';
import {
  ConfigError,
  DataError,
  ndArray,
  NumericalError,
  ShapeError,
  type NdArray,
} from '@goal-driven/core/arrays';
import { beforeAll, describe, expect, it } from 'vitest';
import { MouseModel, mouseModelConfig } from '../models/MouseModel';
import { animalConsistency } from './animalConsistency';
import { chooseLayers } from './chooseLayers';
import { fitLayers } from './fitLayers';
import { modelLayers, type LayerFeatures } from './LayerFeatures';
import { MousePredictivity } from './MousePredictivity';
import { mouseResponses } from './mouseResponses';
import { networkFeatures } from './networkFeatures';
import { selectUnits, UnitSelection } from './selectUnits';
import { summariseFits } from './summariseFits';
import { SyntheticMice, syntheticMice } from './syntheticMice';
import { withReliability } from './withReliability';

await useBackend('wasm');

/** Gratings upon gratings: [images, 64, 64, 3] */
function scenes(count: number): NdArray {
  const values = Array.from({ length: count }, (_, image) => {
    const waves = createRng(9)
      .child(image)
      .normal(8 * 5);
    return Array.from({ length: 64 * 64 * 3 }, (_, at) => {
      const [y, x, c] = [Math.floor(at / 192), Math.floor(at / 3) % 64, at % 3];
      let sum = 0;
      for (let w = 0; w < 40; w += 5) {
        sum +=
          waves[w]! *
          Math.sin((waves[w + 1]! * y + waves[w + 2]! * x) / 12 + waves[w + 3]! * c + waves[w + 4]!);
      }
      return sum / 2;
    });
  });
  return ndArray(Float64Array.from(values.flat()), [count, 64, 64, 3]);
}

const tiny = feedForward(
  mouseModelConfig(MouseModel.parse({ kind: 'truncatedAlexNet', stages: 2, classes: null })),
);

describe('networkFeatures', () => {
  const learned = tiny.init(createRng(1));
  const images = scenes(5);

  it('is the same whatever the batches, and leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const [whole, two] = [32, 2].map((batchSize) => networkFeatures(tiny, learned, images, { batchSize }));
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.keys(whole!)).toEqual(Object.keys(tiny.units));
    for (const [layer, { values, shape }] of Object.entries(whole!)) {
      expect(shape).toEqual([5, tiny.units[layer]]);
      values.forEach((value, at) => expect(Math.abs(value - two![layer]!.values[at]!)).toBeLessThan(1e-5));
    }
    const [last] = Object.keys(tiny.units).slice(-1);
    expect(Object.keys(networkFeatures(tiny, learned, images, { layers: [last!] }))).toEqual([last]);
  });

  it('refuses other images and layers, and activity that is not finite', () => {
    const vector = ndArray(new Float64Array(4), [2, 2]);
    expect(() => networkFeatures(tiny, learned, vector)).toThrow(ShapeError);
    expect(() => networkFeatures(tiny, learned, images, { layers: ['top'] })).toThrow(ConfigError);
    const broken = ndArray(
      images.values.map((value, at) => (at === 0 ? NaN : value)),
      images.shape,
    );
    expect(() => networkFeatures(tiny, learned, broken)).toThrow(DataError);
    const large = ndArray(
      images.values.map((value) => 3e38 * Math.sign(value)),
      images.shape,
    );
    expect(() => networkFeatures(tiny, learned, large)).toThrow(NumericalError);
  });
});

describe('two animals that read the third convolution of an AlexNet with random weights (check b)', () => {
  let features: LayerFeatures;
  let network: FeedForwardNetwork;
  beforeAll(() => {
    network = feedForward(
      mouseModelConfig(MouseModel.parse({ kind: 'truncatedAlexNet', stages: 4, classes: null })),
    );
    const learned = network.init(createRng(2));
    features = networkFeatures(network, learned, scenes(90));
    disposeTree(learned.params);
  });
  const config = MousePredictivity.parse({
    map: { kind: 'pls', components: 25, clamp: true },
    splits: 3,
    halves: 2,
  });
  const mice = (layer: string, reliability: number, units: number) => {
    const made = syntheticMice(
      SyntheticMice.parse({
        ...{ sources: [{ area: 'VISp', layer }], specimens: 2, fewestUnits: units, mostUnits: units },
        ...{ trials: 10, bins: 1, binWidth: 180, explained: 1, silent: 0, running: 0, reliability },
      }),
      features,
      createRng(3),
    );
    const recordings = withReliability(made, { halves: 3 });
    const everyone = UnitSelection.parse({
      unitReliability: -1,
      windowReliability: null,
      unitPercentile: null,
    });
    return mouseResponses(recordings, selectUnits(recordings, everyone).animals);
  };

  // Seconds by itself, half a minute where many share the machine.
  it('are predicted best by that layer', { timeout: 240_000 }, async () => {
    const fits = await fitLayers(modelLayers(features), mice('features.7', 0.9999, 30), config);
    expect(fits.map(({ layer }) => layer)).toEqual(['features.2', 'features.5', 'features.7', 'features.9']);
    expect(chooseLayers(fits, 'sameData')[0]!.layers).toEqual(['features.7']);
  });

  it('predict each other the better the more units they have, corrected alike at either noise', () => {
    const median = (reliability: number, units: number) =>
      summariseFits(
        animalConsistency(mice('features.7', reliability, units)[0]!, config, { source: 'pooled' }).test,
      );
    const [few, more, many] = [5, 20, 60].map((units) => median(0.95, units).ceiled);
    expect(few!).toBeLessThan(more!);
    expect(more!).toBeLessThan(many!);
    const [quiet, noisy] = [median(0.99, 60), median(0.8, 60)];
    expect(Math.abs(quiet.ceiled - noisy.ceiled)).toBeLessThan(0.5 * (quiet.raw - noisy.raw));
  });
});
