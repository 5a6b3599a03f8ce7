const known = new Map<string, Float64Array>();

/** [y, x], steps from each bin to the nearest wall, a bin at the wall having 0; the same array each time. */
export function wallDistances(rows: number, columns: number): Float64Array {
  const key = `${rows},${columns}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const distances = Float64Array.from({ length: rows * columns }, (_, bin) => {
    const [row, column] = [Math.floor(bin / columns), bin % columns];
    return Math.min(row, rows - 1 - row, column, columns - 1 - column);
  });
  known.set(key, distances);
  return distances;
}

/** The bins along one wall, `depth` bins away from it: the four walls in turn are rows from either end, then columns. */
export function wallLine(
  wall: number,
  depth: number,
  [rows, columns]: readonly [number, number],
): Int32Array {
  const along = wall < 2 ? columns : rows;
  const at = wall % 2 === 0 ? depth : (wall < 2 ? rows : columns) - 1 - depth;
  return Int32Array.from({ length: along }, (_, step) =>
    wall < 2 ? at * columns + step : step * columns + at,
  );
}

export const WALLS = [0, 1, 2, 3] as const;
