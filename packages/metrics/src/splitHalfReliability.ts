import { ConfigError, ndArray, RandomState, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown } from './known';
import { column, type Matrix } from './_matrix';
import { requireCount } from './_vectors';
import { columnCorrelations } from './pearson';
import { spearmanBrown } from './spearmanBrown';
import { meanOfTrials, splitHalves, type Halves } from './splitHalves';

/**
 * Which averages are correlated. All but `splitHalf` are for comparison with published numbers.
 *
 * - `splitHalf`: two halves without a trial in common, corrected by Spearman-Brown
 * - `subsampleHalf`: a half of one split against a half of another, which may share trials; corrected
 * - `subsampleHalfWithReplacement`: the same of halves drawn with replacement; corrected
 * - `bootstrap`: two resamples of all trials, with replacement; not corrected
 * - `bootstrapAgainstMean`: such a resample against the average of all trials, as if that were the truth; not corrected,
 *   and the highest of all
 */
export type ReliabilityMode =
  'splitHalf' | 'subsampleHalf' | 'subsampleHalfWithReplacement' | 'bootstrap' | 'bootstrapAgainstMean';

/** The modes of `ReliabilityMode`, by name. */
export const reliabilityModes = [
  'splitHalf',
  'subsampleHalf',
  'subsampleHalfWithReplacement',
  'bootstrap',
  'bootstrapAgainstMean',
] as const satisfies readonly ReliabilityMode[];

export type SplitHalfReliabilityOptions = {
  /** `splitHalf` by default. */
  readonly mode?: ReliabilityMode;
  /** Correlations per site. Modes that pair every draw with every other make `floor(sqrt(halves))` draws. */
  readonly halves: number;
  /** Of the first draw, for NumPy's legacy generator. */
  readonly seed: number;
  /** `perHalf`: draw h has the seed `seed + h`; `oneStream`: one generator of that seed makes all draws in turn. */
  readonly seeding?: 'perHalf' | 'oneStream';
  /** Called after each draw. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Looked at before every draw; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
};

export type SplitHalfReliability = {
  /** As it was asked for or set by default. */
  readonly mode: ReliabilityMode;
  /** [halves, sites], correlations over stimuli; NaN where an average is not finite or does not vary. */
  readonly raw: NdArray;
  /** [halves, sites], after Spearman-Brown where the mode has it; below 0 where they are. */
  readonly corrected: NdArray;
  /** [sites], means of the finite `corrected`. The root bounds the correlation with a noise-free prediction. */
  readonly reliability: Float64Array;
  /** [sites], deviations of the finite `corrected` (ddof 0). */
  readonly spread: Float64Array;
  /** Sites of which no half has a value. */
  readonly undefinedSites: number;
  /** Halves and sites without a value. */
  readonly undefinedHalves: number;
  /** Sites, those without a value among them. */
  readonly n: number;
};

/**
 * Reliability of each site's responses over repeated trials.
 *
 * @param trials [trials, stimuli, sites]; NaN marks a presentation that was not recorded
 * @throws ShapeError for fewer than 2 trials or 2 stimuli, ConfigError for options out of range
 * @source mouse-vision (neuroailab), `noise_estimation`; the mean is over corrected values, not corrected itself
 * @differs NaN is left out of means and counted
 */
export function splitHalfReliability(
  trials: NdArray,
  options: SplitHalfReliabilityOptions,
): SplitHalfReliability {
  const { mode = 'splitHalf' } = options;
  requireReliability(trials, options, mode);
  const pairs = comparedPairs(mode, drawAll(trials, options, mode));
  const [n, size] = [trials.shape[2]!, pairs.length];
  const raw = ndArray(new Float64Array(size * n), [size, n]);
  pairs.forEach(([a, b], index) => raw.values.set(columnCorrelations(a, b).values, index * n));
  const brown = !mode.startsWith('bootstrap');
  const corrected = ndArray(
    raw.values.map((r) => (brown ? spearmanBrown(r) : r)),
    raw.shape,
  );
  const finite = Array.from({ length: n }, (_, site) => column(corrected, site).filter(Number.isFinite));
  const reliability = Float64Array.from(finite, meanOfKnown);
  const spread = Float64Array.from(finite, (values, site) =>
    Math.sqrt(meanOfKnown(values.map((value) => (value - reliability[site]!) ** 2))),
  );
  return {
    ...{ mode, raw, corrected, reliability, spread, n },
    undefinedSites: reliability.filter(Number.isNaN).length,
    undefinedHalves: size * n - finite.reduce((sum, { length }) => sum + length, 0),
  };
}

function requireReliability(
  { shape }: NdArray,
  { halves, seed, seeding = 'perHalf' }: SplitHalfReliabilityOptions,
  mode: ReliabilityMode,
): void {
  if (shape.length !== 3 || shape[0]! < 2 || shape[1]! < 2 || shape[2]! < 1) {
    throw new ShapeError(
      `splitHalfReliability: trials must be [trials >= 2, stimuli >= 2, sites], got [${shape}]`,
    );
  }
  requireCount('splitHalfReliability', 'halves', halves, 1);
  requireCount('splitHalfReliability', 'seed', seed, 0);
  if (!reliabilityModes.includes(mode)) {
    throw new ConfigError(
      `splitHalfReliability: mode must be ${reliabilityModes.join(', ')}, got ${JSON.stringify(mode)}`,
    );
  }
  if (seeding !== 'perHalf' && seeding !== 'oneStream') {
    throw new ConfigError(
      `splitHalfReliability: seeding must be perHalf or oneStream, got ${JSON.stringify(seeding)}`,
    );
  }
}

const pairsAll = (mode: ReliabilityMode): boolean => mode !== 'splitHalf' && mode !== 'bootstrapAgainstMean';

function drawAll(
  trials: NdArray,
  { halves, seed, seeding = 'perHalf', onProgress, signal }: SplitHalfReliabilityOptions,
  mode: ReliabilityMode,
): Halves[] {
  const draws = pairsAll(mode) ? Math.floor(Math.sqrt(halves)) : halves;
  const stream = new RandomState(seed);
  return Array.from({ length: draws }, (_, index) => {
    signal?.throwIfAborted();
    const drawn = draw(trials, mode, seeding === 'oneStream' ? stream : new RandomState(seed + index));
    onProgress?.(index + 1, draws);
    return drawn;
  });
}

function draw(trials: NdArray, mode: ReliabilityMode, state: RandomState): Halves {
  if (mode === 'splitHalf' || mode === 'subsampleHalf') return splitHalves(trials, state);
  const count = trials.shape[0]!;
  const size = mode === 'subsampleHalfWithReplacement' ? Math.floor(count / 2) : count;
  const resample = () => meanOfTrials(trials, [...state.randint(0, count, size)]);
  const first = resample();
  return { first, second: mode === 'bootstrapAgainstMean' ? meanOfTrials(trials) : resample() };
}

function comparedPairs(mode: ReliabilityMode, draws: readonly Halves[]): (readonly [Matrix, Matrix])[] {
  if (!pairsAll(mode)) return draws.map(({ first, second }) => [first, second] as const);
  return draws.flatMap(({ second }) => draws.map(({ first }) => [first, second] as const));
}
