import { createRng, ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { behaviourOf, modelOf, parkMiller, vector } from './_arrays.fixture';
import { behaviourFigures, behaviourOverTime, behaviourOverTimeScores } from './behaviourOverTime';
import { NeuralDecoding } from './neuralSolutionTimes';
import { regularBins, timeless } from './TimeBin';

const images = 40;
const objects = Int32Array.from({ length: images }, (_, image) => image % 2);
const decoding = NeuralDecoding.parse({ folds: 2 });
const bins = regularBins({ count: 2 });
/** Two units that know nothing at first, and in the second step the object, of image i by its strength i + 1. */
const noise = parkMiller(3, [images, 2, 2]);
const late = ndArray(
  noise.values.map((value, at) => {
    const [image, step, unit] = [Math.floor(at / 4), Math.floor(at / 2) % 2, at % 2];
    const sign = objects[image] === 1 ? 1 : -1;
    return 0.3 * value + (step === 1 && unit === 0 ? (sign * (image + 1)) / images : 0);
  }),
  [images, 2, 2],
);
const observer = behaviourOf({
  objects,
  i1: vector(...Array.from(objects, (_, image) => (image + 1) / images)),
});
const rng = createRng(2);

describe('behaviourOverTime', () => {
  it('tells images once the model knows them, those well that it knows well', async () => {
    const model = modelOf({ high: late }, bins);
    const read = await behaviourOverTime(model, objects, { bins, decoding, rng });
    const scores = [...behaviourOverTimeScores(read, observer, { model: 'x' })];
    expect(scores.map(({ labels }) => [labels['bin'], labels['variant']])).toEqual(
      [0, 10].flatMap((bin) => ['distractors', 'rest'].map((variant) => [bin, variant])),
    );
    const [before, , after] = scores;
    expect(Math.abs(before!.value)).toBeLessThan(0.4);
    expect(after!.value).toBeGreaterThan(0.7);
    const [course, byImage] = behaviourFigures(read, scores, observer);
    expect(course).toMatchObject({ lines: [{ label: 'distractors', x: [0, 10] }, { label: 'rest' }] });
    const own = [...read[1]!.behaviour.i1.distractors];
    expect(byImage).toMatchObject({ groups: [{ x: [...observer.i1.values], y: own }, { label: 'rest' }] });
  });

  it('is the same in all bins for a model without time', async () => {
    const still = modelOf({ high: parkMiller(4, [images, 1, 2]) }, timeless);
    const [first, second] = await behaviourOverTime(still, objects, { bins, decoding, rng });
    expect(second!.behaviour).toBe(first!.behaviour);
  });
});
