/**
 * Gives each bin without a value (NaN) the mean of those of its eight neighbours that have one, in place: a filled bin
 * counts for the next. Bins are filled column by column from low x, within a column from high y down. Beyond a wall
 * the bin at the wall stands for what is missing, and counts as often as it does. Of the eight, the published code
 * reads the one above to the right twice and the one below to the right never; so does this.
 *
 * @param map [y, x] flat, y ascending; stays NaN where no neighbour has a value
 * @source `compute_2d_tuning_curve.m` of Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025
 */
export function fillFromNeighbours(map: Float64Array, rows: number, columns: number): void {
  for (let x = 0; x < columns; x++) {
    for (let y = rows - 1; y >= 0; y--) {
      if (!Number.isNaN(map[y * columns + x]!)) continue;
      const [up, down] = [Math.min(y + 1, rows - 1), Math.max(y - 1, 0)];
      const [left, right] = [Math.max(x - 1, 0), Math.min(x + 1, columns - 1)];
      const around = [
        ...[
          map[y * columns + left]!,
          map[y * columns + right]!,
          map[up * columns + x]!,
          map[down * columns + x]!,
        ],
        ...[map[up * columns + left]!, map[up * columns + right]!, map[up * columns + right]!],
        map[down * columns + left]!,
      ].filter((rate) => !Number.isNaN(rate));
      map[y * columns + x] = around.reduce((sum, rate) => sum + rate, 0) / around.length; // 0 / 0 where none has
    }
  }
}
