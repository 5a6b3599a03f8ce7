import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import type { LinearReadout } from './_centredDesign';
import { requireClasses, weightsOfClasses, type ClassWeights, type IndexedClasses } from './_indexedClasses';
import type { ClassLabels, LinearClassifier, ProbabilisticClassifier } from './Classifier';
import { linearClassifier } from './_linearClassifier';
import type { LinearLoss } from './_linearLoss';
import { binaryLoss, multinomialLoss } from './_logisticLoss';
import { columnsOf, type Matrix } from './_matrix';
import { minimiseLoss, type LinearMinimum, type MinimiseOptions } from './_minimiseLoss';
import { requireCount, total } from './_vectors';

export type LogisticRegressionOptions = {
  /** Weight of the loss against the penalty, > 0; scikit-learn's C. The loss is a sum, so it grows with n. */
  readonly cost?: number;
  /** With more than two classes: one model of them all, or one for each against the rest. */
  readonly form?: 'multinomial' | 'oneVsRest';
  /** A score at the origin, without penalty. */
  readonly intercept?: boolean;
  /** `balanced` against the rest is balanced in each of the models. */
  readonly classWeights?: ClassWeights;
  /** Ends when the objective is within this share of its minimum. */
  readonly tolerance?: number;
  /** Of L-BFGS; 10,000 by default. */
  readonly maxIterations?: number;
  /** A fit to the same classes to begin from; it changes how long it takes, not what comes out. */
  readonly start?: Pick<LinearClassifier, 'coefficients' | 'intercept'>;
};

export type LogisticRegression = LinearClassifier &
  ProbabilisticClassifier & {
    /** [models], `cost * sum of losses + ||w||^2 / 2` at the minimum; several models against the rest. */
    readonly objective: Float64Array;
    /** [models] */
    readonly iterations: Int32Array;
  };

/**
 * Logistic regression with an L2 penalty: minimises `cost * sum_i weight_i loss_i + ||w||^2 / 2` by L-BFGS, the loss
 * being minus the log probability of the sample's class. The intercept is free.
 *
 * @param features [samples, features]; the penalty sees their scale, so standardise them first
 * @param labels [samples], integers
 * @throws ShapeError, DataError for features and labels that do not fit, ConfigError for options out of range,
 *   NumericalError when `maxIterations` do not suffice
 * @source the minimum is that of scikit-learn's LogisticRegression
 * @differs scikit-learn's lbfgs ends as soon as it falls by less than 2e-9 of its value, short of the minimum, and
 *   warns where this throws. Of two classes its `multinomial` is a model twice as weakly penalised; here both forms
 *   are the same one
 */
export function logisticRegression(
  features: Matrix,
  labels: ClassLabels,
  options: LogisticRegressionOptions = {},
): LogisticRegression {
  const indexed = requireClasses('logisticRegression', features, labels);
  const { cost = 1, form = 'multinomial', intercept: withIntercept = true, start } = options;
  const { tolerance = 1e-10, maxIterations = 10_000, classWeights = 'uniform' } = options;
  if (!(cost > 0 && cost < Infinity))
    throw new ConfigError(`logisticRegression: cost must be greater than 0, got ${cost}`);
  if (!(tolerance > 0))
    throw new ConfigError(`logisticRegression: tolerance must be greater than 0, got ${tolerance}`);
  requireCount('logisticRegression', 'maxIterations', maxIterations, 1);
  const fit = {
    features,
    indexed,
    classWeights,
    cost,
    settings: { withIntercept, tolerance, maxIterations },
  };
  const { classes } = indexed;
  const whole = classes.length > 2 && form === 'multinomial';
  const positives = classes.length === 2 ? [1] : Array.from(classes, (_, c) => c);
  const minima = whole
    ? [allTogether(fit, readoutOf(start))]
    : positives.map((c, model) => againstRest(fit, c, readoutOf(start, model)));
  const joined = {
    coefficients: ndArray(join(minima.map(({ coefficients }) => coefficients)), [
      positives.length,
      columnsOf(features),
    ]),
    intercept: join(minima.map(({ intercept }) => intercept)),
  };
  const classifier = linearClassifier('logisticRegression', classes, joined);
  return {
    ...classifier,
    probabilities: (others) => (whole ? softmaxRows : sigmoidRows)(classifier.scores(others)),
    objective: Float64Array.from(minima, ({ objective }) => objective),
    iterations: Int32Array.from(minima, ({ iterations }) => iterations),
  };
}

