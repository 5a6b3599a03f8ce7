import { ndArray } from '@goal-driven/core/arrays';
import { linearScores } from './_centredDesign';
import { classifierOf } from './_classifier';
import type { LinearClassifier } from './Classifier';
import { columnsOf, rowsOf, type Matrix } from './_matrix';

/**
 * The classifier of linear scores. Of two classes there is one readout, the score of the higher label; the lower
 * one has its negative.
 */
export function linearClassifier(
  who: string,
  classes: Int32Array,
  { coefficients, intercept }: { readonly coefficients: Matrix; readonly intercept: Float64Array },
): LinearClassifier {
  const scores = (features: Matrix): Matrix => {
    const values = linearScores(features, { coefficients: coefficients.values, intercept });
    return ndArray(intercept.length === 1 ? bothSides(values) : values, [rowsOf(features), classes.length]);
  };
  return {
    ...classifierOf(who, { classes, width: columnsOf(coefficients), scores }),
    coefficients,
    intercept,
  };
}

function bothSides(scores: Float64Array): Float64Array {
  const values = new Float64Array(2 * scores.length);
  scores.forEach((score, sample) => values.set([-score, score], 2 * sample));
  return values;
}
