import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { kernels } from './_kernels';

/** Where variance is a smaller share of the mean square, differences of sums lose digits. */
const SAFE_SHARE = 1e-4;

/**
 * The correlation of a map with itself, shifted by every number of bins: the Pearson correlation over
 * the bins that both share. Bins without a rate count as 0.
 *
 * Where either patch is constant (single bins at the corners) the value is 0; a constant map gives zeros,
 * also in the centre. Sums of patches come from tables that grow from each corner, so that the faint tails
 * of a field keep their digits; patches whose variance is small beside their mean square are done again
 * around their means, so that an offset costs none.
 *
 * @param rateMap [y, x]
 * @returns [2 y - 1, 2 x - 1], -1 .. 1; the shift of no bins in the centre
 * @throws ShapeError unless the map has two axes of one or more bins, DataError for an infinite rate
 * @source Sargolini et al. 2006, doi:10.1126/science.1125572; Banino et al. 2018,
 *   doi:10.1038/s41586-018-0102-6 (their scorer)
 * @differs zero variance is decided by equal values, not by rounding, nor by a threshold that would cut off tails
 */
export function spatialAutocorrelogram(rateMap: NdArray): NdArray {
  const [rows, columns] = rateMap.shape as [number, number];
  if (rateMap.shape.length !== 2 || rows < 1 || columns < 1) {
    throw new ShapeError(`spatialAutocorrelogram: rateMap must be [y, x] with bins, got [${rateMap.shape}]`);
  }
  return autocorrelograms(ndArray(rateMap.values, [1, rows, columns]))[0]!;
}

/**
 * That of each map of a stack, by all threads; the same as one by one.
 *
 * @param rateMaps [units, y, x]
 */
export function autocorrelograms(rateMaps: NdArray): NdArray[] {
  const [units, rows, columns] = rateMaps.shape as [number, number, number];
  const maps = filled(rateMaps);
  const size = rows * columns;
  const overlaps = overlapsOf(maps, { units, rows, columns });
  return Array.from({ length: units }, (_, unit) =>
    fromOverlaps(maps.subarray(unit * size, (unit + 1) * size), { rows, columns }, overlaps(unit)),
  );
}

type Overlap = (down: number, right: number) => number;

function fromOverlaps(
  map: Float64Array,
  { rows, columns }: { rows: number; columns: number },
  overlap: Overlap,
): NdArray {
  const [height, width] = [2 * rows - 1, 2 * columns - 1];
  const result = new Float64Array(height * width);
  if (isConstant(map)) return ndArray(result, [height, width]);
  const sums = cornerSums(map, rows, columns);
  const squares = cornerSums(
    map.map((value) => value * value),
    rows,
    columns,
  );

  // The shift (-i, -j) swaps the two patches: half of the shifts give the other half.
  for (let down = 0; down < rows; down++) {
    for (let right = down === 0 ? 0 : 1 - columns; right < columns; right++) {
      const [high, wide] = [rows - down, columns - Math.abs(right)];
      const count = high * wide;
      const corner = (high - 1) * columns + wide - 1; // of a patch of that size in any table
      const first = right >= 0 ? 0 : 1;
      const second = 3 - first;
      const meanA = sums[first]![corner]! / count;
      const meanB = sums[second]![corner]! / count;
      const squareA = squares[first]![corner]! / count;
      const squareB = squares[second]![corner]! / count;
      const varianceA = squareA - meanA * meanA;
      const varianceB = squareB - meanB * meanB;
      const value =
        varianceA > SAFE_SHARE * squareA && varianceB > SAFE_SHARE * squareB
          ? (overlap(down, right) / count - meanA * meanB) / (Math.sqrt(varianceA) * Math.sqrt(varianceB))
          : carefulCorrelation(map, columns, { down, right, high, wide });
      const bounded = Math.max(-1, Math.min(1, value)); // beyond is rounding
      result[(rows - 1 + down) * width + columns - 1 + right] = bounded;
      result[(rows - 1 - down) * width + columns - 1 - right] = bounded;
    }
  }
  return ndArray(result, [height, width]);
}

