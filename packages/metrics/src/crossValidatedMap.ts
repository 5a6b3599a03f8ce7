import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, requireSameRows, rowsOf, takeRows, type Matrix } from './_matrix';
import { requireSplits } from './_requireSplits';
import { bestCandidates, type BestCandidates, type CandidateChoice } from './bestCandidates';
import type { FittedMap, MapFitter } from './LinearMap';
import { columnCorrelations } from './pearson';
import type { Split } from './Split';

export type CrossValidationOptions = {
  /** Maps to choose from, such as one kind with several penalties. Of equals the first is taken. */
  readonly candidates: readonly MapFitter[];
  /** Splits of the samples given. */
  readonly splits: readonly Split[];
  readonly choice: CandidateChoice;
};

export type CrossValidatedMap = FittedMap & BestCandidates;

/**
 * The best of several maps by cross-validation within the samples given: each is scored by the correlation of its
 * predictions with what was held out, and the best is fitted again to all samples. Candidates are fitted to all targets
 * together, also where each site then takes its own.
 *
 * @param source [samples, p]
 * @param target [samples, q]
 * @throws ConfigError for no candidates or splits; what the maps throw, if one of them cannot be fitted
 */
export function crossValidatedMap(
  source: Matrix,
  target: Matrix,
  { candidates, splits, choice }: CrossValidationOptions,
): CrossValidatedMap {
  const who = 'crossValidatedMap';
  requireFinite(who, 'source', source, 2);
  requireFinite(who, 'target', target, 2);
  requireSameRows(who, ['source', source], ['target', target]);
  requireSplits(who, splits, rowsOf(source));
  if (candidates.length === 0) throw new ConfigError(`${who}: candidates must be at least 1, got none`);
  const scores = candidates.map((fit) =>
    splits.map((split) => heldOutCorrelations(fit, [source, target], split)),
  );
  const best = bestCandidates(
    ndArray(Float64Array.from(scores.flat().flatMap((sites) => [...sites])), [
      candidates.length,
      splits.length,
      columnsOf(target),
    ]),
    choice,
  );
  const maps = new Map([...new Set(best.chosen)].map((index) => [index, candidates[index]!(source, target)]));
  return { ...best, predict: (samples) => columnsFrom(maps, samples, best.chosen) };
}

/** Correlation of prediction and target over the test samples, per target; NaN for a single sample. */
export function heldOutCorrelations(
  fit: MapFitter,
  [source, target]: readonly [Matrix, Matrix],
  { train, test }: Split,
): Float64Array {
  const { predict } = fit(takeRows(source, train), takeRows(target, train));
  return columnCorrelations(predict(takeRows(source, test)), takeRows(target, test)).values;
}

/** Each column of the prediction from the map that its site has chosen. */
function columnsFrom(maps: ReadonlyMap<number, FittedMap>, samples: Matrix, chosen: Int32Array): Matrix {
  const sites = chosen.length;
  const prediction = ndArray(new Float64Array(rowsOf(samples) * sites), [rowsOf(samples), sites]);
  for (const [index, map] of maps) {
    const own = [...chosen.keys()].filter((site) => chosen[site] === index);
    const { values } = map.predict(samples);
    for (const site of own) {
      for (let at = site; at < values.length; at += sites) prediction.values[at] = values[at]!;
    }
  }
  return prediction;
}
