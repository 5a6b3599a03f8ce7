import { ConfigError, ndArray, type NdArray, type RandomStream, type Rng } from '@goal-driven/core/arrays';
import { requireFinite } from './_matrix';
import { requireCount } from './_vectors';
import { percentile as percentileOf } from './percentile';

/**
 * How activity is torn from the path. `shift`: it is turned in time by a random number of samples, at least
 * `minimumOffset` either way, which keeps its own rhythm; 15 to 30 s are usual. `permutation`: its samples are put into
 * random order, which keeps nothing but their values.
 */
export type Shuffle =
  { readonly kind: 'shift'; readonly minimumOffset: number } | { readonly kind: 'permutation' };

export type ShuffleTestOptions = {
  /** How the activity is parted from what it goes with. */
  readonly shuffle: Shuffle;
  /** 500 by default. */
  readonly shuffles?: number;
  /** Percentile of the shuffled scores that is the threshold; 99 by default, 95 is usual too. */
  readonly percentile?: number;
};

export type ShuffleTest = {
  /** The score of the activity as it was. */
  readonly observed: number;
  /** [shuffles] */
  readonly shuffled: Float64Array;
  /** Shuffled scores that are NaN; they count in nothing below. */
  readonly undefinedShuffles: number;
  /** Share of shuffled scores below the observed one; the two-sided test of Nayebi et al. 2021 asks for <= 0.01 or >= 0.99. */
  readonly below: number;
  /** One-sided, `(1 + shuffled scores at least as high) / (1 + shuffles)`. */
  readonly pValue: number;
  /** The percentile of the shuffled scores. */
  readonly threshold: number;
  /** Whether the observed score exceeds the threshold; false where either is NaN. */
  readonly significant: boolean;
};

/**
 * Tests a score of one cell against what it would be if the cell cared nothing for the path: the activity is shuffled
 * against it, again and again, and scored anew.
 *
 * Any score will do. What is of the path (positions, headings, speeds) is held by the function that scores.
 *
 * @param activity [samples], spikes or activity along the path
 * @param score    from the activity [samples] to a number; the array holds the next shuffle after it returns
 * @param rng      draws shuffles one after another from `rng.stream()`
 * @returns `below`, `pValue` and `threshold` are NaN where the observed score or all shuffled ones are
 * @throws ConfigError for options out of range, among them a minimum offset over half of the samples
 * @source circular shifts and percentiles: Langston et al. 2010 and Wills et al. 2010, Science 328; 500 shuffles: Nayebi
 *   et al. 2021; p-value: Phipson & Smyth 2010
 */
export function shuffleTest(
  activity: NdArray,
  score: (activity: NdArray) => number,
  rng: Rng,
  options: ShuffleTestOptions,
): ShuffleTest {
  return shuffleTests(activity, (shuffled) => [score(shuffled)], rng, options)[0]!;
}

/**
 * Tests several scores of one cell on the same shuffles, which are made once. Arguments, errors and sources as
 * `shuffleTest`.
 *
 * @param scores from the activity [samples] to as many numbers each time
 * @returns one test per score
 */
export function shuffleTests(
  activity: NdArray,
  scores: (activity: NdArray) => readonly number[],
  rng: Rng,
  options: ShuffleTestOptions,
): readonly ShuffleTest[] {
  return shuffleTestsTogether(activity, { prepare: scores, scores: (prepared) => prepared }, rng, options);
}

/** Shuffles that are scored together. */
const TOGETHER = 32;

/** How shuffles are scored together: what is kept of each, and the scores of some at once. */
export type ScoresTogether<Kept> = {
  readonly prepare: (activity: NdArray) => Kept;
  readonly scores: (kept: readonly Kept[]) => readonly (readonly number[])[];
};

