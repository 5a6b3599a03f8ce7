import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller, vector } from '../_fixtures';
import type { MetricExample } from '../_metricExample';

const images = 12;
const objects = vector(...Array.from({ length: images }, (_, image) => image % 3));
const probabilities = ndArray(
  parkMiller(301, [images, 3]).values.map((v, at) => v + (at % 3 === Math.floor(at / 3) % 3 ? 0.5 : 0)),
  [images, 3],
);
const alone = { probabilities: ndArray(Float64Array.of(0.5), [1, 1]), objects: vector(0) };
const ofImages: MetricExample = {
  arrays: { probabilities, objects },
  undefinedFor: { arrays: alone, results: ['values'] },
};

/** An observer's trials, 20 for each image and distractor, choosing about as the probabilities say. */
const trials = Array.from({ length: images * 2 * 20 }, (_, trial) => {
  const image = Math.floor(trial / 40);
  const [object, distractor] = [image % 3, (image + 1 + (trial % 2)) % 3];
  const [right, wrong] = [object, distractor].map((k) => probabilities.values[image * 3 + k]!) as [
    number,
    number,
  ];
  return { image, object, distractor, share: wrong / (wrong + right) };
});
const drawn = parkMiller(303, [trials.length]).values;
const column = (value: (trial: (typeof trials)[number], at: number) => number): NdArray =>
  ndArray(Float64Array.from(trials, value), [trials.length]);
const observer = {
  images: column(({ image }) => image),
  distractors: column(({ distractor }) => distractor),
  choices: column(({ object, distractor, share }, at) => (drawn[at]! < share ? distractor : object)),
};
const even = ndArray(new Float64Array(images * 3).fill(0.2), [images, 3]);

const right = (seed: number) =>
  ndArray(
    parkMiller(seed, [40]).values.map((v) => Number(v < 0.7)),
    [40],
  );
const people = ndArray(
  parkMiller(311, [5, 20]).values.map((v, at) => Number(v < (1 + (at % 20)) / 21)),
  [5, 20],
);
const same = vector(1, 1, 1);
/** Trials that differ from the truth by what is the same in all of them, and some noise. */
const estimates = ndArray(
  parkMiller(703, [4, 12]).values.map((v, at) => Math.sin(at % 12) + 0.2 * v),
  [4, 12],
);

export const behaviourExamples = {
  dPrime: {
    arrays: {
      hits: vector(8, 10, 5),
      signalTrials: vector(10, 10, 10),
      falseAlarms: vector(3, 0, 5),
      noiseTrials: vector(10, 10, 10),
    },
    options: { correction: 'logLinear' },
    undefinedFor: {
      arrays: { hits: vector(0), signalTrials: vector(0), falseAlarms: vector(1), noiseTrials: vector(2) },
      options: { correction: 'cap' },
      results: ['values'],
    },
  },
  i1: ofImages,
  i2: ofImages,
  oneVersusRestI1: ofImages,
  behaviouralConsistency: {
    arrays: { probabilities, objects, ...observer },
    undefinedFor: {
      arrays: { probabilities: even, objects, ...observer },
      results: ['raw', 'ceiled', 'correlations'],
    },
  },
  objectSolutionTimes: {
    arrays: { performance: parkMiller(4, [6, 5]), criterion: vector(0.5, 0.7, 2, 0.1, NaN) },
    undefinedFor: {
      arrays: { performance: parkMiller(4, [6, 2]), criterion: vector(2, NaN) },
      results: ['values'],
    },
  },
  solutionTimeConsistency: {
    arrays: { model: vector(1, 2, NaN, 4, 3), reference: vector(3, 9, 5, NaN, 8) },
    undefinedFor: {
      arrays: { model: same, reference: vector(1, 2, 3) },
      results: ['raw', 'ceiled'],
    },
  },
  softmaxConfidence: { arrays: { logits: parkMiller(5, [3, 4, 5]) }, options: { gain: 4, threshold: 0.6 } },
  errorConsistency: {
    arrays: { a: right(1), b: right(2) },
    options: { resamples: 20 },
    undefinedFor: { arrays: { a: same, b: same }, results: ['values', 'bounds', 'interval', 'chance'] },
  },
  cohensKappa: {
    arrays: { a: vector(1, 2, 3, 1), b: vector(1, 2, 1, 1) },
    undefinedFor: { arrays: { a: same, b: same }, results: ['values'] },
  },
  humanLikeness: {
    arrays: { model: parkMiller(6, [20]), people },
    options: { halves: 3, resamples: 10 },
    undefinedFor: {
      arrays: { model: ndArray(new Float64Array(20).fill(0.3), [20]), people },
      options: { halves: 3, resamples: 10 },
      results: ['raw', 'ceiled'],
    },
  },
  errorPatternConsistency: {
    arrays: { model: parkMiller(705, [3, 12]), reference: estimates, truth: parkMiller(701, [12]) },
    options: { halves: 3 },
    undefinedFor: {
      arrays: {
        model: vector(1, 0, 3, 3, 5, 4),
        reference: ndArray(Float64Array.of(1, 0, 3, 2, 5, 4, -1, 2, 1, 4, 3, 6), [2, 6]),
        truth: vector(0, 1, 2, 3, 4, 5),
      },
      options: { halves: 2 },
      results: ['ceiling', 'ceiled', 'scores'],
    },
  },
  distributionSimilarity: {
    arrays: { p: vector(1, 2, 4, 2, 1), q: vector(3, 3, 2, 1, 1) },
    undefinedFor: { arrays: { p: vector(1), q: vector(1) }, results: ['values'] },
  },
} satisfies { [name: string]: MetricExample };
