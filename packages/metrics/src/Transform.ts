import type { Matrix } from './_matrix';

/** A change of features that has been fitted: `transform` takes [samples, p] to [samples, k]. */
export type FittedTransform = { transform(samples: Matrix): Matrix };

/** A way to fit one, to training samples [samples, p] alone. */
export type TransformFitter = (samples: Matrix) => FittedTransform;
