import { ndArray } from '@goal-driven/core/arrays';
import { requireClasses } from './_indexedClasses';
import { classifierOf } from './_classifier';
import type { Classifier, ClassLabels } from './Classifier';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { asPoints, distanceOf, squaredDistance, type SampleDistance } from './_rowDistances';

/** The distance to the means of classes, `euclidean` by default. */
export type NearestClassMeanOptions = { readonly distance?: SampleDistance };

export type NearestClassMean = Classifier & {
  /** [classes, features] */
  readonly means: Matrix;
};

/**
 * The class whose mean is nearest; scores are distances with a minus sign. With `correlation` it is the classifier
 * of Haxby et al.
 *
 * @param features [samples, features]
 * @param labels [samples], integers
 * @throws ShapeError, DataError for features and labels that do not fit, or without direction where that is asked for
 * @source Haxby et al. 2001, Science 293; agrees with scikit-learn's NearestCentroid
 */
export function nearestClassMean(
  features: Matrix,
  labels: ClassLabels,
  { distance = 'euclidean' }: NearestClassMeanOptions = {},
): NearestClassMean {
  const { classes, indices, counts } = requireClasses('nearestClassMean', features, labels);
  const width = columnsOf(features);
  const values = new Float64Array(classes.length * width);
  for (let sample = 0; sample < indices.length; sample++) {
    const c = indices[sample]!;
    for (let p = 0; p < width; p++)
      values[c * width + p]! += features.values[sample * width + p]! / counts[c]!;
  }
  const means = ndArray(values, [classes.length, width]);
  const centres = asPoints('nearestClassMean', 'the class means', means, distance);
  const scores = (others: Matrix): Matrix => {
    const points = asPoints('nearestClassMean.predict', 'features', others, distance);
    const table = new Float64Array(rowsOf(others) * classes.length);
    for (let index = 0; index < table.length; index++) {
      const c = index % classes.length;
      const point = { values: points.values, start: ((index - c) / classes.length) * width };
      const centre = { values: centres.values, start: c * width };
      table[index] = -distanceOf(squaredDistance(point, centre, { width, most: Infinity }), distance);
    }
    return ndArray(table, [rowsOf(others), classes.length]);
  };
  return { ...classifierOf('nearestClassMean', { classes, width, scores }), means };
}
