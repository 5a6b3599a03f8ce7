import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import { column, columnsOf, requireFinite, requireSameRows, rowsOf, type Matrix } from './_matrix';
import type { FittedMap } from './LinearMap';
import { correlation } from './pearson';
import { percentile } from './percentile';
import { ridge } from './ridge';

export type PercentileMapOptions = {
  /** Source units at or above this percentile of the training correlations are used, 0 .. 100. */
  readonly percentile: number;
  /** Penalty of the ridge regression from the chosen units. */
  readonly alpha?: number;
};

/**
 * Regression from those source units that correlate best with each target, by their signed correlation
 * over the training samples. Constant units are never chosen unless all are.
 *
 * @param source [samples, p]
 * @param target [samples, q]
 * @source mouse-vision and brainmodel_utils (percentile map)
 * @differs a dead unit has no correlation here; rounding gives it one there, and it can win over negative ones
 */
export function percentileMap(
  source: Matrix,
  target: Matrix,
  { percentile: share, alpha = 1 }: PercentileMapOptions,
): FittedMap {
  if (!(share >= 0 && share <= 100)) {
    throw new ConfigError(`percentileMap: percentile must be in 0 .. 100, got ${share}`);
  }
  const chosen = chooseUnits('percentileMap', source, target, share);
  const maps = chosen.map((units, q) => ridge(takeColumns(source, units), oneColumn(target, q), { alpha }));
  return {
    predict: (samples) =>
      sideBySide(
        maps.map((map, q) => map.predict(takeColumns(samples, chosen[q]!)).values),
        rowsOf(samples),
      ),
  };
}

/**
 * One-to-one: each target is predicted by the one source unit of largest signed correlation, the first on
 * ties, its activity taken as it is (no sign flip, no scale): meant for correlations, not for errors.
 *
 * @param source [samples, p]
 * @param target [samples, q]
 */
export function oneToOne(source: Matrix, target: Matrix): FittedMap & { readonly units: Int32Array } {
  const units = Int32Array.from(chooseUnits('oneToOne', source, target, 100), ([first]) => first!);
  return { units, predict: (samples) => takeColumns(samples, units) };
}

/** Source units at or above the percentile of correlations with each target. */
function chooseUnits(who: string, source: Matrix, target: Matrix, share: number): number[][] {
  requireFinite(who, 'source', source, 2);
  requireFinite(who, 'target', target, 2);
  requireSameRows(who, ['source', source], ['target', target]);
  const units = Array.from({ length: columnsOf(source) }, (_, p) => column(source, p));
  return Array.from({ length: columnsOf(target) }, (_, q) => {
    const response = column(target, q);
    const correlations = units.map((unit) => correlation(unit, response));
    // A constant target correlates with nothing: the sources then go by index.
    const ranked = correlations.every(Number.isNaN) ? correlations.map((_, index) => index) : correlations;
    const threshold = percentile(
      ranked.filter((value) => !Number.isNaN(value)),
      share,
    );
    return ranked.flatMap((value, index) => (value >= threshold ? [index] : []));
  });
}

function takeColumns(matrix: Matrix, columns: ArrayLike<number>): Matrix {
  const [rows, width] = [rowsOf(matrix), columnsOf(matrix)];
  const count = columns.length;
  const value = (_: unknown, at: number) =>
    matrix.values[Math.floor(at / count) * width + columns[at % count]!]!;
  return ndArray(Float64Array.from({ length: rows * count }, value), [rows, count]);
}

const oneColumn = (matrix: Matrix, index: number): Matrix =>
  ndArray(column(matrix, index), [rowsOf(matrix), 1]);

function sideBySide(columns: readonly Float64Array[], rows: number): Matrix {
  const count = columns.length;
  const values = Float64Array.from(
    { length: rows * count },
    (_, at) => columns[at % count]![Math.floor(at / count)]!,
  );
  return ndArray(values, [rows, count]);
}
