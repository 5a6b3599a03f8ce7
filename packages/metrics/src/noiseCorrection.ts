import { ConfigError } from '@goal-driven/core/arrays';
import { spearmanBrown } from './spearmanBrown';

/**
 * How a correlation is corrected for the noise of finite trials; never mix them in one table.
 *
 * - `fullNumerator`: `r(P, t) / sqrt(SB(r(P1, P2)) SB(r(t1, t2)))`, P and t from all trials
 * - `halfNumerator`: `r(P1, t2) / sqrt(SB(r(P1, P2)) SB(r(t1, t2)))`, one cross direction of the halves
 * - `ratio`: `SB(r(P1, t2) / sqrt(r(P1, P2) r(t1, t2)))`
 *
 * with P the prediction from all trials, P1 and P2 those of maps fitted to either half, t1 and t2 the halves of
 * the target, and SB the Spearman-Brown correction.
 */
export type ConsistencyForm = 'fullNumerator' | 'halfNumerator' | 'ratio';

/** The forms of `ConsistencyForm`, by name. */
export const consistencyForms = ['fullNumerator', 'halfNumerator', 'ratio'] as const;

/** The formula of each form in the words of results. */
export const consistencyFormulas: { readonly [form in ConsistencyForm]: string } = {
  fullNumerator: 'r(P, t) / sqrt(SB(r(P1, P2)) SB(r(t1, t2)))',
  halfNumerator: 'r(P1, t2) / sqrt(SB(r(P1, P2)) SB(r(t1, t2)))',
  ratio: 'SB(r(P1, t2) / sqrt(r(P1, P2) r(t1, t2)))',
};

export type RawCorrelations = {
  /** Of prediction and target. */
  readonly r_xy: number;
  /** Of the predictions from either half. */
  readonly r_xx: number;
  /** Of the halves of the target. */
  readonly r_yy: number;
};

export type NoiseCorrected = {
  /** r_xx and r_yy after Spearman-Brown. */
  readonly r_xx_sb: number;
  /** The reliability of the target after Spearman-Brown. */
  readonly r_yy_sb: number;
  /** The ceiling: `sqrt(r_xx_sb r_yy_sb)`, for `ratio` `sqrt(r_xx r_yy)`; NaN unless both are above 0. */
  readonly denom_sb: number;
  /** The score; it can exceed 1. */
  readonly r_xy_n_sb: number;
};

/**
 * The noise-corrected score of one site from its correlations.
 *
 * @returns ceiling and score NaN where either reliability is at most 0, and for `ratio` where the ratio is at most
 *   -1, from where on Spearman-Brown has another sign than its argument
 * @throws ConfigError for an unknown form
 * @source brainmodel_utils (`fullNumerator`); mouse-vision, Nayebi et al. 2023, doi:10.1371/journal.pcbi.1011506
 *   (`halfNumerator` in its fits, `ratio` as its library's default)
 * @differs two reliabilities below 0 give a number in the sources, and so does a ratio beyond the pole
 */
export function noiseCorrection(
  form: ConsistencyForm,
  { r_xy, r_xx, r_yy }: RawCorrelations,
): NoiseCorrected {
  requireForm('noiseCorrection', form);
  const [r_xx_sb, r_yy_sb] = [spearmanBrown(r_xx), spearmanBrown(r_yy)];
  const reliable = r_xx > 0 && r_yy > 0;
  if (form !== 'ratio') {
    const denom_sb = reliable ? Math.sqrt(r_xx_sb * r_yy_sb) : NaN;
    return { r_xx_sb, r_yy_sb, denom_sb, r_xy_n_sb: r_xy / denom_sb };
  }
  const denom_sb = reliable ? Math.sqrt(r_xx * r_yy) : NaN;
  const ratio = r_xy / denom_sb;
  return { r_xx_sb, r_yy_sb, denom_sb, r_xy_n_sb: ratio > -1 ? spearmanBrown(ratio) : NaN };
}

/** @throws ConfigError unless one of the three forms */
export function requireForm(who: string, form: ConsistencyForm): void {
  if (!consistencyForms.includes(form)) {
    throw new ConfigError(`${who}: form must be ${consistencyForms.join(', ')}, got ${JSON.stringify(form)}`);
  }
}
