/** One number with all that is needed to trust it. Every row of a study's results is one. */
export type Score = {
  /** Name of the metric in its registry, such as `gridScore`. */
  readonly metric: string;
  /** Version of the formula; it moves when the number for the same input moves. */
  readonly version: number;
  /** Where it comes from: layer, unit, animal, area, session, arena. Labels, never in the metric's name. */
  readonly labels: { readonly [label: string]: string | number };
  /** The raw value; NaN where mathematics leaves it undefined. */
  readonly value: number;
  /** The best value that the noise of the data allows; NaN where there is none. */
  readonly ceiling: number;
  /** The value corrected by its ceiling, by the metric's own formula; NaN without a ceiling. */
  readonly ceiled: number;
  /** Number of samples behind the value. */
  readonly n: number;
  readonly unit: string;
};
