import { describe, expect, it } from 'vitest';
import { createRng, DataError, ndArray } from '@goal-driven/core/arrays';
import { behaviourOf, modelOf, parkMiller, vector } from './_arrays.fixture';
import { brainScoreSolutionTimes } from './brainScoreSolutionTimes';
import { SolutionTimesConfig, solutionTimes } from './solutionTimes';
import { recurrentCourse } from './FeatureCourse';
import { brainScoreBins, regularBins, timeless } from './TimeBin';

const [images, units] = [90, 6];
const objects = Int32Array.from({ length: images }, (_, image) => image % 3);
/** Evidence of an image's object comes at 100, 120, 140 .. ms, in the order of `late`. */
const late = Int32Array.from({ length: images }, (_, image) => Math.floor(image / 3) % 5);
const timesteps = regularBins({ count: 26 });
const noise = parkMiller(9, [images, 26, units]).values;
const activity = ndArray(
  noise.map((value, at) => {
    const [image, step, unit] = [Math.floor(at / units / 26), Math.floor(at / units) % 26, at % units];
    // Nothing before: decoders of noise alone would solve an image now and then.
    return (step < 10 ? 0 : 0.3 * value) + (step >= 10 + 2 * late[image]! && unit === objects[image] ? 3 : 0);
  }),
  [images, 26, units],
);
const model = modelOf({ high: activity }, timesteps);
const ost = vector(...Array.from(late, (place) => 100 + 20 * place));
/** High: where most others are told, an image is told from them with some d' while its own evidence is still to come. */
const behaviour = behaviourOf({ objects, ost, i1: vector(...Array.from(objects, () => 2)) });
const asked = { layers: ['high'], behaviour };
/** So that few samples and epochs tell the objects. */
const fast = { learningRate: 0.02, batch: 16, penalty: 0.01 };

describe('brainScoreSolutionTimes', () => {
  it('finds the order in which evidence comes', async () => {
    const found = await brainScoreSolutionTimes(model, asked, createRng(1), fast);
    expect(found.correlations.length).toBe(10);
    expect(found.raw).toBeGreaterThan(0.9);
    expect(found.ceiling).toBe(0.79);
    expect(found.ceiled).toBeCloseTo(found.raw / 0.79, 12);
    expect(found.n).toBeLessThanOrEqual(90); // 10 splits of 9 test images
  });

  it('has no score for a model that does not change over time, and asks nothing of it', async () => {
    const still = modelOf(
      { high: ndArray(activity.values.slice(0, images * units), [images, 1, units]) },
      timeless,
    );
    const found = await brainScoreSolutionTimes(still, asked, createRng(1));
    expect([found.raw, found.ceiled, found.error, found.fractionSolved]).toEqual([NaN, NaN, NaN, NaN]);
    expect([...found.times].every(Number.isNaN)).toBe(true);
  });

  it('looks at the first image alone to say so', async () => {
    const values = activity.values.slice();
    for (let step = 0; step < 26; step++) values.fill(0.5, step * units, (step + 1) * units);
    const first = modelOf({ high: ndArray(values, [images, 26, units]) }, timesteps);
    expect((await brainScoreSolutionTimes(first, asked, createRng(1), fast)).raw).toBeNaN();
  });

  it('refuses bins that the model does not cover, and an observer without times', async () => {
    const short = modelOf(
      { high: ndArray(activity.values.slice(0, images * 20 * units), [images, 20, units]) },
      timesteps.slice(0, 20),
    );
    await expect(brainScoreSolutionTimes(short, asked, createRng(1))).rejects.toThrow(DataError);
    const none = behaviourOf({ objects });
    const run = brainScoreSolutionTimes(model, { layers: ['high'], behaviour: none }, createRng(1), {
      maxEpochs: 1,
    });
    await expect(run).rejects.toThrow('it must have solution times (ost), got none');
  });
});

describe('solutionTimes', () => {
  const config = SolutionTimesConfig.parse({ decoder: { cost: 1, gain: 3 }, splits: 4, testFraction: 0.2 });

  it('finds the order in which evidence comes', async () => {
    const course = await recurrentCourse(model, ['high'], { images, bins: brainScoreBins });
    const found = solutionTimes(course, behaviour, config, createRng(2));
    expect(found.raw).toBeGreaterThan(0.9);
    expect([found.ceiling, found.correlations.length]).toEqual([0.79, 4]);
    const again = solutionTimes(course, behaviour, config, createRng(2));
    expect(again).toEqual(found);
  });

  it('has no order for a model constant in time, whose images are solved in the first bin or never', async () => {
    const last = activity.values.filter((_, at) => Math.floor(at / units) % 26 === 25);
    const still = modelOf({ high: ndArray(last, [images, 1, units]) }, timeless);
    const course = await recurrentCourse(still, ['high'], { images, bins: brainScoreBins });
    const found = solutionTimes(course, behaviour, config, createRng(2));
    expect(found.raw).toBeNaN();
    expect(found.fractionSolved).toBeGreaterThan(0.5);
    expect([...found.times].every((time) => Number.isNaN(time) || time === 70)).toBe(true);
  });

  it('refuses images of one object', async () => {
    const course = await recurrentCourse(model, ['high'], { images, bins: brainScoreBins });
    const one = behaviourOf({ objects: objects.map(() => 2), ost });
    expect(() =>
      solutionTimes(course, one, SolutionTimesConfig.parse({ stratified: false }), createRng(2)),
    ).toThrow('objects must be at least 2, got 1');
    expect(() => SolutionTimesConfig.parse({ ceiling: 2 })).toThrow();
  });
});
