import { ConfigError, RandomState } from '@goal-driven/core/arrays';
import { accuracy } from './accuracy';
import type { ClassLabels } from './Classifier';
import { requireClasses } from './_indexedClasses';
import {
  logisticRegression,
  type LogisticRegression,
  type LogisticRegressionOptions,
} from './logisticRegression';
import { takeRows, type Matrix } from './_matrix';
import { meanOf } from './_vectors';
import { standardise } from './standardise';
import { stratifiedKFold } from './stratifiedKFold';

export type LogisticSearchOptions = {
  /** Costs to choose from; 1e-8, 1e-7 .. 1e8 by default. */
  readonly costs?: readonly number[];
  /** 5 by default. */
  readonly folds?: number;
  /** Of the `RandomState` that shuffles the folds. */
  readonly seed?: number;
  /** Of every fit; 20,000 by default. */
  readonly maxIterations?: number;
} & Pick<LogisticRegressionOptions, 'form' | 'classWeights' | 'tolerance'>;

export type LogisticSearch = Pick<LogisticRegression, 'classes' | 'predict' | 'scores' | 'probabilities'> & {
  /** The one chosen, the first of those that did best. */
  readonly cost: number;
  /** [costs], mean accuracy over folds. */
  readonly accuracies: Float64Array;
};

const COSTS = Array.from({ length: 17 }, (_, step) => Number(`1e${step - 8}`));

/**
 * The behavioural readout of the mental-simulation study: standardised features, L2 logistic regression, its cost the
 * one of best accuracy in stratified shuffled folds, and a last fit to all samples. Features are standardised within
 * each training part.
 *
 * @param features [samples, features]
 * @param labels [samples], integers
 * @throws ConfigError for no costs; what stratifiedKFold and logisticRegression throw
 * @source Nayebi et al. 2023, arXiv:2305.11772 (mental-sim); agrees with scikit-learn's GridSearchCV over a Pipeline
 * @differs fits reach their minimum, where lbfgs in scikit-learn stops short at high costs
 */
export function logisticSearch(
  features: Matrix,
  labels: ClassLabels,
  options: LogisticSearchOptions = {},
): LogisticSearch {
  const { costs = COSTS, folds = 5, seed = 42, maxIterations = 20_000, ...rest } = options;
  requireClasses('logisticSearch', features, labels);
  if (costs.length === 0) throw new ConfigError('logisticSearch: costs must be at least 1, got none');
  const settings = { ...rest, maxIterations };
  const splits = stratifiedKFold(labels, folds, { random: new RandomState(seed) });
  const byFold = splits.map(({ train, test }) => {
    const fits = fitsOf(takeRows(features, train), at(labels, train), { costs, settings });
    const others = takeRows(features, test);
    return fits.map(({ predict }) => accuracy(at(labels, test), predict(others)));
  });
  const accuracies = Float64Array.from(costs, (_, index) => meanOf(byFold.map((fold) => fold[index]!)));
  const cost = costs[accuracies.indexOf(Math.max(...accuracies))]!;
  const [best] = fitsOf(features, labels, { costs: [cost], settings });
  return { ...best!, cost, accuracies };
}

/** A readout of the standardised features for each cost, each begun from the one before. */
function fitsOf(
  features: Matrix,
  labels: ClassLabels,
  { costs, settings }: { readonly costs: readonly number[]; readonly settings: LogisticRegressionOptions },
) {
  const { transform } = standardise(features);
  const standard = transform(features);
  let start: LogisticRegression | undefined;
  return costs.map((cost) => {
    const fit = logisticRegression(standard, labels, { ...settings, cost, ...(start && { start }) });
    start = fit;
    return {
      classes: fit.classes,
      predict: (others: Matrix) => fit.predict(transform(others)),
      scores: (others: Matrix) => fit.scores(transform(others)),
      probabilities: (others: Matrix) => fit.probabilities(transform(others)),
    };
  });
}

const at = (labels: ClassLabels, samples: Int32Array): ClassLabels =>
  Float64Array.from(samples, (sample) => labels[sample]!);
