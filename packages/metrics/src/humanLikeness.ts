import {
  ConfigError,
  DataError,
  ndArray,
  RandomState,
  ShapeError,
  type NdArray,
  type Rng,
} from '@goal-driven/core/arrays';
import { bothKnown, correlationOfKnown, meanOfKnown } from './known';
import { columnsOf, requireFinite, rowsOf, takeRows, type Matrix } from './_matrix';
import { requireCount, requireLevel } from './_vectors';
import { kappaOf } from './cohensKappa';
import { percentile } from './percentile';
import { spearmanBrown } from './spearmanBrown';
import { meanOfTrials, splitHalves } from './splitHalves';

export type HumanLikenessOptions = {
  /** Draws people, from its child `people`. */
  readonly rng: Rng;
  /** Random halves of the people, seeds `seed`, `seed + 1`, ... of NumPy's legacy generator. */
  readonly halves?: number;
  /** Of the first half; 0 by default. */
  readonly seed?: number;
  /** A model that answers yes with at least this probability counts as saying yes. */
  readonly threshold?: number;
  /** Bootstrap resamples of the people. */
  readonly resamples?: number;
  /** Of the intervals, in (0, 1); 0.95 by default. */
  readonly level?: number;
};

export type HumanLikeness = {
  /** Pearson's correlation over stimuli of the model's probability with the share of people saying yes. */
  readonly raw: number;
  /** Mean over halves of the root of the people's reliability (Spearman-Brown). */
  readonly ceiling: number;
  /** Mean over halves of raw / ceiling of that half. */
  readonly ceiled: number;
  /** The form of `ConsistencyForm` that the correction has. */
  readonly form: 'fullNumerator';
  /** Root of the mean squared difference of probability and share, 0 .. 1. */
  readonly rootMeanSquaredError: number;
  /** [people], Cohen's kappa of the model's answer with each person's; NaN where undefined */
  readonly modelKappas: Float64Array;
  /** [pairs of people], the same among people: the reference of `modelKappas` */
  readonly humanKappas: Float64Array;
  /** Mean of the finite `modelKappas`. */
  readonly meanModelKappa: number;
  /** Mean of the finite `humanKappas`. */
  readonly meanHumanKappa: number;
  /** Percentile intervals over resampled people. */
  readonly intervals: {
    readonly raw: readonly [low: number, high: number];
    readonly meanModelKappa: readonly [low: number, high: number];
  };
  /** Halves without positive reliability; they are left out of `ceiling` and `ceiled`. */
  readonly undefinedHalves: number;
  /** How many there are. */
  readonly people: number;
  /** Stimuli. */
  readonly n: number;
};

/**
 * How human a model's yes-or-no judgements are: its correlation with the share of people who say yes, how far that
 * could go given how well people agree, and its agreement with single people beside theirs with one another.
 *
 * @param model [stimuli], the model's probability of yes, 0 .. 1
 * @param people [people, stimuli], 1 for yes, 0 for no, NaN where a person was not asked; at least 2 people
 * @throws ShapeError, DataError for what does not fit, or a stimulus on which nobody was asked; ConfigError for a
 *   threshold outside 0 .. 1
 * @source Bear et al. 2021, NeurIPS Datasets (Physion): correlation, root mean squared error, Cohen's kappa with people
 *   resampled; halves of people as in brainmodel_utils
 */
