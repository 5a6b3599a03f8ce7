import { describe, expect, it } from 'vitest';
import { createRng, ndArray, ShapeError } from '@goal-driven/core/arrays';
import { behaviouralConsistency, i1, oneVersusRestI1, pearson } from '@goal-driven/metrics';
import { behaviourOf, parkMiller, vector } from './_arrays.fixture';
import { imageBehaviour, imageBehaviourScores } from './imageBehaviour';
import { NeuralDecoding } from './neuralSolutionTimes';

const images = 60;
const objects = Int32Array.from({ length: images }, (_, image) => image % 3);
const truth = vector(...objects);
/** The object shows in images by a strength of their own. */
const strength = parkMiller(4, [images]).values;
const features = ndArray(
  parkMiller(5, [images, 5]).values.map(
    (value, at) => value + (at % 5 === objects[Math.floor(at / 5)] ? 2 * strength[Math.floor(at / 5)]! : 0),
  ),
  [images, 5],
);
const config = NeuralDecoding.parse({ folds: 5, decoder: { cost: 0.1 } });
const found = imageBehaviour(features, objects, config, createRng(1));

describe('imageBehaviour', () => {
  it('gives both kinds of I1 of the held-out probabilities', () => {
    expect(found.i1.distractors).toEqual(Float64Array.from(i1(found.probabilities, truth).values));
    expect(found.i1.rest).toEqual(Float64Array.from(oneVersusRestI1(found.probabilities, truth).values));
    expect(found.i1.rest).not.toEqual(found.i1.distractors);
    for (let image = 0; image < images; image++) {
      const row = found.probabilities.values.subarray(3 * image, 3 * image + 3);
      expect(row[0]! + row[1]! + row[2]!).toBeCloseTo(1, 12);
    }
  });

  it('is better on images in which the object shows more', () => {
    expect(pearson(vector(...found.i1.rest), vector(...strength))).toBeGreaterThan(0.5);
  });

  it('needs features of the images', () => {
    expect(() => imageBehaviour(features, objects.slice(1), config, createRng(1))).toThrow(ShapeError);
  });
});

describe('imageBehaviourScores', () => {
  const own = found.i1.rest;

  it('correlates over the images that both have, over the root of the corrected agreement of halves', () => {
    const observer = own.map((value, image) => (image === 7 ? NaN : 2 * value + (image % 2)));
    const halves = ndArray(
      Float64Array.from({ length: 2 * images }, (_, at) => own[at >> 1]! + (at % 2) * ((at >> 1) % 3)),
      [images, 2],
    );
    const behaviour = behaviourOf({ objects, i1: vector(...observer), i1Halves: halves });
    const scores = [...imageBehaviourScores(found, behaviour, { model: 'x' })];
    expect(scores.map(({ labels }) => labels['variant'])).toEqual(['distractors', 'rest']);
    const { value, ceiling, ceiled, n } = scores[1]!;
    const known = (values: Float64Array) => vector(...values.filter((_, image) => image !== 7));
    expect(value).toBe(pearson(known(own), known(observer)));
    const second = own.map((v, image) => v + (image % 3));
    const agreement = pearson(vector(...own), vector(...second));
    expect(ceiling).toBeCloseTo(Math.sqrt((2 * agreement) / (1 + agreement)), 12);
    expect([ceiled, n]).toEqual([value / ceiling, images - 1]);
  });

  it('is 1 of a model with itself, without a ceiling where there are no halves', () => {
    const [, score] = [...imageBehaviourScores(found, behaviourOf({ objects, i1: vector(...own) }), {})];
    expect(score!.value).toBeCloseTo(1, 12);
    expect([score!.ceiling, score!.ceiled]).toEqual([NaN, NaN]);
  });

  it('adds the consistency with single choices', () => {
    const rows = Array.from({ length: 600 }, (_, trial) => {
      const image = trial % images;
      const distractor = (objects[image]! + 1 + (Math.floor(trial / images) % 2)) % 3;
      return [image, distractor, strength[image]! > ((trial * 7) % 10) / 10 ? objects[image]! : distractor];
    });
    const [shown, distractors, choices] = [0, 1, 2].map((field) => vector(...rows.map((row) => row[field]!)));
    const trials = { images: shown!, distractors: distractors!, choices: choices! };
    const scores = [...imageBehaviourScores(found, behaviourOf({ objects, trials }), {})];
    const wanted = behaviouralConsistency(found.probabilities, trials, { objects: truth, form: 'i1' });
    expect(scores[2]).toMatchObject({ value: wanted.raw, ceiling: wanted.ceiling, ceiled: wanted.ceiled });
    expect(scores[2]!.labels['form']).toBe('halfNumerator');
  });
});
