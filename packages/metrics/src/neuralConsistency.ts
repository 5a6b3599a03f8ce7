import {
  ConfigError,
  DataError,
  ndArray,
  RandomState,
  ShapeError,
  type NdArray,
} from '@goal-driven/core/arrays';
import { columnsOf, rowsOf, takeRows, type Matrix } from './_matrix';
import type { MapFitter } from './LinearMap';
import { columnCorrelations } from './pearson';
import { spearmanBrown } from './spearmanBrown';
import { meanOfTrials, splitHalves, type Halves } from './splitHalves';

export type NeuralConsistencyOptions = {
  readonly map: MapFitter;
  /** Random halves of the trials; half h is drawn with seed `seed + h`, for source and target alike. */
  readonly halves: number;
  /** Train/test splits of the stimuli; split s is `RandomState(s).permutation(stimuli)`. */
  readonly splits: number;
  /** Share of the stimuli in training, rounded up. */
  readonly trainFraction: number;
  readonly seed: number;
};

/** Every term of the score, each [halves, splits, sites]. */
export type ConsistencyTerms = {
  /** Correlation of the prediction with the target, all trials. */
  readonly r_xy: NdArray;
  /** Correlation of the two predictions from halves, plain and corrected by Spearman-Brown. */
  readonly r_xx: NdArray;
  readonly r_xx_sb: NdArray;
  /** Correlation of the target's halves: its split-half reliability. */
  readonly r_yy: NdArray;
  readonly r_yy_sb: NdArray;
  /** The ceiling, `sqrt(r_xx_sb r_yy_sb)`; NaN where either reliability is not above 0. */
  readonly denom_sb: NdArray;
  /** The score, `r_xy / denom_sb`; it can exceed 1. */
  readonly r_xy_n_sb: NdArray;
};

export type NeuralConsistency = { readonly train: ConsistencyTerms; readonly test: ConsistencyTerms };

/**
 * Noise-corrected consistency of a source (model features or another animal) with target sites, the
 * `fullNumerator` form: the correlation of full averages over the ceiling from split halves.
 *
 * @param source [stimuli, features], or [trials, stimuli, sites] when it is itself recorded
 * @param target [trials, stimuli, sites]; NaN marks a presentation that was not recorded
 * @throws ShapeError when the stimuli differ; DataError when an average over all trials is not finite;
 *   ConfigError for a train fraction that leaves fewer than 2 stimuli on either side
 * @source brainmodel_utils (neuroailab): one permutation per half for source and target
 * @differs two reliabilities below 0 give NaN here, there a spurious number
 */
export function neuralConsistency(
  source: NdArray,
  target: NdArray,
  options: NeuralConsistencyOptions,
): NeuralConsistency {
  const sourceMean = source.shape.length === 2 ? source : meanOfTrials(source);
  const targetMean = meanOfTrials(target);
  requireOneStimulusSet(sourceMean, targetMean, target.shape);
  const sites = columnsOf(targetMean);
  const shape = [options.halves, options.splits, sites];
  const train = emptyTerms(shape);
  const test = emptyTerms(shape);
  const splits = stimulusSplits(rowsOf(targetMean), options);
  for (let half = 0; half < options.halves; half++) {
    const sourceHalves = halvesOf(source, options.seed + half);
    const targetHalves = halvesOf(target, options.seed + half);
    splits.forEach((split, index) => {
      const predictions = predict(options.map, split.train, [
        [sourceMean, targetMean],
        [sourceHalves.first, targetHalves.first],
        [sourceHalves.second, targetHalves.second],
      ]);
      const at = (half * options.splits + index) * sites;
      for (const [terms, rows] of [
        [train, split.train],
        [test, split.test],
      ] as const) {
        const [full, first, second] = predictions.map((prediction) => takeRows(prediction, rows)) as [
          Matrix,
          Matrix,
          Matrix,
        ];
        fillTerms(terms, at, {
          r_xy: columnCorrelations(full, takeRows(targetMean, rows)),
          r_xx: columnCorrelations(first, second),
          r_yy: columnCorrelations(takeRows(targetHalves.first, rows), takeRows(targetHalves.second, rows)),
        });
      }
    });
  }
  return { train, test };
}

