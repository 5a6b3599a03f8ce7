import { ConfigError, ndArray, type NdArray } from '@goal-driven/core';
import { CLEAR, type RuleDataset } from './RuleDataset';

/** Columns that say where a layer stands: early, middle, deep. They come first and are never standardised. */
export const INDICATORS = 3;

export type Wanted = {
  readonly view?: string | undefined;
  /** By name, in the order of the columns. */
  readonly observables: readonly string[];
  /** Indices of checkpoints; all where left out. */
  readonly times?: readonly number[] | undefined;
};

/**
 * What classifiers see of samples: the three indicators, then all times of the first observable, of the next, and so on.
 *
 * @returns [samples, 3 + O T]
 * @throws ConfigError for a view, an observable or a time that the data set does not have
 */
export function ruleFeatures(dataset: RuleDataset, { view = CLEAR, observables, times }: Wanted): NdArray {
  const table = dataset.views[view];
  if (table === undefined)
    throw new ConfigError(
      `ruleFeatures: view must be one of ${Object.keys(dataset.views).join(', ')}, got ${view}`,
    );
  const [samples, allTimes, width] = table.shape as [number, number, number];
  const chosen = times ?? Array.from({ length: allTimes }, (_, time) => time);
  const columns = observables.map((name) => dataset.observables.indexOf(name));
  const missing = observables.filter((_, index) => columns[index]! < 0);
  if (missing.length > 0)
    throw new ConfigError(`ruleFeatures: observables must be in the data set, got ${missing.join(', ')}`);
  const late = chosen.filter((time) => time < 0 || time >= allTimes);
  if (late.length > 0 || chosen.length === 0)
    throw new ConfigError(
      `ruleFeatures: times must be in 0 .. ${allTimes - 1}, at least one, got ${chosen.join(', ')}`,
    );
  const size = INDICATORS + columns.length * chosen.length;
  const values = new Float64Array(samples * size);
  for (let sample = 0; sample < samples; sample++) {
    values[sample * size + dataset.positions[sample]!] = 1;
    let at = sample * size + INDICATORS;
    for (const column of columns)
      for (const time of chosen) values[at++] = table.values[(sample * allTimes + time) * width + column]!;
  }
  return ndArray(values, [samples, size]);
}

/** Rows of a table, in the order asked for. */
export function takeRows({ values, shape: [, width] }: NdArray, rows: ArrayLike<number>): NdArray {
  const taken = new Float64Array(rows.length * width!);
  for (let at = 0; at < rows.length; at++)
    taken.set(values.subarray(rows[at]! * width!, (rows[at]! + 1) * width!), at * width!);
  return ndArray(taken, [rows.length, width!]);
}

/**
 * The same features as sequences: [samples, T (3 + O)], at each time the indicators and then every observable.
 *
 * @param times T
 */
export function asSequences({ values, shape: [samples, width] }: NdArray, times: number): NdArray {
  const observables = (width! - INDICATORS) / times;
  const channels = INDICATORS + observables;
  const sequences = new Float64Array(samples! * times * channels);
  for (let sample = 0; sample < samples!; sample++)
    for (let time = 0; time < times; time++) {
      const to = (sample * times + time) * channels;
      for (let mark = 0; mark < INDICATORS; mark++) sequences[to + mark] = values[sample * width! + mark]!;
      for (let observable = 0; observable < observables; observable++)
        sequences[to + INDICATORS + observable] =
          values[sample * width! + INDICATORS + observable * times + time]!;
    }
  return ndArray(sequences, [samples!, times * channels]);
}
