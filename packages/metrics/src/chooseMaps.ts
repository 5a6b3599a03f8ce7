import { ConfigError, ndArray, RandomState, type NdArray } from '@goal-driven/core/arrays';
import { medianOfKnown } from './known';
import { meanResponses } from './_consistencyProblem';
import { rowsOf } from './_matrix';
import { requireCount } from './_vectors';
import { stimulusSplits, type StimulusSplit } from './_stimulusSplits';
import type { MapFitter } from './LinearMap';
import { neuralConsistency, type NeuralConsistencyOptions } from './neuralConsistency';
import { summariseConsistency } from './summariseConsistency';

export type ChooseMapsOptions = Omit<NeuralConsistencyOptions, 'map'> & {
  /** The maps to choose from, such as one per penalty or number of components. */
  readonly candidates: readonly MapFitter[];
  /** Splits of the training stimuli of each split; inner split s is `RandomState(s).permutation` of them. */
  readonly innerSplits: number;
  /** Share of those that candidates are fitted on, rounded up. */
  readonly innerTrainFraction: number;
};

export type ChosenMaps = {
  /** One per split, for `neuralConsistency`. */
  readonly maps: readonly MapFitter[];
  /** [splits], their indices among the candidates. */
  readonly chosen: Int32Array;
  /** [splits, candidates], median over the sites of all animals; NaN where no site has a score. */
  readonly scores: NdArray;
};

/**
 * Chooses a map for each split by its noise-corrected score on stimuli held out within the training part, so that the
 * test stimuli have no say: the mean over halves and inner splits, the median over the sites of all targets, and of
 * equal candidates the first.
 *
 * @param source as of `neuralConsistency`
 * @param targets one animal or several, each [trials, stimuli, sites]
 * @throws ConfigError for no candidate or target, or a split for which none has a score; and as `neuralConsistency`
 * @source brainmodel_utils (neuroailab)
 */
export function chooseMaps(
  source: NdArray,
  targets: NdArray | readonly NdArray[],
  options: ChooseMapsOptions,
): ChosenMaps {
  const animals = 'shape' in targets ? [targets] : targets;
  const { candidates, innerSplits, onProgress } = options;
  requireCount('chooseMaps', 'candidates', candidates.length, 1);
  requireCount('chooseMaps', 'targets', animals.length, 1);
  requireCount('chooseMaps', 'innerSplits', innerSplits, 1);
  const stimuli = rowsOf(meanResponses('chooseMaps', { name: 'source', responses: source, ranks: [2, 3] }));
  const splits = stimulusSplits('chooseMaps', stimuli, options);
  const total = splits.length * candidates.length;
  const scores = ndArray(new Float64Array(total), [splits.length, candidates.length]);
  splits.forEach(({ train }, split) => {
    const inner = splitsWithin(train, options);
    candidates.forEach((map, candidate) => {
      const at = split * candidates.length + candidate;
      const sites = animals.flatMap((target) => {
        const scored = { ...options, map, splits: inner, onProgress: undefined };
        const { test, form } = neuralConsistency(source, target, scored);
        return [...summariseConsistency(test, form).ceiled.sites];
      });
      scores.values[at] = medianOfKnown(Float64Array.from(sites));
      onProgress?.(at + 1, total);
    });
  });
  const chosen = Int32Array.from(splits, (_, split) => firstBest(scores, split));
  return { maps: Array.from(chosen, (index) => candidates[index]!), chosen, scores };
}

function splitsWithin(
  train: ArrayLike<number>,
  { innerSplits, innerTrainFraction }: ChooseMapsOptions,
): StimulusSplit[] {
  const count = Math.ceil(innerTrainFraction * train.length);
  if (!(count >= 1 && count < train.length)) {
    throw new ConfigError(
      `chooseMaps: innerTrainFraction must leave at least 1 of ${train.length} training stimuli on either side, got ${innerTrainFraction}`,
    );
  }
  return Array.from({ length: innerSplits }, (_, seed) => {
    const order = new RandomState(seed).permutation(train.length).map((place) => train[place]!);
    return { train: order.slice(0, count), test: order.slice(count) };
  });
}

function firstBest({ values, shape }: NdArray, split: number): number {
  const own = values.subarray(split * shape[1]!, (split + 1) * shape[1]!);
  let best = -1;
  own.forEach((score, index) => {
    if (!Number.isNaN(score) && (best < 0 || score > own[best]!)) best = index;
  });
  if (best < 0) {
    throw new ConfigError(
      `chooseMaps: a candidate must have a score in every split, got none in split ${split}`,
    );
  }
  return best;
}
