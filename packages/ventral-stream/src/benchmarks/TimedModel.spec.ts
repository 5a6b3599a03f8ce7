import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { modelOf, parkMiller } from './_arrays.fixture';
import { regularBins } from './TimeBin';
import { activityOf, ofImages } from './TimedModel';

describe('activityOf', () => {
  const timesteps = regularBins({ count: 2 });
  const model = modelOf({ low: parkMiller(1, [3, 2, 4]) }, timesteps);

  it('gives the activity of a layer as it is', async () => {
    expect(await activityOf(model, 'low', 3)).toEqual(parkMiller(1, [3, 2, 4]));
  });

  it('names what does not fit', async () => {
    await expect(activityOf(model, 'high', 3)).rejects.toThrow(ConfigError);
    await expect(activityOf(model, 'high', 3)).rejects.toThrow('layer must be among low, got high');
    await expect(activityOf(model, 'low', 4)).rejects.toThrow(ShapeError);
    await expect(activityOf({ ...model, timesteps: regularBins({ count: 3 }) }, 'low', 3)).rejects.toThrow(
      'activity of low must be [3 images, 3 timesteps, units], got [3,2,4]',
    );
    const broken = modelOf({ low: ndArray(Float64Array.of(1, NaN), [1, 2, 1]) }, timesteps);
    await expect(activityOf(broken, 'low', 1)).rejects.toThrow(DataError);
  });
});

describe('ofImages', () => {
  it('has the rows of those images, in their order and precision', async () => {
    const single = ndArray(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 1, 2]);
    const model = { ...modelOf({ low: parkMiller(1, [3, 1, 2]) }, regularBins({ count: 1 })) };
    const some = ofImages({ ...model, activity: async () => single }, [2, 0]);
    expect(await activityOf(some, 'low', 2)).toEqual(ndArray(Float32Array.of(5, 6, 1, 2), [2, 1, 2]));
    const { values } = parkMiller(1, [3, 1, 2]);
    expect((await ofImages(model, [1]).activity('low')).values).toEqual(values.slice(2, 4));
  });
});
