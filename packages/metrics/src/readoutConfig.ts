import { z } from 'zod';
import type { ClassifierFitter } from './Classifier';
import { linearSvm } from './linearSvm';
import { logisticRegression } from './logisticRegression';
import { logisticSearch } from './logisticSearch';
import { nearestClassMean } from './nearestClassMean';
import { nearestNeighbours } from './nearestNeighbours';
import { pipedClassifier } from './pipedClassifier';
import { randomForest } from './randomForest';
import { ridgeClassifier } from './ridgeClassifier';
import { createTransform, TransformConfig } from './transformConfig';

const count = z.int().positive();
const positive = z.number().positive();
const steps = z.array(TransformConfig);
const stepsMeaning = {
  description: 'Steps that change the features before the readout, fitted to the training samples',
};
const preprocessing = steps.default([{ kind: 'standardise' }]).meta(stepsMeaning);
const classWeights = z
  .union([z.enum(['uniform', 'balanced']), z.array(positive)])
  .default('uniform')
  .meta({ description: 'Weight of each class: alike, in inverse proportion to its size, or in order' });
const cost = positive.default(1).meta({ description: 'Weight of the loss, a sum, against the penalty' });
const intercept = z.boolean().default(true).meta({ description: 'A score at the origin' });
const distance = z
  .enum(['euclidean', 'cosine', 'correlation'])
  .default('euclidean')
  .meta({ description: 'How far apart samples are' });

const LogisticConfig = z
  .strictObject({
    kind: z.literal('logistic'),
    cost,
    form: z
      .enum(['multinomial', 'oneVsRest'])
      .default('multinomial')
      .meta({ description: 'One model of all classes, or one for each against the rest' }),
    intercept,
    classWeights,
    tolerance: positive.default(1e-10).meta({ description: 'Of the objective, relative' }),
    maxIterations: count.default(10_000).meta({ description: 'Steps of L-BFGS' }),
    preprocessing,
  })
  .meta({ title: 'Logistic regression' });

const LogisticSearchConfig = z
  .strictObject({
    kind: z.literal('logisticSearch'),
    costs: z.array(positive).optional().meta({ description: 'To choose from; 1e-8 .. 1e8 if left out' }),
    folds: z.int().min(2).default(5).meta({ description: 'Of the training samples, stratified' }),
    seed: z.int().nonnegative().max(0xffffffff).default(42).meta({ description: 'Shuffles the folds' }),
  })
  .meta({
    title: 'Logistic regression of standardised features, its cost chosen in folds of the training samples',
  });

const LinearSvmConfig = z
  .strictObject({
    kind: z.literal('linearSvm'),
    cost,
    loss: z
      .enum(['squaredHinge', 'hinge'])
      .default('squaredHinge')
      .meta({ description: 'What a sample within the margin costs' }),
    intercept,
    interceptScaling: positive.default(1).meta({ description: 'The larger, the freer the intercept' }),
    classWeights,
    tolerance: positive.default(1e-6).meta({ description: 'Of the objective, relative' }),
    maxSweeps: count.default(10_000).meta({ description: 'Sweeps of dual coordinate descent' }),
    preprocessing,
  })
  .meta({ title: 'Linear support vector machine', source: 'Hsieh et al. 2008' });

const RidgeClassifierConfig = z
  .strictObject({
    kind: z.literal('ridge'),
    alpha: positive.default(1).meta({ description: 'Penalty; the loss is a sum over samples' }),
    preprocessing,
  })
  .meta({ title: 'Ridge regression on class membership' });

const NearestClassMeanConfig = z
  .strictObject({ kind: z.literal('nearestClassMean'), distance, preprocessing })
  .meta({ title: 'The class with the nearest mean', source: 'Haxby et al. 2001' });

const NearestNeighboursConfig = z
  .strictObject({
    kind: z.literal('nearestNeighbours'),
    neighbours: count.default(5).meta({ description: 'How many vote' }),
    weights: z
      .enum(['uniform', 'distance'])
      .default('uniform')
      .meta({ description: 'One vote each, or one in inverse proportion to the distance' }),
    distance,
    preprocessing,
  })
  .meta({ title: 'The class of most of the nearest samples', source: 'Fix & Hodges 1951' });

const RandomForestConfig = z
  .strictObject({
    kind: z.literal('randomForest'),
    trees: count.default(100).meta({ description: 'Trees' }),
    maxFeatures: z
      .union([z.enum(['sqrt', 'log2', 'all']), count])
      .default('sqrt')
      .meta({ description: 'Features drawn per split' }),
    maxDepth: count.optional().meta({ description: 'Levels of decisions; without bound if left out' }),
    minSamplesSplit: z.int().min(2).default(2).meta({ description: 'Nodes of fewer samples are leaves' }),
    minSamplesLeaf: count.default(1).meta({ description: 'Samples of a leaf, at least' }),
    minImpurityDecrease: z.number().nonnegative().default(0).meta({ description: 'By a split, at least' }),
    bootstrap: z
      .boolean()
      .default(true)
      .meta({ description: 'Each tree gets samples drawn with replacement' }),
    classWeights,
    preprocessing: steps.default([]).meta(stepsMeaning),
  })
  .meta({ title: 'Random forest', source: 'Breiman 2001' });

/** A readout of classes from features, by its kind. */
export const ReadoutConfig = z.discriminatedUnion('kind', [
  LogisticConfig,
  LogisticSearchConfig,
  LinearSvmConfig,
  RidgeClassifierConfig,
  NearestClassMeanConfig,
  NearestNeighboursConfig,
  RandomForestConfig,
]);
export type ReadoutConfig = z.output<typeof ReadoutConfig>;

/** The readout that a config describes, its preprocessing fitted to the training samples alone. */
export const createReadout = (config: ReadoutConfig): ClassifierFitter =>
  config.kind === 'logisticSearch'
    ? (features, labels) => logisticSearch(features, labels, given(config))
    : pipedClassifier(config.preprocessing.map(createTransform), fitterOf(config));

function fitterOf(config: Exclude<ReadoutConfig, { kind: 'logisticSearch' }>): ClassifierFitter {
  switch (config.kind) {
    case 'logistic':
      return (features, labels) => logisticRegression(features, labels, config);
    case 'linearSvm':
      return (features, labels, rng) => linearSvm(features, labels, rng, config);
    case 'ridge':
      return (features, labels) => ridgeClassifier(features, labels, config);
    case 'nearestClassMean':
      return (features, labels) => nearestClassMean(features, labels, config);
    case 'nearestNeighbours':
      return (features, labels) => nearestNeighbours(features, labels, config);
    case 'randomForest':
      return (features, labels, rng) => randomForest(features, labels, rng, given(config));
  }
}

type Given<T> = { [name in keyof T]: Exclude<T[name], undefined> };

/** A config without the options that are left out. */
const given = <T extends object>(config: T): Given<T> =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as Given<T>;
