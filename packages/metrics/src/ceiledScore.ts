import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown, medianOfKnown } from './known';

/**
 * How a correlation is set against a reliability; label every number with it.
 *
 * - `explainedVariance`: `r^2 / reliability` (Brain-Score); the sign of r is lost
 * - `correlation`: `r / sqrt(reliability)`, the correlation with a target without noise
 * - `similarity`: `r / ceiling`, for a ceiling that is itself a correlation (RSA)
 */
export type CeilingForm = 'explainedVariance' | 'correlation' | 'similarity';

/** The forms of a ceiled score, by name; `ceilingFormulas` says what they are. */
export const ceilingForms = ['explainedVariance', 'correlation', 'similarity'] as const;

/** The formula of each form in the words of results. */
export const ceilingFormulas: { readonly [form in CeilingForm]: string } = {
  explainedVariance: 'r^2 / reliability',
  correlation: 'r / sqrt(reliability)',
  similarity: 'r / ceiling',
};

export type CeiledScore = {
  /** As it was asked for. */
  readonly form: CeilingForm;
  /** The form in the words of results, of `ceilingFormulas`. */
  readonly formula: string;
  /** [sites], what is divided: r, or r^2. */
  readonly raw: NdArray;
  /** [sites], by what: the most that can be reached; NaN where the reliability is at most 0. */
  readonly ceiling: NdArray;
  /** [sites], raw / ceiling; it can exceed 1. */
  readonly ceiled: NdArray;
  /** Of the finite `ceiled`. */
  readonly mean: number;
  /** Of the finite `ceiled`. */
  readonly median: number;
  /** Sites without a ceiled value. */
  readonly undefinedSites: number;
  /** Sites, those without a ceiled value among them. */
  readonly n: number;
};

/**
 * Scores over what the noise of the data allows, site by site.
 *
 * @param correlations [sites], of predictions with responses
 * @param reliability [sites] or [1] for all of them: split-half reliability after Spearman-Brown, or with `similarity`
 *   the ceiling
 * @throws ShapeError for numbers of sites that differ, ConfigError for an unknown form
 * @source Schrimpf et al. 2018, doi:10.1101/407007 (`explainedVariance`); Spearman 1904, American Journal of Psychology
 *   15 (`correlation`)
 */
export function ceiledScore(
  correlations: NdArray,
  reliability: NdArray,
  { form }: { readonly form: CeilingForm },
): CeiledScore {
  const n = correlations.values.length;
  const one = reliability.values.length === 1;
  if (n < 1 || correlations.shape.length !== 1 || (reliability.values.length !== n && !one)) {
    throw new ShapeError(
      `ceiledScore: correlations must be [sites] and reliability [sites] or [1], got [${correlations.shape}] and [${reliability.shape}]`,
    );
  }
  if (!ceilingForms.includes(form)) {
    throw new ConfigError(
      `ceiledScore: form must be ${ceilingForms.join(', ')}, got ${JSON.stringify(form)}`,
    );
  }
  const raw = correlations.values.map((r) => (form === 'explainedVariance' ? r * r : r));
  const ceiling = raw.map((_, site) => {
    const value = reliability.values[one ? 0 : site]!;
    if (!(value > 0)) return NaN;
    return form === 'correlation' ? Math.sqrt(value) : value;
  });
  const ceiled = raw.map((value, site) => value / ceiling[site]!);
  return {
    form,
    formula: ceilingFormulas[form],
    raw: ndArray(raw, [n]),
    ceiling: ndArray(ceiling, [n]),
    ceiled: ndArray(ceiled, [n]),
    mean: meanOfKnown(ceiled),
    median: medianOfKnown(ceiled),
    undefinedSites: ceiled.filter((value) => !Number.isFinite(value)).length,
    n,
  };
}
