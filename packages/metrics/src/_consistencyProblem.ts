import { ConfigError, DataError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { choosesUnits, requireHalfDraws, type HalfDrawOptions } from './_halfDraws';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { stimulusSplits, type StimulusSplit } from './_stimulusSplits';
import type { MapFitter } from './LinearMap';
import type { NeuralConsistencyOptions } from './neuralConsistency';
import { requireForm, type ConsistencyForm } from './noiseCorrection';
import { meanOfTrials } from './splitHalves';

/** What is to be computed, checked and with its defaults. */
export type ConsistencyProblem = {
  readonly means: { readonly source: Matrix; readonly target: Matrix };
  readonly draws: HalfDrawOptions;
  readonly splits: readonly StimulusSplit[];
  readonly form: ConsistencyForm;
  readonly correlation: 'pearson' | 'spearman';
  /** One per split. */
  readonly maps: readonly MapFitter[];
  /** One fit gives the predictions of all targets. */
  readonly smooths: boolean;
  /** The source has the same units, with the same responses, in every half. */
  readonly fixed: boolean;
  readonly beforeFit: () => void;
};

/** @throws ShapeError, DataError, ConfigError */
export function statedProblem(
  who: string,
  { source, target }: { readonly source: NdArray; readonly target: NdArray },
  options: NeuralConsistencyOptions,
): ConsistencyProblem {
  const { form = 'fullNumerator', correlation = 'pearson', linearInTarget = false, signal } = options;
  requireForm(who, form);
  if (correlation !== 'pearson' && correlation !== 'spearman') {
    throw new ConfigError(
      `${who}: correlation must be pearson or spearman, got ${JSON.stringify(correlation)}`,
    );
  }
  const means = finiteMeans(who, source, target);
  const { halves, seed, sourceUnits, seeding = publishedSeeding(form) } = options;
  const draws = { halves, seed, seeding, sourceUnits };
  requireHalfDraws(who, source, draws);
  const deterministic = source.shape.length === 2;
  const splits = stimulusSplits(who, rowsOf(means.target), options);
  return {
    means,
    draws,
    splits,
    form,
    correlation,
    maps: mapPerSplit(who, options.map, splits.length),
    smooths: linearInTarget && deterministic,
    fixed: deterministic && !choosesUnits(source, draws),
    beforeFit: () => signal?.throwIfAborted(),
  };
}

function mapPerSplit(
  who: string,
  map: MapFitter | readonly MapFitter[],
  splits: number,
): readonly MapFitter[] {
  if (typeof map === 'function') return Array<MapFitter>(splits).fill(map);
  if (map.length === splits) return map;
  throw new ConfigError(`${who}: map must be one, or one for each of ${splits} splits, got ${map.length}`);
}

/** The seeding with which results of this form were published. */
export const publishedSeeding = (form: ConsistencyForm): HalfDrawOptions['seeding'] =>
  form === 'fullNumerator' ? 'sameSeed' : 'oneGenerator';

/**
 * Averages over all trials, [stimuli, sites].
 *
 * @throws ShapeError, DataError naming the stimulus and site of an average that is not finite
 */
export function finiteMeans(
  who: string,
  source: NdArray,
  target: NdArray,
): { readonly source: Matrix; readonly target: Matrix } {
  const means = {
    source: meanResponses(who, { name: 'source', responses: source, ranks: [2, 3] }),
    target: meanResponses(who, { name: 'target', responses: target, ranks: [3] }),
  };
  if (rowsOf(means.source) !== rowsOf(means.target)) {
    throw new ShapeError(
      `${who}: source must have the ${rowsOf(means.target)} stimuli of target, got ${rowsOf(means.source)}`,
    );
  }
  return means;
}

/** The average over trials of responses that may have none, as model features do not. */
export function meanResponses(
  who: string,
  {
    name,
    responses,
    ranks,
  }: { readonly name: string; readonly responses: NdArray; readonly ranks: readonly number[] },
): Matrix {
  const { shape } = responses;
  if (!ranks.includes(shape.length) || shape.some((axis) => axis < 1)) {
    const two = ranks.includes(2) ? '[stimuli, features] or ' : '';
    throw new ShapeError(`${who}: ${name} must be ${two}[trials, stimuli, sites], got [${shape}]`);
  }
  const mean = shape.length === 2 ? responses : meanOfTrials(responses);
  const index = mean.values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return mean;
  const [stimulus, site] = [Math.floor(index / columnsOf(mean)), index % columnsOf(mean)];
  throw new DataError(
    `${who}: the mean over trials of ${name} must be finite, got ${mean.values[index]} at stimulus ${stimulus}, site ${site}`,
  );
}
