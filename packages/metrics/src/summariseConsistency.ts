import { ShapeError, type NdArray } from '@goal-driven/core/arrays';
import type { ConsistencyTerms } from './_consistencyTerms';
import { meanOfKnown, medianOfKnown } from './known';
import { consistencyFormulas, type ConsistencyForm } from './noiseCorrection';

/** Numbers of one kind, one per site, and their median over the sites that have one. */
export type SiteSummary = { readonly sites: Float64Array; readonly median: number };

export type ConsistencySummary = {
  /** How the correlations were corrected. */
  readonly form: ConsistencyForm;
  /** The form as a formula. */
  readonly formula: string;
  /** Of r_xy: what the map predicts, noise and all. */
  readonly raw: SiteSummary;
  /** Of denom_sb. */
  readonly ceiling: SiteSummary;
  /** Of r_xy_n_sb: the score. */
  readonly ceiled: SiteSummary;
  /** Sites, those without a score among them. */
  readonly n: number;
  /** What has no score: sites, whole halves, whole splits, and single entries [halves, splits, sites]. */
  readonly undefined: {
    readonly sites: number;
    readonly halves: number;
    readonly splits: number;
    readonly scores: number;
  };
};

/**
 * One number per site and their median, from terms per half and split; NaN is left out of means and counted. Where
 * every score is finite both orders of averaging are the same; where not, `fullNumerator` takes the mean over halves,
 * then over splits, the other forms take one mean over all, as published.
 *
 * @param terms each [halves, splits, sites]; several, of the same sites, for a target that was predicted from several
 *   sources: then the mean over sources of each one's value
 * @throws ShapeError for no terms, or terms of different sites
 */
export function summariseConsistency(
  terms: ConsistencyTerms | readonly ConsistencyTerms[],
  form: ConsistencyForm,
): ConsistencySummary {
  const sources = Array.isArray(terms) ? (terms as readonly ConsistencyTerms[]) : [terms as ConsistencyTerms];
  requireSameSites(sources);
  const n = sources[0]!.r_xy_n_sb.shape[2]!;
  const summary = (name: keyof ConsistencyTerms): SiteSummary => {
    const means = sources.map((source) => siteMeans(source[name], form));
    const sites = Float64Array.from({ length: n }, (_, site) =>
      meanOfKnown(means.map((mean) => mean[site]!)),
    );
    return { sites, median: medianOfKnown(sites) };
  };
  const ceiled = summary('r_xy_n_sb');
  return {
    form,
    formula: consistencyFormulas[form],
    raw: summary('r_xy'),
    ceiling: summary('denom_sb'),
    ceiled,
    n,
    undefined: {
      sites: ceiled.sites.filter(Number.isNaN).length,
      ...countUndefined(sources.map(({ r_xy_n_sb }) => r_xy_n_sb)),
    },
  };
}

function requireSameSites(sources: readonly ConsistencyTerms[]): void {
  if (sources.length === 0) {
    throw new ShapeError('summariseConsistency: terms must be of at least one source, got none');
  }
  const sites = sources.map(({ r_xy_n_sb }) => r_xy_n_sb.shape[2]!);
  const other = sites.findIndex((count) => count !== sites[0]);
  if (other > 0) {
    throw new ShapeError(
      `summariseConsistency: terms[${other}] must have the ${sites[0]} sites of the first, got ${sites[other]}`,
    );
  }
}

/** [halves, splits, sites] -> [sites] */
function siteMeans({ values, shape }: NdArray, form: ConsistencyForm): Float64Array {
  const [halves, splits, sites] = shape as readonly [number, number, number];
  return Float64Array.from({ length: sites }, (_, site) => {
    const ofSplit = (split: number) =>
      Array.from({ length: halves }, (_, half) => values[(half * splits + split) * sites + site]!);
    const perSplit = Array.from({ length: splits }, (_, split) => ofSplit(split));
    return meanOfKnown(form === 'fullNumerator' ? perSplit.map(meanOfKnown) : perSplit.flat());
  });
}

function countUndefined(scores: readonly NdArray[]): { halves: number; splits: number; scores: number } {
  const counts = { halves: 0, splits: 0, scores: 0 };
  for (const { values, shape } of scores) {
    const [halves, splits, sites] = shape as readonly [number, number, number];
    const [perHalf, perSplit] = [new Int32Array(halves), new Int32Array(splits)];
    values.forEach((value, at) => {
      if (Number.isFinite(value)) return;
      counts.scores++;
      perHalf[Math.floor(at / (splits * sites))]! += 1;
      perSplit[Math.floor(at / sites) % splits]! += 1;
    });
    counts.halves += perHalf.filter((count) => count === splits * sites).length;
    counts.splits += perSplit.filter((count) => count === halves * sites).length;
  }
  return counts;
}
