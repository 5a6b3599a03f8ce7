import type { NdArray } from '@goal-driven/core/arrays';
import { statedProblem } from './_consistencyProblem';
import { splitFits } from './_consistencyFits';
import { emptyTerms, fillTerms, type ConsistencyTerms } from './_consistencyTerms';
import { drawCount, finiteDraw, halfDraws, type HalfSeeding, type SourceUnits } from './_halfDraws';
import { columnsOf, rowsOf } from './_matrix';
import type { StimulusSplit, StimulusSplitOptions } from './_stimulusSplits';
import type { MapFitter } from './LinearMap';
import type { ConsistencyForm } from './noiseCorrection';

export type { ConsistencyTerms } from './_consistencyTerms';

export type NeuralConsistencyOptions = StimulusSplitOptions & {
  /** How the target is predicted; or one map for each split, as `chooseMaps` finds them. */
  readonly map: MapFitter | readonly MapFitter[];
  /**
   * That the map's predictions are linear in its target, as those of ridge regression with a given penalty: for a
   * source without trials, one fit per split then serves all halves.
   */
  readonly linearInTarget?: boolean;
  /** `fullNumerator` by default. */
  readonly form?: ConsistencyForm;
  /** By default as the form was published: `sameSeed` for `fullNumerator`, else `oneGenerator`. */
  readonly seeding?: HalfSeeding | undefined;
  /** Random halves of the trials; half h has the seed `seed + h`. */
  readonly halves: number;
  /** Of the first half, for NumPy's legacy generator. */
  readonly seed: number;
  /** Random choices of source units within every half; all units by default. */
  readonly sourceUnits?: SourceUnits | undefined;
  /** Over stimuli, `pearson` by default; Spearman-Brown is derived for that alone. */
  readonly correlation?: 'pearson' | 'spearman';
  /** Called after each half of each split. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Looked at before every fit; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
};

export type NeuralConsistency = {
  /** As it was asked for. */
  readonly form: ConsistencyForm;
  /** Over the stimuli that the maps were fitted to. */
  readonly train: ConsistencyTerms;
  /** Over the others. */
  readonly test: ConsistencyTerms;
  /** Places on the first axis that were skipped, as an average over a half is not finite. Their terms are NaN. */
  readonly skippedHalves: readonly number[];
};

/**
 * Noise-corrected consistency of a source (model features or another animal) with target sites: a map is fitted on
 * training stimuli, to averages over all trials and over either half, its predictions are correlated with the target,
 * and `form` says how the correlation is corrected.
 *
 * @param source [stimuli, features], or [trials, stimuli, sites] when it is itself recorded
 * @param target [trials, stimuli, sites]; NaN marks a presentation that was not recorded
 * @returns terms [halves, splits, sites]; with `sourceUnits` the first axis is [halves x choices]
 * @throws ShapeError when the stimuli differ or there are fewer than 2 trials; DataError when an average over all
 *   trials is not finite; ConfigError for options out of range; and what the map throws
 * @source brainmodel_utils (neuroailab) for `fullNumerator`, mouse-vision (neuroailab) for the other forms
 * @differs reliabilities of at most 0 give NaN here, two of them a spurious number there; a half that is not finite is
 *   NaN here and in brainmodel_utils, and the map's failure in mouse-vision
 */
export function neuralConsistency(
  source: NdArray,
  target: NdArray,
  options: NeuralConsistencyOptions,
): NeuralConsistency {
  const problem = statedProblem('neuralConsistency', { source, target }, options);
  const { draws, splits, maps, means, form } = problem;
  const shape = [drawCount(source, draws), splits.length, columnsOf(means.target)] as const;
  const [train, test] = [emptyTerms(shape), emptyTerms(shape)];
  const skipped = new Set<number>();
  let done = 0;
  for (const { first, block } of blocksOf(splits, problem)) {
    const fits = block.map((split, index) => splitFits({ split, map: maps[first + index]! }, problem));
    let place = 0;
    for (const draw of halfDraws(source, target, draws)) {
      const finite = finiteDraw(draw);
      if (!finite) skipped.add(place);
      block.forEach((split, index) => {
        if (finite) {
          const correlate = fits[index]!(draw);
          const at = (place * splits.length + first + index) * shape[2];
          fillTerms(train, at, { form, raw: correlate(split.train) });
          fillTerms(test, at, { form, raw: correlate(split.test) });
        }
        done++;
        options.onProgress?.(done, shape[0] * shape[1]);
      });
      place++;
    }
  }
  return { form, train, test, skippedHalves: [...skipped] };
}

type Block = { readonly first: number; readonly block: readonly StimulusSplit[] };

/** Splits whose smoothing matrices together are no larger than the source; all splits where there are none. */
function blocksOf(
  splits: readonly StimulusSplit[],
  { smooths, means }: { readonly smooths: boolean; readonly means: { readonly source: NdArray } },
): Block[] {
  const largest = Math.max(...splits.map(({ train }) => train.length)) * rowsOf(means.source);
  const size = smooths ? Math.max(1, Math.floor(means.source.values.length / largest)) : splits.length;
  return Array.from({ length: Math.ceil(splits.length / size) }, (_, index) => ({
    first: index * size,
    block: splits.slice(index * size, (index + 1) * size),
  }));
}
