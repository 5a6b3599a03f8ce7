import { describe, expect, it } from 'vitest';
import { createRng, DataError, ndArray } from '@goal-driven/core/arrays';
import { pearson, splitHalfReliability } from '@goal-driven/metrics';
import { largestDifference, modelOf, parkMiller, vector } from './_arrays.fixture';
import { SyntheticImages, syntheticModel } from './syntheticModel';
import { SyntheticObserver, syntheticLayers, syntheticObserver } from './syntheticObserver';
import { SyntheticSites, syntheticSites } from './syntheticSites';
import { regularBins } from './TimeBin';

describe('syntheticModel', () => {
  const config = SyntheticImages.parse({ objects: 3, imagesPerObject: 4, units: 5, timesteps: 20 });
  const model = syntheticModel(config, createRng(1));

  it('is at rest before the wave arrives, at a step of its own in each layer', async () => {
    for (const [layer, first] of [
      ['low', 5],
      ['middle', 6],
      ['high', 7],
    ] as const) {
      const { values, shape } = await model.recurrent.activity(layer);
      expect(shape).toEqual([12, 20, 5]);
      const active = (step: number) =>
        Array.from({ length: 60 }, (_, at) => values[(Math.floor(at / 5) * 20 + step) * 5 + (at % 5)]).some(
          Boolean,
        );
      expect([active(first - 1), active(first)]).toEqual([false, true]);
      const sweep = await model.feedForward.activity(layer);
      expect(sweep.shape).toEqual([12, 1, 5]);
      expect(sweep.values[7]).toBe(values[(20 + first) * 5 + 2]);
    }
  });

  it('adds the same direction to all images of an object, at a rate of their own', async () => {
    const { values } = await model.recurrent.activity('high');
    const weak = syntheticModel({ ...config, evidence: 1e-12 }, createRng(1));
    const { values: bare } = await weak.recurrent.activity('high');
    const added = (image: number, step: number, unit: number) =>
      values[(image * 20 + step) * 5 + unit]! - bare[(image * 20 + step) * 5 + unit]!;
    // Images 1 and 4 are of one object; step 9 is the third of the layer.
    const gained = (image: number) => 1 - Math.exp(-3 * model.rates[image]!);
    for (let unit = 0; unit < 5; unit++) {
      expect(added(1, 9, unit) / gained(1)).toBeCloseTo(added(4, 9, unit) / gained(4), 9);
    }
    expect([...model.objects.subarray(0, 4), ...model.categories.subarray(0, 4)]).toEqual([
      0, 1, 2, 0, 0, 0, 1, 0,
    ]);
  });

  it('says when an image has a share of its evidence', () => {
    // 1 - exp(-rate (s + 1)) = 1 / 2 at s + 1 = ln 2 / rate timesteps, and step 0 of the layer is 70 ms.
    const wanted = model.rates.map((rate) => 70 + 10 * (Math.LN2 / rate - 1));
    expect(largestDifference(model.timesOf(0.5), wanted)).toBeLessThan(1e-9);
    expect(model.rates.every((rate) => rate >= 0.02 && rate <= 0.6)).toBe(true);
    expect(() => SyntheticImages.parse({ slowest: 2 })).toThrow('slowest must be below fastest');
  });
});

describe('syntheticSites', () => {
  const images = 200;
  const objects = Int32Array.from({ length: images }, (_, image) => image % 4);
  const model = modelOf({ only: parkMiller(3, [images, 8, 1]) }, regularBins({ count: 8 }));
  const heard = { model, layers: { V4: 'only', aIT: 'only' } as const, objects, categories: objects };
  const config = SyntheticSites.parse({
    sites: 4,
    trials: 10,
    bins: 6,
    reliability: 0.5,
    latencies: [0, 20],
  });

  it('hear the units after their latency', async () => {
    const { recording, truth } = await syntheticSites({ ...config, reliability: 1 }, heard, createRng(1));
    expect(truth.map(({ latency }) => latency)).toEqual([0, 20, 0, 20, 0, 20, 0, 20]);
    expect(recording.areas).toEqual([...Array<string>(4).fill('V4'), ...Array<string>(4).fill('aIT')]);
    const unit = (await model.activity('only')).values;
    const ofImages = (value: (image: number) => number) =>
      vector(...Array.from({ length: images }, (_, image) => value(image)));
    const at = (site: number, bin: number) =>
      ofImages((image) => recording.responses.values[(image * 6 + bin) * 8 + site]!);
    const step = (index: number) => ofImages((image) => unit[image * 8 + index]!);
    expect(Math.abs(pearson(at(0, 5), step(5)))).toBeCloseTo(1, 9);
    expect(Math.abs(pearson(at(1, 5), step(3)))).toBeCloseTo(1, 9);
    expect(Math.abs(pearson(at(1, 5), step(5)))).toBeLessThan(0.3);
  });

  it('have the gain and the reliability asked for', async () => {
    const clean = await syntheticSites({ ...config, reliability: 1 }, heard, createRng(1));
    const variance = Array.from({ length: 6 }, (_, bin) => {
      const own = Array.from(
        { length: images },
        (_, image) => clean.recording.responses.values[(image * 6 + bin) * 8]!,
      );
      const mean = own.reduce((sum, value) => sum + value) / images;
      return own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / images;
    });
    expect(Math.sqrt(variance.reduce((sum, value) => sum + value) / 6)).toBeCloseTo(clean.truth[0]!.gain, 9);
    const { recording } = await syntheticSites(config, heard, createRng(1));
    const stacked = ndArray(recording.responses.values, [10, images * 6, 8]);
    const { reliability } = splitHalfReliability(stacked, { halves: 20, seed: 1 });
    const mean = reliability.reduce((sum, value) => sum + value) / 8;
    // 1200 images and bins of each of 8 sites: the standard error is about 0.01.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.04);
  });

  it('need a model that covers their bins', async () => {
    await expect(syntheticSites({ ...config, bins: 9 }, heard, createRng(1))).rejects.toThrow(DataError);
  });
});

describe('syntheticObserver', () => {
  const config = SyntheticObserver.parse({
    ...{ images: { objects: 4, imagesPerObject: 30, units: 4 }, share: 0.3 },
    ...{ sites: { sites: 1, trials: 2 }, timeSd: 6 },
  });

  it('is labelled synthetic, and has times that the last bin does not cut', async () => {
    const { behaviour, recording, times, model, truth } = await syntheticObserver(config, createRng(2));
    expect([behaviour.synthetic, recording.synthetic]).toEqual([true, true]);
    const all = model.timesOf(0.3);
    expect([...times.keys()].filter((image) => Number.isNaN(times[image]!))).toEqual(
      [...all.keys()].filter((image) => all[image]! > 240),
    );
    const error = times
      .map((time, image) => behaviour.ost!.values[image]! - time)
      .filter((value) => !Number.isNaN(value));
    const sd = Math.sqrt(error.reduce((sum, value) => sum + value ** 2, 0) / error.length);
    expect(Math.abs(sd - 6)).toBeLessThan(1.5); // of about 110 draws: four standard errors
    expect(truth.map(({ area, layer }) => [area, layer])).toEqual(Object.entries(syntheticLayers));
  });

  it('is the same for the same seed, and another for another', async () => {
    const of = async (seed: number) =>
      (await syntheticObserver(config, createRng(seed))).recording.responses.values;
    expect(await of(2)).toEqual(await of(2));
    expect(await of(3)).not.toEqual(await of(2));
  });
});