type Fit = {
  readonly features: Matrix;
  readonly indexed: IndexedClasses;
  readonly classWeights: ClassWeights;
  readonly cost: number;
  readonly settings: Omit<MinimiseOptions, 'penalty' | 'start'>;
};

function allTogether(fit: Fit, start: LinearReadout | undefined): LinearMinimum {
  const { indices, classes } = fit.indexed;
  const weightOf = weightsOfClasses('logisticRegression', fit.indexed, fit.classWeights);
  const weights = Float64Array.from(indices, (c) => weightOf[c]!);
  return minimum(fit, weights, { start, loss: (shares) => multinomialLoss(indices, shares, classes.length) });
}

function againstRest(fit: Fit, positive: number, start: LinearReadout | undefined): LinearMinimum {
  const { indices, counts } = fit.indexed;
  const signs = Int8Array.from(indices, (c) => (c === positive ? 1 : -1));
  const rest = indices.length - counts[positive]!;
  const weightOf =
    fit.classWeights === 'balanced'
      ? Float64Array.from(counts, (own, c) => indices.length / (2 * (c === positive ? own : rest)))
      : weightsOfClasses('logisticRegression', fit.indexed, fit.classWeights);
  const weights = Float64Array.from(indices, (c) => weightOf[c]!);
  return minimum(fit, weights, { start, loss: (shares) => binaryLoss(signs, shares) });
}

/** The minimum for the mean loss, whose numbers are of order 1, told as that of the sum. */
function minimum(
  { features, cost, settings }: Fit,
  weights: Float64Array,
  model: { readonly loss: (shares: Float64Array) => LinearLoss; readonly start: LinearReadout | undefined },
): LinearMinimum {
  const whole = total(weights);
  const loss = model.loss(weights.map((weight) => weight / whole));
  const options = { ...settings, penalty: 1 / (cost * whole), ...(model.start && { start: model.start }) };
  const found = minimiseLoss('logisticRegression', { features, loss }, options);
  return { ...found, objective: found.objective * cost * whole };
}

/** The readout of one model of an earlier fit, or of all of them. */
function readoutOf(start: LogisticRegressionOptions['start'], model?: number): LinearReadout | undefined {
  if (start === undefined) return undefined;
  const { coefficients, intercept } = start;
  if (model === undefined) return { coefficients: coefficients.values, intercept };
  const width = columnsOf(coefficients);
  return {
    coefficients: coefficients.values.subarray(model * width, (model + 1) * width),
    intercept: intercept.subarray(model, model + 1),
  };
}

const join = (parts: readonly Float64Array[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => [...part]));

/** The logistic of each score, as shares of their sum. */
function sigmoidRows(scores: Matrix): Matrix {
  return asShares({ ...scores, values: scores.values.map((score) => 1 / (1 + Math.exp(-score))) });
}

function softmaxRows(scores: Matrix): Matrix {
  const columns = columnsOf(scores);
  const powers = scores.values.map((score, index) => {
    const row = index - (index % columns);
    return Math.exp(score - Math.max(...scores.values.subarray(row, row + columns)));
  });
  return asShares({ ...scores, values: powers });
}

function asShares({ values, shape }: Matrix): Matrix {
  const columns = shape[1]!;
  const shares = values.map((value, index) => {
    const row = index - (index % columns);
    return value / total(values.subarray(row, row + columns));
  });
  return { values: shares, shape };
}
