import { ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { finiteMeans, publishedSeeding } from './_consistencyProblem';
import { emptyTerms, fillTerms, type ConsistencyTerms } from './_consistencyTerms';
import { meanOfKnown } from './known';
import { finiteDraw, halfDraws, requireHalfDraws, type HalfSeeding } from './_halfDraws';
import { rowsOf, type Matrix } from './_matrix';
import { triangleSimilarity, upperTriangle, type RdmSimilarity } from './compareRdms';
import { requireForm, type ConsistencyForm } from './noiseCorrection';
import { rdm, type RdmOptions } from './rdm';

export type RsaConsistencyOptions = {
  /** `halfNumerator` by default, as in mouse-vision; `fullNumerator` is brainmodel_utils'. */
  readonly form?: ConsistencyForm;
  /** By default as the form was published: `sameSeed` for `fullNumerator`, else `oneGenerator`. */
  readonly seeding?: HalfSeeding | undefined;
  /** Random halves of the trials, at least 1. */
  readonly halves: number;
  /** Half h has the seed `seed + h`. */
  readonly seed: number;
  /** Between responses to two stimuli, as of `rdm`. */
  readonly distance?: RdmOptions['distance'];
  /** Of two RDMs, as of `compareRdms`. */
  readonly similarity?: RdmSimilarity;
  /** Called with the halves that are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Looked at before every half; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
};

export type RsaConsistency = {
  /** As it was asked for or set by default. */
  readonly form: ConsistencyForm;
  /** Means over the halves that have one: similarity of the RDMs, its ceiling, and the corrected similarity. */
  readonly raw: number;
  /** The most that noise allows; NaN where no half has one. */
  readonly ceiling: number;
  /** `raw` corrected by the form; it can exceed 1. */
  readonly ceiled: number;
  /** Each [halves]; NaN where undefined. */
  readonly terms: ConsistencyTerms;
  /** Halves without a score, those that were skipped among them. */
  readonly undefinedHalves: number;
  /** Halves. */
  readonly n: number;
};

/**
 * Noise-corrected similarity of the RDMs of a source and of an animal: the forms of `neuralConsistency` with the
 * similarity of two RDMs in place of a site's correlation, no map, over all stimuli. One value per animal.
 *
 * Spearman-Brown is not derived for similarities of RDMs; it is applied because published numbers are made so.
 *
 * @param source [stimuli, features], whose own reliability is 1, or [trials, stimuli, sites]
 * @param target [trials, stimuli, sites]; NaN marks a presentation that was not recorded
 * @returns NaN for a half in which a stimulus has no defined distance (responses alike in all sites)
 * @throws ShapeError for stimuli that differ, fewer than 3 of them or fewer than 2 trials; DataError when an average over
 *   all trials is not finite; ConfigError
 * @source mouse-vision and brainmodel_utils (neuroailab)
 */
export function rsaConsistency(
  source: NdArray,
  target: NdArray,
  options: RsaConsistencyOptions,
): RsaConsistency {
  const { form = 'halfNumerator', halves, seed, seeding = publishedSeeding(form) } = options;
  requireForm('rsaConsistency', form);
  const means = finiteMeans('rsaConsistency', source, target);
  if (rowsOf(means.target) < 3) {
    throw new ShapeError(`rsaConsistency: target must have at least 3 stimuli, got [${target.shape}]`);
  }
  const draws = { halves, seed, seeding };
  requireHalfDraws('rsaConsistency', source, draws);
  const triangle = (responses: Matrix) =>
    upperTriangle(rdm(responses, { distance: options.distance ?? 'correlation', undefinedRows: 'nan' }));
  const similar = similarityOf(options.similarity ?? 'pearson');
  const full = { source: triangle(means.source), target: triangle(means.target) };
  const terms = emptyTerms([halves]);
  let half = 0;
  for (const draw of halfDraws(source, target, draws)) {
    options.signal?.throwIfAborted();
    if (finiteDraw(draw)) {
      const [t1, t2] = [triangle(draw.target.first), triangle(draw.target.second)];
      const model = source.shape.length === 2;
      const s1 = model ? full.source : triangle(draw.source.first);
      const r_xx = model ? 1 : similar(s1, triangle(draw.source.second));
      const r_xy = form === 'fullNumerator' ? similar(full.source, full.target) : similar(s1, t2);
      const one = (value: number) => ndArray(Float64Array.of(value), [1]);
      fillTerms(terms, half, {
        form,
        raw: { r_xy: one(r_xy), r_xx: one(r_xx), r_yy: one(similar(t1, t2)) },
      });
    }
    half++;
    options.onProgress?.(half, halves);
  }
  return {
    form,
    raw: meanOfKnown(terms.r_xy.values),
    ceiling: meanOfKnown(terms.denom_sb.values),
    ceiled: meanOfKnown(terms.r_xy_n_sb.values),
    terms,
    undefinedHalves: terms.r_xy_n_sb.values.filter(Number.isNaN).length,
    n: halves,
  };
}

/** NaN where a distance is. */
function similarityOf(similarity: RdmSimilarity): (a: Float64Array, b: Float64Array) => number {
  const similar = triangleSimilarity(similarity);
  return (a, b) => (a.some(Number.isNaN) || b.some(Number.isNaN) ? NaN : similar(a, b));
}