const halvesOf = (responses: NdArray, seed: number): Halves =>
  responses.shape.length === 2
    ? { first: responses, second: responses }
    : splitHalves(responses, new RandomState(seed));

/** Fits each pair on the training stimuli and predicts all stimuli. */
function predict(
  map: MapFitter,
  train: ArrayLike<number>,
  pairs: readonly (readonly [Matrix, Matrix])[],
): Matrix[] {
  return pairs.map(([source, target]) =>
    map(takeRows(source, train), takeRows(target, train)).predict(source),
  );
}

type StimulusSplit = { readonly train: ArrayLike<number>; readonly test: ArrayLike<number> };

function stimulusSplits(
  stimuli: number,
  { splits, trainFraction }: NeuralConsistencyOptions,
): StimulusSplit[] {
  const count = Math.ceil(trainFraction * stimuli);
  if (!(count >= 2 && stimuli - count >= 2)) {
    throw new ConfigError(
      `neuralConsistency: trainFraction must leave at least 2 of ${stimuli} stimuli on either side, got ${trainFraction}`,
    );
  }
  return Array.from({ length: splits }, (_, seed) => {
    const order = new RandomState(seed).permutation(stimuli);
    return { train: order.slice(0, count), test: order.slice(count) };
  });
}

function requireOneStimulusSet(source: Matrix, target: Matrix, targetShape: readonly number[]): void {
  if (targetShape.length !== 3) {
    throw new ShapeError(`neuralConsistency: target must be [trials, stimuli, sites], got [${targetShape}]`);
  }
  if (rowsOf(source) !== rowsOf(target)) {
    throw new ShapeError(
      `neuralConsistency: source must have the ${rowsOf(target)} stimuli of target, got ${rowsOf(source)}`,
    );
  }
  for (const [name, mean] of [
    ['source', source],
    ['target', target],
  ] as const) {
    const index = mean.values.findIndex((value) => !Number.isFinite(value));
    if (index >= 0) {
      const [stimulus, site] = [Math.floor(index / columnsOf(mean)), index % columnsOf(mean)];
      throw new DataError(
        `neuralConsistency: the mean over trials of ${name} must be finite, got ${mean.values[index]} at stimulus ${stimulus}, site ${site}`,
      );
    }
  }
}

function emptyTerms(shape: readonly number[]): ConsistencyTerms {
  const empty = () => ndArray(new Float64Array(shape.reduce((a, b) => a * b, 1)), shape);
  return {
    r_xy: empty(),
    r_xx: empty(),
    r_xx_sb: empty(),
    r_yy: empty(),
    r_yy_sb: empty(),
    denom_sb: empty(),
    r_xy_n_sb: empty(),
  };
}

function fillTerms(
  terms: ConsistencyTerms,
  at: number,
  raw: { r_xy: NdArray; r_xx: NdArray; r_yy: NdArray },
): void {
  for (let site = 0; site < raw.r_xy.values.length; site++) {
    const [r_xy, r_xx, r_yy] = [raw.r_xy.values[site]!, raw.r_xx.values[site]!, raw.r_yy.values[site]!];
    const [r_xx_sb, r_yy_sb] = [spearmanBrown(r_xx), spearmanBrown(r_yy)];
    const ceiling = r_xx_sb > 0 && r_yy_sb > 0 ? Math.sqrt(r_xx_sb * r_yy_sb) : NaN;
    const values = { r_xy, r_xx, r_xx_sb, r_yy, r_yy_sb, denom_sb: ceiling, r_xy_n_sb: r_xy / ceiling };
    for (const [term, value] of Object.entries(values))
      terms[term as keyof ConsistencyTerms].values[at + site] = value;
  }
}
