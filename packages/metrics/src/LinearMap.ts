import type { Matrix } from './_matrix';

/** A map from source to target that has been fitted: `predict` takes [samples, p] to [samples, q]. */
export type FittedMap = { predict(source: Matrix): Matrix };

/** A way to fit a map: source [samples, p], target [samples, q]. */
export type MapFitter = (source: Matrix, target: Matrix) => FittedMap;

/** The linear map `x -> x coefficients + intercept`. */
export type LinearMap = FittedMap & {
  /** [p, q] */
  readonly coefficients: Matrix;
  /** [q] */
  readonly intercept: Float64Array;
};
