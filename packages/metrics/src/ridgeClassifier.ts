import { ndArray } from '@goal-driven/core/arrays';
import { requireClasses } from './_indexedClasses';
import type { ClassLabels, LinearClassifier } from './Classifier';
import { linearClassifier } from './_linearClassifier';
import { rowsOf, transpose, type Matrix } from './_matrix';
import { ridge } from './ridge';

export type RidgeClassifierOptions = {
  /** Penalty on the squared coefficients, > 0. */
  readonly alpha?: number;
};

/**
 * Ridge regression on targets of 1 for the sample's class and -1 for the others; the class of the highest
 * prediction. Of two classes there is one target, 1 for the higher label.
 *
 * @param features [samples, features]
 * @param labels [samples], integers
 * @throws ShapeError, DataError for features and labels that do not fit, ConfigError unless alpha > 0
 * @source agrees with scikit-learn's RidgeClassifier
 */
export function ridgeClassifier(
  features: Matrix,
  labels: ClassLabels,
  { alpha = 1 }: RidgeClassifierOptions = {},
): LinearClassifier {
  const { classes, indices } = requireClasses('ridgeClassifier', features, labels);
  const targets = classes.length === 2 ? 1 : classes.length;
  const own = (c: number): number => (classes.length === 2 ? c - 1 : c);
  const signs = new Float64Array(rowsOf(features) * targets).fill(-1);
  indices.forEach((c, sample) => {
    if (own(c) >= 0) signs[sample * targets + own(c)] = 1;
  });
  const { coefficients, intercept } = ridge(features, ndArray(signs, [rowsOf(features), targets]), { alpha });
  return linearClassifier('ridgeClassifier', classes, { coefficients: transpose(coefficients), intercept });
}
