import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import {
  ceiledScore,
  internalConsistency,
  meanOfKnown,
  medianOfKnown,
  noiseCorrection,
  splitHalfReliability,
} from '@goal-driven/metrics';
import type { NoiseForm, PredictivityConfig } from './PredictivityConfig';

/** Of one split at one bin, correlations over its test images, [sites] each. */
export type BinCorrelations = {
  /** Prediction with response. */
  readonly raw: Float64Array;
  /** For each draw of halves: of the predictions from either, and of the halves themselves. */
  readonly halves: readonly { readonly predictions: Float64Array; readonly responses: Float64Array }[];
};

/** How well a bin is predicted. */
export type BinFit = {
  /** Median over sites of the correlation, each the mean over splits; for `brainScore` the mean over splits of medians. */
  readonly raw: number;
  /** Median over sites of what `raw` is divided by; for `brainScore` the median reliability. */
  readonly ceiling: number;
  /** Median over sites of the corrected correlation; for `brainScore` raw^2 / ceiling. */
  readonly ceiled: number;
  /** [sites], of either. */
  readonly sites: { readonly raw: Float64Array; readonly ceiled: Float64Array };
  /** Sites without a corrected value; they are left out of medians. */
  readonly undefinedSites: number;
  /** Number of sites. */
  readonly n: number;
};

/**
 * The score of one bin.
 *
 * @param splits correlations of each split
 * @param trials [trials, images, sites] of the bin
 */
export function correctedAtBin(
  splits: readonly BinCorrelations[],
  trials: NdArray,
  config: PredictivityConfig,
): BinFit {
  const n = trials.shape[2]!;
  const raw = Float64Array.from({ length: n }, (_, site) => meanOfKnown(splits.map((own) => own.raw[site]!)));
  const fit = corrections[config.noise]({ raw, splits, trials, config });
  return { ...fit, undefinedSites: fit.sites.ceiled.filter(Number.isNaN).length, n };
}

type Measured = {
  /** [sites], means over splits. */
  readonly raw: Float64Array;
  readonly splits: readonly BinCorrelations[];
  readonly trials: NdArray;
  readonly config: PredictivityConfig;
};
type Corrected = Omit<BinFit, 'undefinedSites' | 'n'>;

const corrections: { readonly [form in NoiseForm]: (measured: Measured) => Corrected } = {
  simple: ({ raw, trials, config: { halves, seed } }) => {
    const { reliability } = splitHalfReliability(trials, { halves, seed });
    const { ceiling, ceiled } = ceiledScore(vector(raw), vector(reliability), { form: 'correlation' });
    return medians({ raw, ceiling: ceiling.values, ceiled: ceiled.values });
  },
  fittedHalves: ({ raw, splits }) => {
    const mean = (term: 'denom_sb' | 'r_xy_n_sb') =>
      raw.map((_, site) => meanOfKnown(splits.map((split) => meanOfKnown(termsOf(split, site, term)))));
    return medians({ raw, ceiling: mean('denom_sb'), ceiled: mean('r_xy_n_sb') });
  },
  brainScore: ({ raw, splits, trials }) => {
    const { ceiling, sites } = internalConsistency(trials);
    const centre = meanOfKnown(splits.map((split) => medianOfKnown(split.raw)));
    const { ceiled } = ceiledScore(vector(raw), sites, { form: 'explainedVariance' });
    return { raw: centre, ceiling, ceiled: centre ** 2 / ceiling, sites: { raw, ceiled: ceiled.values } };
  },
};

/** A term of the correction of one site, for each draw of halves. */
function termsOf({ raw, halves }: BinCorrelations, site: number, term: 'denom_sb' | 'r_xy_n_sb'): number[] {
  return halves.map(({ predictions, responses }) => {
    const r = { r_xy: raw[site]!, r_xx: predictions[site]!, r_yy: responses[site]! };
    return noiseCorrection('fullNumerator', r)[term];
  });
}

function medians(sites: { raw: Float64Array; ceiling: Float64Array; ceiled: Float64Array }): Corrected {
  const { raw, ceiling, ceiled } = sites;
  return {
    ...{ raw: medianOfKnown(raw), ceiling: medianOfKnown(ceiling), ceiled: medianOfKnown(ceiled) },
    sites: { raw, ceiled },
  };
}

const vector = (values: Float64Array): NdArray => ndArray(values, [values.length]);
