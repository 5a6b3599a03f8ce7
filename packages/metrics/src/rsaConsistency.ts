import { RandomState, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown } from './_known';
import { requireFinite, type Matrix } from './_matrix';
import { requireCount } from './_vectors';
import { compareRdms, type RdmSimilarity } from './compareRdms';
import { rdm, type RdmOptions } from './rdm';
import { spearmanBrown } from './spearmanBrown';
import { splitHalves } from './splitHalves';

export type RsaConsistencyOptions = {
  readonly distance?: NonNullable<RdmOptions['distance']>;
  readonly similarity?: RdmSimilarity;
  /** Random halves of the trials, seeds `seed`, `seed + 1`, ... of NumPy's legacy generator. */
  readonly halves?: number;
  readonly seed?: number;
};

export type RsaConsistency = {
  /** Mean over halves of the similarity of the RDM of one half of the source and the other half of the target. */
  readonly raw: number;
  /** Mean over halves of the root of the product of reliabilities (Spearman-Brown); 1 is the source's for a model. */
  readonly ceiling: number;
  /** Mean over halves of raw / ceiling of that half. */
  readonly ceiled: number;
  readonly form: 'halfNumerator';
  /** [halves], raw / ceiling, NaN without positive reliability */
  readonly scores: Float64Array;
  /** Halves without positive reliability; they are left out of `ceiling` and `ceiled`. */
  readonly undefinedHalves: number;
  /** Stimuli. */
  readonly n: number;
};

/**
 * Noise-corrected representational similarity of a source and an animal:
 * `rsa(s1, t2) / sqrt(SB(rsa(s1, s2)) SB(rsa(t1, t2)))` over random halves of the trials of either. Spearman-Brown's
 * formula is not derived for RDMs; the published scores apply it.
 *
 * @param source [stimuli, features] of a model, whose halves are equal, or [trials, stimuli, sites]
 * @param target [trials, stimuli, sites], at least 2 trials
 * @returns NaN where no half is reliable
 * @throws ShapeError for different stimuli or other axes; DataError for what is not finite or has no distance
 * @source Nayebi et al. 2023, doi:10.1371/journal.pcbi.1011506 (mouse-vision): halves of the target, then of the
 *   source, from one generator per seed
 */
export function rsaConsistency(
  source: NdArray,
  target: NdArray,
  options: RsaConsistencyOptions = {},
): RsaConsistency {
  const { distance = 'correlation', similarity = 'pearson', halves = 100, seed = 0 } = options;
  requireFinite('rsaConsistency', 'target', target, 3);
  requireFinite('rsaConsistency', 'source', source, source.shape.length === 3 ? 3 : 2);
  requireCount('rsaConsistency', 'halves', halves, 1);
  const n = target.shape[1]!;
  const stimuli = source.shape.at(-2)!;
  if (stimuli !== n) {
    throw new ShapeError(`rsaConsistency: source must have the ${n} stimuli of target, got ${stimuli}`);
  }
  const tableOf = (responses: Matrix) => rdm(responses, { distance });
  const fixed = source.shape.length === 2 ? tableOf(source) : undefined;
  const runs = Array.from({ length: halves }, (_, half) => {
    const state = new RandomState(seed + half);
    const [t1, t2] = halfTables(target, state, tableOf);
    const [s1, s2] = fixed ? [fixed, fixed] : halfTables(source, state, tableOf);
    const of = (a: Matrix, b: Matrix) => compareRdms(a, b, { similarity });
    const reliabilities = [fixed ? 1 : spearmanBrown(of(s1, s2)), spearmanBrown(of(t1, t2))] as const;
    const ceiling = reliabilities.every((value) => value > 0)
      ? Math.sqrt(reliabilities[0] * reliabilities[1])
      : NaN;
    const raw = of(s1, t2);
    return { raw, ceiling, score: raw / ceiling };
  });
  return {
    raw: meanOfKnown(runs.map(({ raw }) => raw)),
    ceiling: meanOfKnown(runs.map(({ ceiling }) => ceiling)),
    ceiled: meanOfKnown(runs.map(({ score }) => score)),
    form: 'halfNumerator',
    scores: Float64Array.from(runs, ({ score }) => score),
    undefinedHalves: runs.filter(({ ceiling }) => Number.isNaN(ceiling)).length,
    n,
  };
}

function halfTables(
  trials: NdArray,
  state: RandomState,
  tableOf: (responses: Matrix) => Matrix,
): readonly [Matrix, Matrix] {
  const { first, second } = splitHalves(trials, state);
  return [tableOf(first), tableOf(second)];
}
