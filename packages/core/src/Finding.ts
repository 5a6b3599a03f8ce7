/** A statistic with its uncertainty; the unit of resampling is what `n` counts. */
export type Finding = {
  readonly statistic: string;
  /** NaN where it could not be computed. */
  readonly value: number;
  /** Its interval, [low, high]; NaN where there are too few observations for one. */
  readonly interval: readonly [number, number];
  /** Coverage of the interval, such as 0.95. */
  readonly level: number;
  /** How the interval was made, such as `Student t over networks`. */
  readonly method: string;
  readonly n: number;
  /** Seeds of the networks behind it. */
  readonly seeds: readonly number[];
  /** What it was measured against where that may be one thing or another, such as `synthetic animals`. */
  readonly against?: string | undefined;
};
