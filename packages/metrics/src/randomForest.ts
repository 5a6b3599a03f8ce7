import { ConfigError, ndArray, type Rng } from '@goal-driven/core/arrays';
import { classifierOf } from './_classifier';
import { requireClasses, weightsOfClasses, type ClassWeights } from './_indexedClasses';
import type { ClassLabels, ProbabilisticClassifier } from './Classifier';
import { addShares, type DecisionTree } from './DecisionTree';
import { featureRanks } from './_featureRanks';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { growTrees, type TreeDraws } from './_growTrees';
import type { TreeLimits } from './_treeGrower';
import { requireCount } from './_vectors';

export type RandomForestOptions = {
  /** How many; 100 by default. */
  readonly trees?: number;
  /** Features drawn per split, without replacement: a number of them, the root or the logarithm of all, or all. */
  readonly maxFeatures?: number | 'sqrt' | 'log2' | 'all';
  /** Levels of decisions, at most; without bound by default. */
  readonly maxDepth?: number;
  /** Nodes of fewer distinct samples are leaves. */
  readonly minSamplesSplit?: number;
  /** Distinct samples of a leaf, at least. */
  readonly minSamplesLeaf?: number;
  /** Least fall of the impurity by a split, weighted by the node's share of all. */
  readonly minImpurityDecrease?: number;
  /** Grow each tree on as many samples drawn with replacement, or on all of them. */
  readonly bootstrap?: boolean;
  /** How much samples of a class count; all alike by default. */
  readonly classWeights?: ClassWeights;
  /** Called as trees are grown. */
  readonly onProgress?: (done: number, total: number) => void;
};

export type RandomForest = ProbabilisticClassifier & {
  /** In the order in which they were drawn. */
  readonly trees: readonly DecisionTree[];
  /** [features], share of the fall of Gini impurity that splits by each feature brought; sums to 1 if any did. */
  readonly importances: Float64Array;
};

/**
 * Random forest of classification trees: each grown to the full on a bootstrap sample, each split the one of least
 * Gini impurity among features drawn anew. The forest's probabilities are the mean over trees of the class shares in
 * the leaf that a sample ends at, and its scores.
 *
 * @param features [samples, features]
 * @param labels [samples], integers
 * @param rng tree t draws its samples from `rng.child('tree').child(t)`, then where the generator of its features starts
 * @throws ShapeError, DataError for features and labels that do not fit, ConfigError for options out of range
 * @source Breiman 2001, Machine Learning 45; agrees in distribution with scikit-learn's RandomForestClassifier
 * @differs scikit-learn rounds features to single precision and takes values closer than 1e-7 for one; with class
 *   weights, rounding makes it split some pure nodes further
 */
export function randomForest(
  features: Matrix,
  labels: ClassLabels,
  rng: Rng,
  options: RandomForestOptions = {},
): RandomForest {
  const indexed = requireClasses('randomForest', features, labels);
  const { trees: count = 100, bootstrap = true, classWeights = 'uniform', onProgress } = options;
  requireCount('randomForest', 'trees', count, 1);
  const limits = limitsOf(options, columnsOf(features));
  const { classes, indices } = indexed;
  const weightOf = weightsOfClasses('randomForest', indexed, classWeights);
  const data = { features, ranks: featureRanks(features), classes: indices, classCount: classes.length };
  const samples = rowsOf(features);
  const draw = (t: number): TreeDraws => {
    const stream = rng.child('tree').child(t).stream();
    const weights = new Float64Array(samples);
    if (bootstrap) for (let sample = 0; sample < samples; sample++) weights[stream.integer(samples)]!++;
    else weights.fill(1);
    for (let sample = 0; sample < samples; sample++) weights[sample]! *= weightOf[indices[sample]!]!;
    return { weights, words: Uint32Array.from({ length: 4 }, () => stream.integer(2 ** 32) || 1) };
  };
  const grown = growTrees(data, limits, { count, draw, onProgress });
  const importances = new Float64Array(columnsOf(features));
  for (const { decreases } of grown) addShare(importances, decreases);
  const trees = grown.map(({ tree }) => tree);
  const probabilities = (others: Matrix): Matrix => {
    const sums = new Float64Array(rowsOf(others) * classes.length);
    for (const tree of trees) addShares(tree, others, sums);
    return ndArray(
      sums.map((sum) => sum / count),
      [rowsOf(others), classes.length],
    );
  };
  const classifier = classifierOf('randomForest', {
    classes,
    width: columnsOf(features),
    scores: probabilities,
  });
  return { ...classifier, probabilities: classifier.scores, trees, importances: shared(importances) };
}

function limitsOf(options: RandomForestOptions, width: number): TreeLimits {
  const {
    maxFeatures = 'sqrt',
    maxDepth,
    minSamplesSplit = 2,
    minSamplesLeaf = 1,
    minImpurityDecrease = 0,
  } = options;
  if (maxDepth !== undefined) requireCount('randomForest', 'maxDepth', maxDepth, 1);
  requireCount('randomForest', 'minSamplesSplit', minSamplesSplit, 2);
  requireCount('randomForest', 'minSamplesLeaf', minSamplesLeaf, 1);
  if (!(minImpurityDecrease >= 0)) {
    throw new ConfigError(`randomForest: minImpurityDecrease must be at least 0, got ${minImpurityDecrease}`);
  }
  const named = {
    sqrt: Math.floor(Math.sqrt(width)),
    log2: Math.max(1, Math.floor(Math.log2(width))),
    all: width,
  };
  const drawn = typeof maxFeatures === 'number' ? maxFeatures : named[maxFeatures];
  if (!Number.isSafeInteger(drawn) || drawn < 1 || drawn > width) {
    throw new ConfigError(
      `randomForest: maxFeatures must be sqrt, log2, all or an integer in 1 .. ${width}, got ${maxFeatures}`,
    );
  }
  return {
    maxFeatures: drawn,
    maxDepth: maxDepth ?? Infinity,
    minSamplesSplit,
    minSamplesLeaf,
    minImpurityDecrease,
  };
}

/** Adds what is each entry's share of their sum; nothing where all are 0. */
function addShare(sums: Float64Array, values: Float64Array): void {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total > 0) for (let index = 0; index < sums.length; index++) sums[index]! += values[index]! / total;
}

function shared(values: Float64Array): Float64Array {
  const shares = new Float64Array(values.length);
  addShare(shares, values);
  return shares;
}