export function humanLikeness(model: NdArray, people: Matrix, options: HumanLikenessOptions): HumanLikeness {
  const { rng, halves = 100, seed = 0, threshold = 0.5, resamples = 1000, level = 0.95 } = options;
  requireJudgements(model, people);
  requireCount('humanLikeness', 'halves', halves, 1);
  requireCount('humanLikeness', 'resamples', resamples, 2);
  requireLevel('humanLikeness', level);
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new ConfigError(`humanLikeness: threshold must be in 0 .. 1, got ${threshold}`);
  }
  const [count, n] = [rowsOf(people), columnsOf(people)];
  const shares = sharesOfYes(people);
  const raw = correlationOfKnown(model.values, shares).r;
  const ceilings = Array.from({ length: halves }, (_, half) => ceilingOf(people, seed + half));
  const answers = model.values.map((probability) => Number(probability >= threshold));
  const persons = Array.from({ length: count }, (_, person) =>
    people.values.subarray(person * n, (person + 1) * n),
  );
  const modelKappas = Float64Array.from(persons, (person) => kappaOverKnown(answers, person));
  const humanKappas = Float64Array.from(
    persons.flatMap((a, first) => persons.slice(first + 1).map((b) => kappaOverKnown(a, b))),
  );
  const stream = rng.child('people').stream();
  const resampled = Array.from({ length: resamples }, () => {
    const drawn = Array.from({ length: count }, () => stream.integer(count));
    return {
      raw: correlationOfKnown(model.values, sharesOfYes(takeRows(people, drawn))).r,
      kappa: meanOfKnown(drawn.map((person) => modelKappas[person]!)),
    };
  });
  const difference = shares.map((share, stimulus) => (share - model.values[stimulus]!) ** 2);
  return {
    raw,
    ceiling: meanOfKnown(ceilings),
    ceiled: meanOfKnown(ceilings.map((ceiling) => raw / ceiling)),
    form: 'fullNumerator',
    rootMeanSquaredError: Math.sqrt(meanOfKnown(difference)),
    modelKappas,
    humanKappas,
    meanModelKappa: meanOfKnown(modelKappas),
    meanHumanKappa: meanOfKnown(humanKappas),
    intervals: {
      raw: interval(
        resampled.map((run) => run.raw),
        level,
      ),
      meanModelKappa: interval(
        resampled.map((run) => run.kappa),
        level,
      ),
    },
    undefinedHalves: ceilings.filter(Number.isNaN).length,
    people: count,
    n,
  };
}

/** [people, stimuli] -> [stimuli], NaN where nobody was asked */
const sharesOfYes = ({ values, shape }: Matrix): Float64Array =>
  meanOfTrials(ndArray(values, [...shape, 1])).values;

/** The root of the reliability of the mean over people, from two halves; NaN where it is not positive. */
function ceilingOf(people: Matrix, seed: number): number {
  const [count, n] = [rowsOf(people), columnsOf(people)];
  const { first, second } = splitHalves(ndArray(people.values, [count, n, 1]), new RandomState(seed));
  const reliability = spearmanBrown(correlationOfKnown(first.values, second.values).r);
  return reliability > 0 ? Math.sqrt(reliability) : NaN;
}

function kappaOverKnown(a: Float64Array, b: Float64Array): number {
  const [x, y] = bothKnown(a, b);
  return x.length === 0 ? NaN : kappaOf(x, y).kappa;
}

/** Percentiles of what is known; NaN of nothing. */
function interval(values: readonly number[], level: number): readonly [number, number] {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return [NaN, NaN];
  return [percentile(known, 50 * (1 - level)), percentile(known, 50 * (1 + level))];
}

function requireJudgements(model: NdArray, people: Matrix): void {
  requireFinite('humanLikeness', 'model', model, 1);
  const n = model.values.length;
  if (people.shape.length !== 2 || columnsOf(people) !== n || rowsOf(people) < 2) {
    throw new ShapeError(`humanLikeness: people must be [people >= 2, ${n} stimuli], got [${people.shape}]`);
  }
  const outside = model.values.findIndex((value) => value < 0 || value > 1);
  if (outside >= 0) {
    throw new DataError(`humanLikeness: model must be in 0 .. 1, got ${model.values[outside]} at ${outside}`);
  }
  const odd = people.values.findIndex((value) => value !== 0 && value !== 1 && !Number.isNaN(value));
  if (odd >= 0) {
    throw new DataError(
      `humanLikeness: people must hold 0, 1 and NaN, got ${people.values[odd]} at flat index ${odd}`,
    );
  }
  const unasked = sharesOfYes(people).findIndex(Number.isNaN);
  if (unasked >= 0) {
    throw new DataError(
      `humanLikeness: a stimulus must be judged by someone, got none at stimulus ${unasked}`,
    );
  }
}
