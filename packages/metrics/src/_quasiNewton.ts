import { dot } from './_matrix';

/** What is kept of the curvature seen so far: steps and the changes of the gradient that they made. */
type Pair = { readonly step: Float64Array; readonly change: Float64Array; readonly product: number };

const PAIRS = 10;

/**
 * Limited-memory BFGS: an inverse Hessian made of the last ten steps, on top of a diagonal first guess.
 *
 * @param guess [parameters], inverse curvature along each
 * @source Liu & Nocedal 1989, Mathematical Programming 45
 */
export function quasiNewton(guess: Float64Array) {
  const pairs: Pair[] = [];
  let scale = 1;
  return {
    /** Takes in a step and the change of the gradient along it. */
    learn(step: Float64Array, change: Float64Array): void {
      const product = dot(step, change);
      if (!(product > 0)) return;
      if (pairs.length === PAIRS) pairs.shift();
      pairs.push({ step, change, product });
      let power = 0;
      for (let index = 0; index < change.length; index++) power += change[index]! ** 2 * guess[index]!;
      scale = product / power;
    },

    /** Minus the inverse Hessian times the gradient: the two-loop recursion. */
    direction(gradient: Float64Array): Float64Array {
      const result = gradient.map((value) => -value);
      const shares = new Float64Array(pairs.length);
      for (let p = pairs.length - 1; p >= 0; p--) {
        const { step, change, product } = pairs[p]!;
        shares[p] = dot(step, result) / product;
        add(result, change, -shares[p]!);
      }
      for (let index = 0; index < result.length; index++) result[index]! *= scale * guess[index]!;
      for (let p = 0; p < pairs.length; p++) {
        const { step, change, product } = pairs[p]!;
        add(result, step, shares[p]! - dot(change, result) / product);
      }
      return result;
    },

    forget(): void {
      pairs.length = 0;
      scale = 1;
    },
  };
}

/** Adds `factor` times a vector to another, in place. */
export function add(to: Float64Array, vector: Float64Array, factor: number): void {
  for (let index = 0; index < to.length; index++) to[index]! += factor * vector[index]!;
}
