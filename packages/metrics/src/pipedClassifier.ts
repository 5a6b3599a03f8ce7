import type { ClassifierFitter } from './Classifier';
import { composeTransforms } from './pipeline';
import type { TransformFitter } from './Transform';

/** A classifier of the transformed features, transforms and classifier fitted to the same training samples. */
export const pipedClassifier =
  (steps: readonly TransformFitter[], fit: ClassifierFitter): ClassifierFitter =>
  (features, labels, rng) => {
    const { transform } = composeTransforms(steps)(features);
    const { classes, predict, scores } = fit(transform(features), labels, rng);
    return {
      classes,
      predict: (others) => predict(transform(others)),
      scores: (others) => scores(transform(others)),
    };
  };
