import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { borderScore, classifyCells, gridScore } from '@goal-driven/metrics';

/** The study's thresholds: a grid cell above 0.3, a border cell above 0.5. */
const THRESHOLDS = { grid: 0.3, border: 0.5 };

export type CellShares = {
  /** Share of the cells that are grid cells. */
  readonly grid: number;
  /** Share of those that are neither grid nor border cells. */
  readonly heterogeneous: number;
  /** Grid scores of all that were counted. */
  readonly gridScores: Float64Array;
  /** Cells that were counted: those whose map is not the same everywhere. */
  readonly n: number;
  /** Cells that were not, for they never change their rate. */
  readonly silent: number;
};

/**
 * Shares of cell classes among those units that do anything at all.
 *
 * @param maps [units, y, x], square; NaN where never visited
 * @source Nayebi et al. 2021: grid score over 0.3, border score over 0.5, heterogeneous otherwise
 */
export function cellShares({ values, shape }: NdArray): CellShares {
  const [units, rows, columns] = shape as [number, number, number];
  const size = rows * columns;
  const all = Array.from({ length: units }, (_, unit) =>
    ndArray(values.subarray(unit * size, (unit + 1) * size), [rows, columns]),
  );
  const active = all.filter(({ values: rates }) => {
    const finite = rates.filter(Number.isFinite);
    return finite.length > 0 && Math.max(...finite) > Math.min(...finite);
  });
  const gridScores = Float64Array.from(active, (map) => gridScore(map));
  const border = Float64Array.from(active, (map) => borderScore(map));
  const n = active.length;
  const { classes, heterogeneous } = classifyCells(
    { grid: ndArray(gridScores, [n]), border: ndArray(border, [n]) },
    THRESHOLDS,
  );
  return {
    grid: classes.grid!.fraction,
    heterogeneous: heterogeneous.fraction,
    gridScores,
    n,
    silent: units - n,
  };
}
