import { columnsOf, rowsOf, type Matrix } from './_matrix';

/**
 * For each feature the place of each sample's value among that feature's distinct values, ascending.
 *
 * @param features [samples, features]
 * @returns [features, samples]
 */
export function featureRanks(features: Matrix): Uint32Array {
  const [rows, columns] = [rowsOf(features), columnsOf(features)];
  const ranks = new Uint32Array(rows * columns);
  const values = new Float64Array(rows);
  const sorted = new Float64Array(rows);
  for (let feature = 0; feature < columns; feature++) {
    for (let row = 0; row < rows; row++) values[row] = features.values[row * columns + feature]! + 0; // -0 is 0
    sorted.set(values);
    sorted.sort();
    let distinct = 0;
    for (let row = 0; row < rows; row++) {
      if (row === 0 || sorted[row] !== sorted[distinct - 1]) sorted[distinct++] = sorted[row]!;
    }
    for (let row = 0; row < rows; row++) {
      ranks[feature * rows + row] = placeIn(sorted, distinct, values[row]!);
    }
  }
  return ranks;
}

/** Where a value stands among the first `count` of ascending numbers, which hold it. */
function placeIn(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