/** First double of the maps in the shared memory, and multiply-adds below which plain loops win and others help. */
const [BASE, LEAST, HELPED] = [128, 20_000, 2_000_000];

type Stack = { readonly units: number; readonly rows: number; readonly columns: number };

/** Sums of products of each map with itself shifted: all at once where they are compiled, else one by one. */
function overlapsOf(maps: Float64Array, { units, rows, columns }: Stack): (unit: number) => Overlap {
  const size = rows * columns;
  const work = (size * size) / 2;
  const compiled = work >= LEAST ? kernels() : undefined;
  if (compiled === undefined) {
    return (unit) => {
      const map = maps.subarray(unit * size, (unit + 1) * size);
      return (down, right) =>
        overlap(map, columns, { down, right, high: rows - down, wide: columns - Math.abs(right) });
    };
  }
  const width = 2 * columns - 1;
  const sums = BASE + units * size;
  const memory = compiled.doubles(sums + units * rows * width);
  memory.set(maps, BASE);
  const args = [rows, columns, 8 * BASE, 8 * sums];
  compiled.run('overlaps', args, { chunks: units, helped: units * work >= HELPED });
  const tables = memory.slice(sums, sums + units * rows * width);
  return (unit) => (down, right) => tables[(unit * rows + down) * width + columns - 1 + right]!;
}

/** Maps with 0 for NaN. */
function filled({ values, shape }: NdArray): Float64Array {
  const infinite = values.findIndex((value) => Math.abs(value) === Infinity);
  if (infinite >= 0) {
    throw new DataError(
      `spatialAutocorrelogram: rateMap must be finite or NaN, got ${values[infinite]} at bin ${infinite % (shape[1]! * shape[2]!)}`,
    );
  }
  return values.map((value) => (Number.isNaN(value) ? 0 : value));
}

const isConstant = (values: Float64Array): boolean => values.every((value) => value === values[0]);

type Corners = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/**
 * For the corners top left, top right, bottom left, bottom right (0 .. 3): at [h - 1, w - 1] the sum over
 * the patch of h rows and w columns in that corner.
 */
function cornerSums(map: Float64Array, rows: number, columns: number): Corners {
  const from = (flipRows: boolean, flipColumns: boolean): Float64Array => {
    const table = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const source = (flipRows ? rows - 1 - row : row) * columns;
      let run = 0;
      for (let column = 0; column < columns; column++) {
        run += map[source + (flipColumns ? columns - 1 - column : column)]!;
        table[row * columns + column] = run + (row > 0 ? table[(row - 1) * columns + column]! : 0);
      }
    }
    return table;
  };
  return [from(false, false), from(false, true), from(true, false), from(true, true)];
}

type Shift = { down: number; right: number; high: number; wide: number };

/** Sum over the shared bins of the map times the map shifted by `down` rows and `right` columns. */
function overlap(map: Float64Array, columns: number, { down, right, high, wide }: Shift): number {
  let sum = 0;
  for (let row = 0; row < high; row++) {
    let a = row * columns + Math.max(0, -right);
    let b = (row + down) * columns + Math.max(0, right);
    let line = 0;
    for (const end = a + wide; a < end; a++, b++) line += map[a]! * map[b]!;
    sum += line;
  }
  return sum;
}

/** Pearson's correlation of the two patches around their means; 0 where either is constant. */
function carefulCorrelation(map: Float64Array, columns: number, { down, right, high, wide }: Shift): number {
  const patch = (top: number, left: number): Float64Array => {
    const values = new Float64Array(high * wide);
    for (let row = 0; row < high; row++) {
      const start = (top + row) * columns + left;
      values.set(map.subarray(start, start + wide), row * wide);
    }
    return values;
  };
  const a = patch(0, Math.max(0, -right));
  const b = patch(down, Math.max(0, right));
  if (isConstant(a) || isConstant(b)) return 0;
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let bin = 0; bin < a.length; bin++) {
    const [fromA, fromB] = [a[bin]! - meanA, b[bin]! - meanB];
    products += fromA * fromB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
  }
  const spread = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  return spread > 0 ? products / spread : 0; // squares below 1e-324 underflow
}
