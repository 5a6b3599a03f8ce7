import { ndArray, ShapeError } from '@goal-driven/core/arrays';
import { column, columnsOf, requireFinite, type Matrix } from './_matrix';
import { allEqual, meanOf, squaredDeviations } from './_vectors';
import type { FittedTransform } from './Transform';

export type Standardisation = FittedTransform & {
  /** [p] */
  readonly means: Float64Array;
  /** [p], of the samples themselves (ddof 0); 1 where they are all equal. */
  readonly deviations: Float64Array;
};

/**
 * Standardisation: each feature minus its mean, over its standard deviation, both of the samples that it is fitted to. A
 * feature that does not vary there is only centred.
 *
 * @param samples [samples, p]
 * @throws ShapeError for other axes, or when another number of features is transformed; DataError for entries that are
 *   not finite
 * @source agrees with scikit-learn's StandardScaler
 */
export function standardise(samples: Matrix): Standardisation {
  requireFinite('standardise', 'samples', samples, 2);
  const features = columnsOf(samples);
  const columns = Array.from({ length: features }, (_, c) => column(samples, c));
  const means = Float64Array.from(columns, (values) => (allEqual(values) ? values[0]! : meanOf(values)));
  const deviations = Float64Array.from(columns, (values) =>
    allEqual(values) ? 1 : Math.sqrt(squaredDeviations(values) / values.length),
  );
  return {
    means,
    deviations,
    transform: (others) => {
      requireFinite('standardise.transform', 'samples', others, 2);
      if (columnsOf(others) !== features) {
        throw new ShapeError(
          `standardise.transform: samples must have ${features} columns, got ${columnsOf(others)}`,
        );
      }
      const scores = new Float64Array(others.values.length);
      for (let at = 0, c = 0; at < scores.length; at++, c = c + 1 === features ? 0 : c + 1) {
        scores[at] = (others.values[at]! - means[c]!) / deviations[c]!;
      }
      return ndArray(scores, others.shape);
    },
  };
}
