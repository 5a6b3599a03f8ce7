import { ConfigError, ndArray, NumericalError, type Rng } from '@goal-driven/core/arrays';
import { requireClasses, weightsOfClasses, type ClassWeights } from './_indexedClasses';
import type { ClassLabels, LinearClassifier } from './Classifier';
import { dualDescent, type DescentOptions, type Plane, type Sides } from './_dualDescent';
import { linearClassifier } from './_linearClassifier';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { minimiseLoss } from './_minimiseLoss';
import { squaredHingeLoss } from './_squaredHingeLoss';
import { requireCount, total } from './_vectors';

export type LinearSvmOptions = {
  /** Weight of the loss against the penalty, > 0; scikit-learn's C. The loss is a sum, so it grows with n. */
  readonly cost?: number;
  /** `squaredHinge` by default. */
  readonly loss?: 'squaredHinge' | 'hinge';
  /** Whether the plane may miss the origin; it may by default. */
  readonly intercept?: boolean;
  /** The intercept is the coefficient of a feature of this value: the larger, the less the penalty weighs on it. */
  readonly interceptScaling?: number;
  /** Of several classes, each counts so much against the rest, which counts 1. */
  readonly classWeights?: ClassWeights;
  /** Ends when the objective is within this share of its minimum. */
  readonly tolerance?: number;
  /** Of coordinate descent. */
  readonly maxSweeps?: number;
};

export type LinearSvm = LinearClassifier & {
  /** [models], `||w||^2 / 2 + cost * sum of losses` at the minimum; several models against the rest. */
  readonly objective: Float64Array;
  /** [models], sweeps of coordinate descent. */
  readonly sweeps: Int32Array;
};

/**
 * Linear support vector machine: minimises `||w||^2 / 2 + cost * sum_i max(0, 1 - y_i w.x_i)^2` (or without the
 * square) over planes through one constant feature more; several classes each against the rest. Dual coordinate
 * descent; what it has not brought to its minimum in a few hundred sweeps, many more samples than features as a
 * rule, L-BFGS ends from the primal side where the loss is smooth.
 *
 * @param features [samples, features]; the penalty sees their scale, so standardise them first
 * @param labels [samples], integers
 * @param rng the order of samples in each sweep, from `rng.child('class').child(c)`; the minimum does not depend on it
 * @throws ShapeError, DataError for features and labels that do not fit, ConfigError for options out of range,
 *   NumericalError when `maxSweeps` do not suffice
 * @source Hsieh et al. 2008, ICML; the minimum is that of scikit-learn's LinearSVC (LIBLINEAR)
 * @differs LIBLINEAR ends when slopes are small, this when primal and dual meet, so closer to the minimum; and where
 *   it warns, this throws
 */
export function linearSvm(
  features: Matrix,
  labels: ClassLabels,
  rng: Rng,
  options: LinearSvmOptions = {},
): LinearSvm {
  const indexed = requireClasses('linearSvm', features, labels);
  const { cost = 1, loss = 'squaredHinge', intercept = true, interceptScaling = 1 } = options;
  const { tolerance = 1e-6, maxSweeps = 10_000, classWeights = 'uniform' } = options;
  for (const [name, value] of Object.entries({ cost, interceptScaling, tolerance })) {
    if (!(value > 0 && value < Infinity))
      throw new ConfigError(`linearSvm: ${name} must be greater than 0, got ${value}`);
  }
  requireCount('linearSvm', 'maxSweeps', maxSweeps, 1);
  const { classes, indices } = indexed;
  const weightOf = weightsOfClasses('linearSvm', indexed, classWeights);
  const two = classes.length === 2;
  const constant = intercept ? interceptScaling : 0;
  const planes = (two ? [1] : Array.from(classes, (_, c) => c)).map((positive) => {
    const signs = Int8Array.from(indices, (c) => (c === positive ? 1 : -1));
    const costs = Float64Array.from(indices, (c) => cost * (two || c === positive ? weightOf[c]! : 1));
    const stream = rng.child('class').child(positive).stream();
    return planeBetween({ features, constant, signs, costs, loss }, { tolerance, maxSweeps, stream });
  });
  const width = columnsOf(features);
  const coefficients = new Float64Array(planes.length * width);
  planes.forEach(({ weights }, model) => coefficients.set(weights.subarray(0, width), model * width));
  const readout = {
    coefficients: ndArray(coefficients, [planes.length, width]),
    intercept: Float64Array.from(planes, ({ weights }) => constant * weights[width]!),
  };
  return {
    ...linearClassifier('linearSvm', classes, readout),
    objective: Float64Array.from(planes, ({ objective }) => objective),
    sweeps: Int32Array.from(planes, ({ sweeps }) => sweeps),
  };
}

/** Sweeps after which the smooth loss is left to L-BFGS. */
const HANDOVER = 300;

function planeBetween(sides: Sides, { tolerance, maxSweeps, stream }: DescentOptions): Plane {
  const smooth = sides.loss === 'squaredHinge' && maxSweeps > HANDOVER;
  const most = smooth ? HANDOVER : maxSweeps;
  const plane = dualDescent(sides, { tolerance, maxSweeps: most, stream });
  if (plane.gap <= tolerance * plane.objective) return plane;
  if (smooth) return fromPrimalSide(sides, plane, tolerance);
  throw new NumericalError(
    `linearSvm: the objective must come within ${tolerance} of its minimum in ${maxSweeps} sweeps, got within ${(plane.gap / plane.objective).toExponential(2)}. Standardised features, a lower cost, a larger tolerance or more sweeps help.`,
  );
}

function fromPrimalSide(sides: Sides, plane: Plane, tolerance: number): Plane {
  const { features, constant, signs, costs } = sides;
  const whole = total(costs);
  const loss = squaredHingeLoss(
    signs,
    costs.map((cost) => cost / whole),
  );
  const start = { coefficients: plane.weights, intercept: new Float64Array(1) };
  const { coefficients, objective } = minimiseLoss(
    'linearSvm',
    { features: withColumn(features, constant), loss },
    { penalty: 1 / whole, withIntercept: false, tolerance, maxIterations: 10_000, start },
  );
  return { ...plane, weights: coefficients, objective: objective * whole };
}

/** The features and one more, the same for all samples. */
function withColumn(features: Matrix, constant: number): Matrix {
  const [samples, width] = [rowsOf(features), columnsOf(features)];
  const values = new Float64Array(samples * (width + 1)).fill(constant);
  for (let row = 0; row < samples; row++) {
    values.set(features.values.subarray(row * width, (row + 1) * width), row * (width + 1));
  }
  return ndArray(values, [samples, width + 1]);
}
