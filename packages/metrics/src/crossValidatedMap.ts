import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, requireSameRows, rowsOf, takeRows, type Matrix } from './_matrix';
import { requireSplits } from './_requireSplits';
import { bestCandidates, type BestCandidates, type CandidateChoice } from './bestCandidates';
import type { FittedMap } from './LinearMap';
import type { MapFamily } from './MapFamily';
import { columnCorrelations } from './pearson';
import type { Split } from './Split';

export type CrossValidationOptions = {
  /** Maps to choose from; of equals the first is taken. */
  readonly candidates: MapFamily;
  /** Splits of the samples given. */
  readonly splits: readonly Split[];
  /** Whether one candidate is taken for all sites or each site takes its own. */
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
  if (candidates.count === 0) throw new ConfigError(`${who}: candidates must be at least 1, got none`);
  const sites = columnsOf(target);
  const scores = new Float64Array(candidates.count * splits.length * sites);
  splits.forEach((split, s) => {
    const { fit, score } = heldOut([source, target], split);
    const fitted = fit(candidates.fit);
    for (let c = 0; c < candidates.count; c++) scores.set(score(fitted(c)), (c * splits.length + s) * sites);
  });
  const best = bestCandidates(ndArray(scores, [candidates.count, splits.length, sites]), choice);
  const fitted = candidates.fit(source, target);
  const maps = new Map([...new Set(best.chosen)].map((index) => [index, fitted(index)]));
  return { ...best, predict: (samples) => columnsFrom(maps, samples, best.chosen) };
}

/** The samples of one split: what to fit to those in training, and the correlation with those in the test, per target. */
export function heldOut([source, target]: readonly [Matrix, Matrix], { train, test }: Split) {
  const [seen, unseen] = [takeRows(source, test), takeRows(target, test)];
  return {
    fit: <T>(how: (source: Matrix, target: Matrix) => T): T =>
      how(takeRows(source, train), takeRows(target, train)),
    /** NaN for a single sample. */
    score: ({ predict }: FittedMap): Float64Array => columnCorrelations(predict(seen), unseen).values,
  };
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