/** `shuffleTests` for scores that are quicker of many shuffles at once. */
export function shuffleTestsTogether<Kept>(
  activity: NdArray,
  { prepare, scores }: ScoresTogether<Kept>,
  rng: Rng,
  options: ShuffleTestOptions,
): readonly ShuffleTest[] {
  const { shuffle, shuffles = 500, percentile = 99 } = options;
  requireFinite('shuffleTest', 'activity', activity, 1);
  const samples = activity.values.length;
  checkOptions(samples, { shuffle, shuffles, percentile });
  const observed = scores([prepare(activity)])[0]!;
  const shuffled = observed.map(() => new Float64Array(shuffles));
  const stream = rng.stream();
  const turned = ndArray(activity.values.slice(), [samples]);
  const next = (): Kept => {
    if (shuffle.kind === 'permutation') permute(turned.values, stream);
    else turn(activity.values, turned.values, drawOffset(stream, samples, shuffle.minimumOffset));
    return prepare(turned);
  };
  for (let first = 0; first < shuffles; first += TOGETHER) {
    const kept = Array.from({ length: Math.min(TOGETHER, shuffles - first) }, next);
    scores(kept).forEach((row, at) => row.forEach((score, index) => (shuffled[index]![first + at] = score)));
  }
  return observed.map((score, index) => ({
    observed: score,
    shuffled: shuffled[index]!,
    ...judge(score, shuffled[index]!, percentile),
  }));
}

/**
 * The threshold from the shuffled scores of many cells together.
 *
 * @returns NaN where there is none
 * @source Langston et al. 2010, doi:10.1126/science.1188210
 */
export function pooledThreshold(tests: readonly ShuffleTest[], percentile = 99): number {
  const known = tests.flatMap(({ shuffled }) => [...shuffled.filter((score) => !Number.isNaN(score))]);
  return known.length === 0 ? NaN : percentileOf(known, percentile);
}

function judge(observed: number, shuffled: Float64Array, percentile: number) {
  const known = shuffled.filter((score) => !Number.isNaN(score));
  const undefinedShuffles = shuffled.length - known.length;
  if (known.length === 0) {
    return { undefinedShuffles, below: NaN, pValue: NaN, threshold: NaN, significant: false };
  }
  const threshold = percentileOf(known, percentile);
  if (Number.isNaN(observed))
    return { undefinedShuffles, below: NaN, pValue: NaN, threshold, significant: false };
  const lower = known.filter((score) => score < observed).length;
  return {
    undefinedShuffles,
    below: lower / known.length,
    pValue: (1 + known.length - lower) / (1 + known.length),
    threshold,
    significant: observed > threshold,
  };
}

/** Even over the offsets that are at least so far from 0 on the circle. */
const drawOffset = (stream: RandomStream, samples: number, minimum: number): number =>
  minimum + stream.integer(samples - 2 * minimum + (minimum > 0 ? 1 : 0));

/** `turned[(t + offset) mod samples] = values[t]` */
function turn(values: Float64Array, turned: Float64Array, offset: number): void {
  const start = offset % values.length;
  turned.set(values.subarray(0, values.length - start), start);
  turned.set(values.subarray(values.length - start), 0);
}

/** In place. */
function permute(values: Float64Array, stream: RandomStream): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = stream.integer(last + 1);
    const value = values[last]!;
    values[last] = values[other]!;
    values[other] = value;
  }
}

function checkOptions(
  samples: number,
  { shuffle, shuffles, percentile }: Required<ShuffleTestOptions>,
): void {
  requireCount('shuffleTest', 'shuffles', shuffles, 1);
  if (!(percentile >= 0 && percentile <= 100)) {
    throw new ConfigError(`shuffleTest: percentile must be in 0 .. 100, got ${percentile}`);
  }
  if (shuffle.kind === 'permutation') return;
  if (shuffle.kind !== 'shift') {
    throw new ConfigError(
      `shuffleTest: shuffle.kind must be shift or permutation, got ${String((shuffle as Shuffle).kind)}`,
    );
  }
  requireCount('shuffleTest', 'shuffle.minimumOffset', shuffle.minimumOffset, 0);
  if (2 * shuffle.minimumOffset > samples) {
    throw new ConfigError(
      `shuffleTest: shuffle.minimumOffset must be at most half of the ${samples} samples, got ${shuffle.minimumOffset}`,
    );
  }
}
