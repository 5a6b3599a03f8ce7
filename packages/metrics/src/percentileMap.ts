import { ConfigError } from '@goal-driven/core/arrays';
import { oneColumn, sideBySide, takeColumns } from './_columns';
import { column, columnsOf, dot, requireFinite, requireSameRows, type Matrix } from './_matrix';
import { allEqual, meanOf } from './_vectors';
import type { FittedMap } from './LinearMap';
import { percentile } from './percentile';
import { ridge } from './ridge';

export type PercentileMapOptions = {
  /** Source units at or above this percentile of the training correlations are used, 0 .. 100. */
  readonly percentile: number;
  /** Penalty of the ridge regression from the chosen units. */
  readonly alpha?: number;
};

export type PercentileMap = FittedMap & {
  /** Source units chosen for each target, in order. */
  readonly units: readonly Int32Array[];
};

/**
 * Regression from those source units that correlate best with each target, by their signed correlation
 * over the training samples. Constant units are never chosen unless all are.
 *
 * @param source [samples, p]
 * @param target [samples, q]
 * @throws ConfigError for a percentile outside 0 .. 100
 * @source mouse-vision and brainmodel_utils (percentile map)
 * @differs a dead unit has no correlation here; rounding gives it one there, and it can win over negative ones
 */
export function percentileMap(
  source: Matrix,
  target: Matrix,
  { percentile: share, alpha = 1 }: PercentileMapOptions,
): PercentileMap {
  if (!(share >= 0 && share <= 100)) {
    throw new ConfigError(`percentileMap: percentile must be in 0 .. 100, got ${share}`);
  }
  const units = chooseUnits('percentileMap', source, target, share);
  const maps = units.map((chosen, q) => ridge(takeColumns(source, chosen), oneColumn(target, q), { alpha }));
  return {
    units,
    predict: (samples) => sideBySide(maps.map((map, q) => map.predict(takeColumns(samples, units[q]!)))),
  };
}

/**
 * One-to-one: each target is predicted by the one source unit of largest signed correlation, the first on
 * ties, its activity taken as it is (no sign flip, no scale): meant for correlations, not for errors. For a target that
 * does not vary it is the last unit.
 *
 * @param source [samples, p]
 * @param target [samples, q]
 * @source mec (neuroailab), CorrNeuralMap
 */
export function oneToOne(source: Matrix, target: Matrix): FittedMap & { readonly units: Int32Array } {
  const units = Int32Array.from(chooseUnits('oneToOne', source, target, 100), ([first]) => first!);
  return { units, predict: (samples) => takeColumns(samples, units) };
}

/** Source units at or above the percentile of correlations with each target. */
function chooseUnits(who: string, source: Matrix, target: Matrix, share: number): Int32Array[] {
  requireFinite(who, 'source', source, 2);
  requireFinite(who, 'target', target, 2);
  requireSameRows(who, ['source', source], ['target', target]);
  const units = directions(source);
  return directions(target).map((response) => {
    const correlations = units.map((unit) => (unit && response ? dot(unit, response) : NaN));
    // Where nothing correlates, the sources go by index.
    const ranked = correlations.every(Number.isNaN) ? correlations.map((_, index) => index) : correlations;
    const threshold = thresholdOf(ranked, share);
    const chosen: number[] = [];
    ranked.forEach((value, index) => {
      if (value >= threshold) chosen.push(index);
    });
    return Int32Array.from(chosen);
  });
}

/** The percentile of what is known; the largest needs no order of the others. */
function thresholdOf(values: readonly number[], share: number): number {
  if (share < 100)
    return percentile(
      values.filter((value) => !Number.isNaN(value)),
      share,
    );
  return values.reduce((most, value) => (value > most ? value : most), -Infinity);
}

/** Each column centred, of length 1: their products are correlations. A constant column has no direction. */
function directions(matrix: Matrix): (Float64Array | undefined)[] {
  return Array.from({ length: columnsOf(matrix) }, (_, c) => {
    const values = column(matrix, c);
    if (allEqual(values)) return undefined;
    const mean = meanOf(values);
    const centred = values.map((value) => value - mean);
    const length = Math.sqrt(dot(centred, centred));
    return centred.map((value) => value / length);
  });
}
