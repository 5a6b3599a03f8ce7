/** A convex loss of scores that are linear in parameters, its mean weighted. Scores are [samples, outputs]. */
export type LinearLoss = {
  readonly outputs: number;
  /** A guess of the curvature per output, for the first step. */
  readonly curvature: number;
  /** The loss; its slope along each score is written to `slopes`. */
  readonly at: (scores: Float64Array, slopes: Float64Array) => number;
  /** First and second derivative at `scores + step * direction` along the direction. */
  readonly along: (
    scores: Float64Array,
    direction: Float64Array,
    step: number,
  ) => { readonly slope: number; readonly curvature: number };
};
