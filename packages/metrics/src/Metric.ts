/** What a metric's registry entry says of it, so that help and tables can be made from it. */
export type Metric = {
  readonly name: string;
  /** Moves when the number for the same input moves. Every score carries it. */
  readonly version: number;
  readonly description: string;
  readonly unit: string;
  /** Smallest and largest value the formula can give; `null` where there is no bound. */
  readonly range: readonly [number | null, number | null];
  /** What it is computed from, with axes and units. */
  readonly inputs: { readonly [input: string]: string };
  /** When it is NaN. */
  readonly undefinedFor: string;
  readonly sources: readonly string[];
};
