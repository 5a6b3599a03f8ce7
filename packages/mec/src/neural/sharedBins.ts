import { DataError, ndArray, type NdArray } from '@goal-driven/core/arrays';

/**
 * The bins in which all maps have a value, ascending.
 *
 * @param maps each [..., y, x] of the same bins; NaN where never visited
 * @throws DataError for none
 */
export function sharedBins(who: string, maps: readonly NdArray[]): Int32Array {
  const [rows, columns] = maps[0]!.shape.slice(-2) as [number, number];
  const size = rows * columns;
  const finite = new Uint8Array(size).fill(1);
  for (const { values } of maps) {
    values.forEach((value, at) => {
      if (!Number.isFinite(value)) finite[at % size] = 0;
    });
  }
  const bins = Int32Array.from(finite.keys()).filter((bin) => finite[bin] === 1);
  if (bins.length === 0) throw new DataError(`${who}: all maps must share a bin with a value, got none`);
  return bins;
}

/** Some bins of maps: [units, y, x] -> [bins, units], [trials, units, y, x] -> [trials, bins, units]. */
export function takeBins({ values, shape }: NdArray, bins: Int32Array): NdArray {
  const [units, rows, columns] = shape.slice(-3) as [number, number, number];
  const size = rows * columns;
  const trials = values.length / (units * size);
  const table = new Float64Array(trials * bins.length * units);
  let at = 0;
  for (let trial = 0; trial < trials; trial++) {
    for (const bin of bins) {
      for (let unit = 0; unit < units; unit++) table[at++] = values[(trial * units + unit) * size + bin]!;
    }
  }
  const leading = shape.length === 4 ? [trials] : [];
  return ndArray(table, [...leading, bins.length, units]);
}
