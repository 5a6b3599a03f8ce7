import { describe, expect, it } from 'vitest';
import type { Score } from '@goal-driven/core';
import { ConfigError, createRng, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { behaviourOf, parkMiller, recordingOf, vector } from './_arrays.fixture';
import { fitArea, predictivityFigure } from './neuralPredictivity';
import { NeuralDecoding, neuralSolutionTimes, withNeuralTimes } from './neuralSolutionTimes';
import { PredictivityConfig } from './PredictivityConfig';
import { predictivityBenchmark } from './predictivityBenchmark';
import { solutionTimeBenchmark } from './solutionTimeBenchmark';
import { SolutionTimesConfig } from './solutionTimes';
import { regularBins, timeless } from './TimeBin';

const images = 48;
const timesteps = regularBins({ count: 4 });
const layers: { readonly [layer: string]: NdArray } = {
  low: parkMiller(11, [images, 4, 6]),
  high: parkMiller(12, [images, 4, 6]),
};
const features = async (layer: string) => layers[layer]!;
const model = { name: 'model', timesteps };

async function all(scores: AsyncIterable<Score>): Promise<Score[]> {
  const found: Score[] = [];
  for await (const score of scores) found.push(score);
  return found;
}

/** Two sites in aIT that hear the high layer, with a little noise. */
const noise = parkMiller(13, [4, images, 4, 2]).values;
const responses = ndArray(
  noise.map((value, at) => {
    const row = Math.floor(at / 2) % (images * 4);
    return 0.2 * value + layers['high']!.values[row * 6 + (at % 2)]! + layers['high']!.values[row * 6 + 3]!;
  }),
  [4, images, 4, 2],
);
const recording = recordingOf(responses);
const config = PredictivityConfig.parse({
  splits: { kind: 'withinCategory', splits: 2 },
  map: { kind: 'pls', components: 6, clamp: true },
});

describe('predictivityBenchmark', () => {
  it('holds every layer against the area, and the preferred one against its course', async () => {
    const { run } = predictivityBenchmark(model, config);
    const scores = await all(
      run({ dataset: recording, layers: ['low', 'high'], features, rng: createRng(1) }),
    );
    expect(scores.map(({ metric, labels }) => [metric, labels['layer'], labels['bin']])).toEqual([
      ['layerToArea', 'low', 'all'],
      ['layerToArea', 'high', 'all'],
      ...[0, 10, 20, 30].map((bin) => ['neuralPredictivity', 'high', bin]),
    ]);
    for (const { ceiled, labels } of scores.slice(2)) {
      expect(ceiled).toBeGreaterThan(0.95);
      expect(labels).toMatchObject({
        animals: 'synthetic',
        mapping: 'shared',
        units: 'all',
        noise: 'simple',
      });
    }
  });

  it('draws units where fewer are asked for', async () => {
    const held = { ...model, layers: ['high'], activity: features };
    const asked = { layer: 'high', area: 'aIT' as const, recording };
    const few = await fitArea(held, asked, { ...config, units: 2 });
    const whole = await fitArea(held, asked, { ...config, units: 6 });
    expect(few.fit.bins[0]!.raw).toBeLessThan(whole.fit.bins[0]!.raw - 0.05);
    expect(whole.fit).toEqual({
      ...(await fitArea(held, asked, config)).fit,
      config: { ...config, units: 6 },
    });
  });

  it('draws a curve for each model of the area', async () => {
    const held = { ...model, layers: ['high'], activity: features };
    const fit = await fitArea(held, { layer: 'high', area: 'aIT', recording }, config);
    const figure = predictivityFigure([fit, { ...fit, area: 'V4' }], {
      area: 'aIT',
      recording,
      corrected: false,
    });
    const y = fit.fit.bins.map(({ raw }) => raw);
    expect(figure).toMatchObject({ kind: 'lines', lines: [{ label: 'model, high', x: [0, 10, 20, 30], y }] });
  });
});

describe('solutionTimeBenchmark', () => {
  const objects = Int32Array.from({ length: images }, (_, image) => image % 4);
  const ost = vector(...Array.from({ length: images }, (_, image) => image));
  const behaviour = behaviourOf({ objects, ost, i1: vector(...Array.from(objects, () => -4.9)) });
  const how = SolutionTimesConfig.parse({ splits: 2, testFraction: 0.25, decoder: { cost: 0.01 } });
  const featuresOf = (scores: readonly Score[]) =>
    scores
      .filter(({ metric }) => metric === 'fractionSolved')
      .map(({ labels, value }) => [labels['features'], value]);

  it('tries the layers of a recurrent model together and alone', async () => {
    const { run } = solutionTimeBenchmark(model, how, { bins: timesteps });
    const args = { dataset: { behaviour }, layers: ['low', 'high'], features, rng: createRng(1) };
    // An observer that hardly tells anything is matched in the first bin.
    const names = ['together', 'low', 'high'];
    expect(featuresOf(await all(run(args)))).toEqual(names.map((name) => [name, 1]));
    expect(featuresOf(await all(run({ ...args, layers: ['low'] })))).toEqual([['together', 1]]);
  });

  it('spreads the layers of a feed-forward model evenly, and as a recording has them', async () => {
    const still = (layer: string) => {
      const values = layers[layer]!.values.filter((_, at) => Math.floor(at / 6) % 4 === 0);
      return Promise.resolve(ndArray(values, [images, 1, 6]));
    };
    const { run } = solutionTimeBenchmark({ name: 'sweep', timesteps: timeless }, how, { bins: timesteps });
    const args = { layers: ['low', 'high'], features: still, rng: createRng(1) };
    expect(featuresOf(await all(run({ ...args, dataset: { behaviour } })))).toEqual([['uniform', 1]]);
    const graded = { recording, areas: ['aIT'] as const, config };
    const both = await all(run({ ...args, dataset: { behaviour, graded } }));
    expect(featuresOf(both).map(([name]) => name)).toEqual(['uniform', 'graded']);
    expect(both[0]!.labels).toMatchObject({ cost: 0.01, loss: 'squaredHinge', layers: 'low + high' });
  });
});

describe('withNeuralTimes', () => {
  const behaviour = behaviourOf({
    objects: recording.objects,
    i1: vector(...Array.from(recording.objects, () => 0.1)),
  });
  const decoding = NeuralDecoding.parse({ folds: 3, decoder: { cost: 0.01 } });

  it('adds the times of all trials and of either half', () => {
    const { ost, ostHalves } = withNeuralTimes(behaviour, recording, decoding, createRng(4));
    const of = (trials: number[]) =>
      neuralSolutionTimes(recording, behaviour.i1, decoding, { rng: createRng(4), trials }).times;
    const order = [...createRng(4).child('halves').permutation(4)];
    expect(ost!.values).toEqual(of(order));
    expect(ostHalves!.values.filter((_, at) => at % 2 === 0)).toEqual(of(order.slice(0, 2)));
    expect(ostHalves!.values.filter((_, at) => at % 2 === 1)).toEqual(of(order.slice(2)));
  });

  it('needs two trials', () => {
    const one = recordingOf(ndArray(responses.values.slice(0, images * 8), [1, images, 4, 2]));
    expect(() => withNeuralTimes(behaviour, one, decoding, createRng(4))).toThrow(ConfigError);
  });
});
