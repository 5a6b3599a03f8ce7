import type { Rng } from '@goal-driven/core/arrays';
import type { Matrix } from './_matrix';

/** The class of each sample: any 32-bit integers. */
export type ClassLabels = ArrayLike<number>;

/** What reads classes out of features. */
export type Classifier = {
  /** [classes], the labels it was fitted to, ascending. */
  readonly classes: Int32Array;
  /** [samples, features] -> [samples], for each sample the class of the highest score; the lowest of those that tie. */
  readonly predict: (features: Matrix) => Int32Array;
  /** [samples, features] -> [samples, classes] */
  readonly scores: (features: Matrix) => Matrix;
};

/** A classifier that says how sure it is. */
export type ProbabilisticClassifier = Classifier & {
  /** [samples, features] -> [samples, classes]; rows sum to 1. */
  readonly probabilities: (features: Matrix) => Matrix;
};

/** A classifier that is linear in the features. */
export type LinearClassifier = Classifier & {
  /** [classes, features]; of two classes one row, which is positive for the higher label. */
  readonly coefficients: Matrix;
  /** [classes], or [1] for two. */
  readonly intercept: Float64Array;
};

/** Fits a classifier to features [samples, features] and a label for each sample. */
export type ClassifierFitter = (features: Matrix, labels: ClassLabels, rng: Rng) => Classifier;
