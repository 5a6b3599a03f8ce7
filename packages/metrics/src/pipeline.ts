import type { MapFitter } from './LinearMap';
import type { TransformFitter } from './Transform';

/**
 * Steps one after the other: each is fitted to the training samples as the steps before it left them, so that nothing
 * of the samples to be predicted enters. No steps leave samples as they are.
 */
export const composeTransforms =
  (steps: readonly TransformFitter[]): TransformFitter =>
  (samples) => {
    let reached = samples;
    const fitted = steps.map((step) => {
      const transform = step(reached);
      reached = transform.transform(reached);
      return transform;
    });
    return { transform: (others) => fitted.reduce((now, step) => step.transform(now), others) };
  };

/** A map from the transformed source, transforms and map fitted to the same training samples. */
export const pipeline =
  (steps: readonly TransformFitter[], fit: MapFitter): MapFitter =>
  (source, target) => {
    const { transform } = composeTransforms(steps)(source);
    const map = fit(transform(source), target);
    return { predict: (samples) => map.predict(transform(samples)) };
  };
