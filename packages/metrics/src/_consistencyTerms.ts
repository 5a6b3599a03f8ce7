import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { noiseCorrection, type ConsistencyForm } from './noiseCorrection';

/** Every term of the score, each [halves, splits, sites]; NaN where undefined, and for halves that were skipped. */
export type ConsistencyTerms = {
  /** Correlation of prediction and target: of all trials, or of the prediction from one half with the other. */
  readonly r_xy: NdArray;
  /** Correlation of the two predictions from halves, plain and corrected by Spearman-Brown. */
  readonly r_xx: NdArray;
  readonly r_xx_sb: NdArray;
  /** Correlation of the target's halves, plain and corrected: its split-half reliability. */
  readonly r_yy: NdArray;
  readonly r_yy_sb: NdArray;
  /** The ceiling, `sqrt(r_xx_sb r_yy_sb)`, for `ratio` `sqrt(r_xx r_yy)`; NaN where a reliability is at most 0. */
  readonly denom_sb: NdArray;
  /** The score, `r_xy / denom_sb`, for `ratio` that after Spearman-Brown; it can exceed 1. */
  readonly r_xy_n_sb: NdArray;
};

const NAMES = ['r_xy', 'r_xx', 'r_xx_sb', 'r_yy', 'r_yy_sb', 'denom_sb', 'r_xy_n_sb'] as const;

/** Terms of which nothing is known yet: NaN. */
export function emptyTerms(shape: readonly number[]): ConsistencyTerms {
  const size = shape.reduce((product, axis) => product * axis, 1);
  const term = () => ndArray(new Float64Array(size).fill(NaN), shape);
  return Object.fromEntries(NAMES.map((name) => [name, term()])) as ConsistencyTerms;
}

/** Correlations of each site. */
export type SiteCorrelations = { readonly [term in 'r_xy' | 'r_xx' | 'r_yy']: NdArray };

/** Writes the terms of all sites from flat index `at` on. */
export function fillTerms(
  terms: ConsistencyTerms,
  at: number,
  { form, raw }: { readonly form: ConsistencyForm; readonly raw: SiteCorrelations },
): void {
  for (let site = 0; site < raw.r_xy.values.length; site++) {
    const [r_xy, r_xx, r_yy] = [raw.r_xy.values[site]!, raw.r_xx.values[site]!, raw.r_yy.values[site]!];
    const values = { r_xy, r_xx, r_yy, ...noiseCorrection(form, { r_xy, r_xx, r_yy }) };
    for (const name of NAMES) terms[name].values[at + site] = values[name];
  }
}
