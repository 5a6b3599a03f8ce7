import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray } from '@goal-driven/core/arrays';
import { largestDifference, modelOf, parkMiller, recordingOf } from './_arrays.fixture';
import { feedForwardCourse, recurrentCourse } from './FeatureCourse';
import { gradedCourse, uniformCourse } from './gradedCourse';
import { PredictivityConfig } from './PredictivityConfig';
import { regularBins, timeless } from './TimeBin';

const bins = regularBins({ from: 20, count: 2 });

describe('recurrentCourse', () => {
  const low = ndArray(
    Float64Array.from({ length: 8 }, (_, at) => at),
    [2, 4, 1],
  ); // image 0: 0 .. 3, image 1: 4 .. 7
  const high = ndArray(
    Float64Array.from({ length: 16 }, (_, at) => 100 + at),
    [2, 4, 2],
  );
  const model = modelOf({ low, high }, regularBins({ count: 4 }));

  it('shows each bin the timesteps of that time, layers side by side', async () => {
    const { at, sources } = await recurrentCourse(model, ['low', 'high'], { images: 2, bins });
    expect([...at(0).values]).toEqual([2, 104, 105, 6, 112, 113]);
    expect([...at(1).values]).toEqual([3, 106, 107, 7, 114, 115]);
    expect(at(0).shape).toEqual([2, 3]);
    expect(new Set(sources).size).toBe(2);
  });

  it('lets the model lag', async () => {
    const { at } = await recurrentCourse(model, ['low'], { images: 2, bins, shift: 10 });
    expect([...at(0).values, ...at(1).values]).toEqual([1, 5, 2, 6]);
    const early = await recurrentCourse(model, ['low'], { images: 2, bins, shift: 30 });
    expect(() => early.at(0)).toThrow(DataError);
  });

  it('shows a model of one step the same at all times, under one name', async () => {
    const still = modelOf({ low: parkMiller(1, [2, 1, 3]) }, timeless);
    const { at, sources } = await recurrentCourse(still, ['low'], { images: 2, bins });
    expect(at(0)).toEqual(at(1));
    expect(sources).toEqual(['low', 'low']);
    await expect(recurrentCourse(still, [], { images: 2, bins })).rejects.toThrow(ConfigError);
  });
});

describe('feedForwardCourse', () => {
  const layers = { low: parkMiller(1, [40, 1, 3]), high: parkMiller(2, [40, 1, 5]) };
  const model = modelOf(layers, timeless);
  const names = Object.keys(layers);

  it('shows each bin its layer', async () => {
    const { at, sources } = await feedForwardCourse(model, names, { images: 40, bins, layerOfBin: [1, 0] });
    expect(sources).toEqual(['high', 'low']);
    expect([at(0).shape, at(1).shape]).toEqual([
      [40, 5],
      [40, 3],
    ]);
    expect(largestDifference(at(0).values, layers.high.values)).toBe(0);
    expect((await uniformCourse(model, { layers: names, images: 40, bins })).sources).toEqual(names);
  });

  it('follows a recording that changes from one layer to the other', async () => {
    // Sites hear the low layer in the first bin, the high one in the next two, the low one in the last.
    const heard = ['low', 'high', 'high', 'low'] as const;
    const responses = ndArray(new Float64Array(2 * 40 * 4), [2, 40, 4, 1]);
    responses.values.forEach((_, at) => {
      const [bin, image] = [at % 4, Math.floor(at / 4) % 40];
      const layer = layers[heard[bin]!];
      responses.values[at] = layer.values[image * layer.shape[2]!]!;
    });
    const { sources } = await gradedCourse(
      model,
      { layers: names, images: 40, bins: regularBins({ from: 10, count: 5 }) },
      {
        ...{ reference: model, recording: recordingOf(responses, { from: 10 }), areas: ['aIT'] as const },
        config: PredictivityConfig.parse({ map: { kind: 'pls', components: 3 } }),
      },
    );
    // Never back to a lower layer; the fifth bin, which was not recorded, as the fourth.
    expect(sources).toEqual(['low', 'high', 'high', 'high', 'high']);
  });

  it('needs a layer for each bin, and a model without timesteps', async () => {
    const two = { images: 40, bins };
    await expect(feedForwardCourse(model, names, { ...two, layerOfBin: [0] })).rejects.toThrow(ConfigError);
    await expect(feedForwardCourse(model, names, { ...two, layerOfBin: [0, 2] })).rejects.toThrow(
      'one of 2 layers, got [0,2]',
    );
    const moving = modelOf({ low: parkMiller(1, [40, 2, 3]) }, regularBins({ count: 2 }));
    await expect(feedForwardCourse(moving, ['low'], { ...two, layerOfBin: [0, 0] })).rejects.toThrow(
      'fixture must have one step, got 2',
    );
  });
});
