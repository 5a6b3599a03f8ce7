import { ConfigError } from '@goal-driven/core/arrays';
import { requireCount } from './_vectors';
import type { Split } from './Split';

/** The ways in which a lattice can be divided, by name. */
export const latticeDivisions = ['topbottom', 'leftright', 'diag1', 'diag2', 'quad', 'checkerboard'] as const;

/** How a lattice of bins is divided. */
export type LatticeDivision = (typeof latticeDivisions)[number];

export type LatticeOptions = {
  /** Side of a square of `checkerboard`, bins; 1 by default. The others have none. */
  readonly square?: number | undefined;
};

/**
 * Splits of a full lattice of bins into regions of space, so that a map is tried where it was not fitted. Halves,
 * diagonals and the two colours of a checkerboard give two splits (fitted to one part, tried on the other, and the
 * other way round), quadrants four (tried on one, fitted to the other three).
 *
 * Bins are numbered row by row. `topbottom` and `leftright` are halves by rows and by columns, the smaller first where
 * the number is odd; `diag1` parts the upper triangle with the diagonal from the rest, `diag2` the same after
 * reversing the columns; `quad` goes top left, top right, bottom left, bottom right; `checkerboard` has the colour of
 * the top left square first. On maps `[x, y]` rows are bins of x: the names are those of a printed table, not of the
 * arena.
 *
 * @param rows of the lattice
 * @param columns of the lattice
 * @throws ConfigError for a lattice too small to be divided so, and for squares where there are none
 * @source Nayebi et al. 2021, NeurIPS (mec, structured splits)
 */
export function structured2d(
  rows: number,
  columns: number,
  division: LatticeDivision,
  { square }: LatticeOptions = {},
): Split[] {
  requireCount('structured2d', 'rows', rows, 1);
  requireCount('structured2d', 'columns', columns, 1);
  if (square !== undefined) {
    requireCount('structured2d', 'square', square, 1);
    if (division !== 'checkerboard')
      throw new ConfigError(`structured2d: square must be left out for ${division}, got ${square}`);
  }
  const parts = partsOf([rows, columns], division, square);
  if (parts.some((part) => part.length === 0)) {
    throw new ConfigError(
      `structured2d: a lattice must have bins in every part of ${division}, got ${rows} x ${columns}`,
    );
  }
  const others = (part: number) => parts.flatMap((bins, index) => (index === part ? [] : bins));
  // Of two parts the first is fitted first; of quadrants the first is tried first.
  return parts.length === 2
    ? parts.map((bins, part) => ({ train: Int32Array.from(bins), test: Int32Array.from(others(part)) }))
    : parts.map((bins, part) => ({ train: Int32Array.from(others(part)), test: Int32Array.from(bins) }));
}

function partsOf(
  [rows, columns]: readonly [number, number],
  division: LatticeDivision,
  square = 1,
): number[][] {
  const bins = (within: (row: number, column: number) => boolean, reversed = false): number[] =>
    Array.from({ length: rows * columns }, (_, at) => [Math.floor(at / columns), at % columns] as const)
      .filter(([row, column]) => within(row, column))
      .map(([row, column]) => row * columns + (reversed ? columns - 1 - column : column));
  const [middleRow, middleColumn] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  switch (division) {
    case 'topbottom':
      return [bins((row) => row < middleRow), bins((row) => row >= middleRow)];
    case 'leftright':
      return [bins((_, column) => column < middleColumn), bins((_, column) => column >= middleColumn)];
    case 'diag1':
      return [bins((row, column) => column >= row), bins((row, column) => column < row)];
    case 'diag2':
      return [bins((row, column) => column >= row, true), bins((row, column) => column < row, true)];
    case 'checkerboard': {
      const light = (row: number, column: number) =>
        (Math.floor(row / square) + Math.floor(column / square)) % 2 === 0;
      return [bins(light), bins((row, column) => !light(row, column))];
    }
    case 'quad':
      return [
        bins((row, column) => row < middleRow && column < middleColumn),
        bins((row, column) => row < middleRow && column >= middleColumn),
        bins((row, column) => row >= middleRow && column < middleColumn),
        bins((row, column) => row >= middleRow && column >= middleColumn),
      ];
  }
}
