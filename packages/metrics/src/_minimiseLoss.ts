import { NumericalError } from '@goal-driven/core/arrays';
import { centredDesign, type LinearReadout } from './_centredDesign';
import type { LinearLoss } from './_linearLoss';
import { dot, dotAt, type Matrix } from './_matrix';
import { add, quasiNewton } from './_quasiNewton';

export type MinimiseOptions = {
  /** Penalty on half the squared coefficients. */
  readonly penalty: number;
  readonly withIntercept: boolean;
  /** Ends when the objective is within this share of its minimum. */
  readonly tolerance: number;
  readonly maxIterations: number;
  /** Where to begin; at zeros by default. */
  readonly start?: LinearReadout;
};

export type LinearMinimum = LinearReadout & { readonly objective: number; readonly iterations: number };

/**
 * Minimises `loss(X W^T + b) + penalty / 2 ||W||^2` by limited-memory BFGS. Scores are linear in the parameters, so
 * a step of any length costs no product with the features, and is taken to where the objective ends falling.
 *
 * @throws NumericalError when `maxIterations` do not suffice
 */
export function minimiseLoss(
  who: string,
  { features, loss }: { readonly features: Matrix; readonly loss: LinearLoss },
  options: MinimiseOptions,
): LinearMinimum {
  const { penalty, withIntercept, maxIterations } = options;
  const { size, spreads, ...design } = centredDesign(features, loss.outputs, withIntercept);
  const none = { coefficients: new Float64Array(size), intercept: new Float64Array(loss.outputs) };
  const parameters = design.toParameters(options.start ?? none);
  const scores = design.scores(parameters);
  const slopes = new Float64Array(scores.length);
  const memory = quasiNewton(
    parameters.map((_, index) =>
      index < size ? 1 / (loss.curvature * spreads[index % spreads.length]! + penalty) : 1 / loss.curvature,
    ),
  );
  const evaluate = () => {
    const objective = loss.at(scores, slopes) + (penalty / 2) * dotAt(parameters, 0, parameters, 0, size);
    const gradient = design.pull(slopes);
    for (let index = 0; index < size; index++) gradient[index]! += penalty * parameters[index]!;
    return { objective, gradient };
  };
  let { objective, gradient } = evaluate();
  for (let iteration = 0; ; iteration++) {
    const direction = downhill(memory, gradient);
    const descent = dot(direction, gradient);
    if (
      isMinimum(
        { objective, gradient: gradient.subarray(0, size), intercepts: gradient.subarray(size) },
        options,
      ) ||
      -descent <= Number.EPSILON * objective
    ) {
      return { ...design.toReadout(parameters), objective, iterations: iteration };
    }
    if (iteration === maxIterations) throw notThere(who, options, gradient);
    const change = design.scores(direction);
    const pull = penalty * dotAt(parameters, 0, direction, 0, size);
    const stiffness = penalty * dotAt(direction, 0, direction, 0, size);
    const length = stepLength(descent, (step) => {
      const { slope, curvature } = loss.along(scores, change, step);
      return { slope: slope + pull + step * stiffness, curvature: curvature + stiffness };
    });
    add(parameters, direction, length);
    add(scores, change, length);
    const before = gradient;
    ({ objective, gradient } = evaluate());
    memory.learn(
      direction.map((entry) => length * entry),
      gradient.map((slope, index) => slope - before[index]!),
    );
  }
}

/** The quasi-Newton direction, or that of the first guess where rounding has turned it uphill. */
function downhill(memory: ReturnType<typeof quasiNewton>, gradient: Float64Array): Float64Array {
  const direction = memory.direction(gradient);
  if (dot(direction, gradient) < 0) return direction;
  memory.forget();
  return memory.direction(gradient);
}

/**
 * Whether the objective can fall by no more than its tolerance. The penalty makes it strongly convex in the
 * coefficients, so that their gradient g bounds the fall by `||g||^2 / (2 penalty)`. Intercepts have no penalty;
 * along them the curvature is about the loss, for classes told apart, or more.
 */
function isMinimum(
  at: { readonly objective: number; readonly gradient: Float64Array; readonly intercepts: Float64Array },
  { penalty, tolerance }: MinimiseOptions,
): boolean {
  const { objective, gradient, intercepts } = at;
  return (
    dot(gradient, gradient) <= 2 * penalty * tolerance * objective &&
    dot(intercepts, intercepts) <= tolerance * objective ** 2
  );
}

/** Where a convex function, falling at 0, ends falling, to a tenth of its slope: Newton's steps within a bracket. */
function stepLength(
  descent: number,
  derivatives: (step: number) => { readonly slope: number; readonly curvature: number },
): number {
  let [low, high, step] = [0, Infinity, 1];
  for (let trial = 0; trial < 60; trial++) {
    const { slope, curvature } = derivatives(step);
    if (Math.abs(slope) <= -0.1 * descent) return step;
    if (slope < 0) low = step;
    else high = step;
    const newton = Math.min(step - slope / curvature, 10 * step);
    if (newton > low && newton < high) step = newton;
    else step = high === Infinity ? 2 * step : (low + high) / 2;
  }
  return step; // the bracket has closed to rounding
}

function notThere(who: string, { tolerance, maxIterations }: MinimiseOptions, gradient: Float64Array): Error {
  const steepest = gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  return new NumericalError(
    `${who}: the objective must come within ${tolerance} of its minimum in ${maxIterations} iterations, got a largest slope of ${steepest.toExponential(2)}. Standardised features, a lower cost, a larger tolerance or more iterations help.`,
  );
}
