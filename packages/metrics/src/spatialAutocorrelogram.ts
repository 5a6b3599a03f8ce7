import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { kernels, type Kernels } from './_kernels';

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
  const { values, shape } = autocorrelograms(ndArray(rateMap.values, [1, rows, columns]));
  return ndArray(values, shape.slice(1));
}

/**
 * That of each map of a stack, by all threads; the same as one by one.
 *
 * @param rateMaps [units, y, x]
 * @param room     as many doubles as the result has, or more, where many stacks follow each other
 * @returns [units, 2 y - 1, 2 x - 1]
 */
export function autocorrelograms(rateMaps: NdArray, room?: Float64Array): NdArray {
  const [units, rows, columns] = rateMaps.shape as [number, number, number];
  const [height, width] = [2 * rows - 1, 2 * columns - 1];
  const images = (room ?? new Float64Array(units * height * width)).subarray(0, units * height * width);
  const work = (rows * columns) ** 2 / 2;
  const together = Math.min(units, Math.floor(MOST / doublesOf(rows, columns)));
  const compiled = work >= LEAST && together >= 1 ? kernels() : undefined;
  if (compiled !== undefined) {
    for (let first = 0; first < units; first += together) {
      const count = Math.min(together, units - first);
      correlate(compiled, rateMaps, { images, first, count, helped: count * work >= HELPED });
    }
  } else {
    const map = new Float64Array(rows * columns);
    for (let unit = 0; unit < units; unit++) {
      fill(map, rateMaps, unit * map.length);
      images.set(byLoops(map, { rows, columns }), unit * height * width);
    }
  }
  return ndArray(images, [units, height, width]);
}

/** First double of the maps in the shared memory, and multiply-adds below which plain loops win and others help. */
const [BASE, LEAST, HELPED] = [128, 20_000, 2_000_000];
/** The most doubles to be held there. */
const MOST = 2 ** 24;
/** Shifts that `assembly/overlaps.ts` sums together. */
const LAGS = 6;

/** Doubles that the kernel needs for a map beside itself and its image. */
const roomOf = (rows: number, columns: number): number =>
  8 * rows * columns + rows * (2 * columns - 1) + (rows + 1) * (3 * columns + 2 * LAGS) + 4 * LAGS;

const doublesOf = (rows: number, columns: number): number =>
  rows * columns + roomOf(rows, columns) + (2 * rows - 1) * (2 * columns - 1);

type Part = {
  readonly images: Float64Array;
  readonly first: number;
  readonly count: number;
  readonly helped: boolean;
};

function correlate(
  { doubles, run }: Kernels,
  rateMaps: NdArray,
  { images, first, count, helped }: Part,
): void {
  const [, rows, columns] = rateMaps.shape as [number, number, number];
  const size = rows * columns;
  const area = (2 * rows - 1) * (2 * columns - 1);
  const rooms = BASE + count * size;
  const to = rooms + count * roomOf(rows, columns);
  const memory = doubles(to + count * area);
  fill(memory.subarray(BASE, rooms), rateMaps, first * size);
  run('correlate', [rows, columns, 8 * BASE, 8 * rooms, 8 * to], { chunks: count, helped });
  images.set(memory.subarray(to, to + count * area), first * area);
}

/** Copies rates, from `start` on, with 0 for NaN. */
function fill(to: Float64Array, { values, shape }: NdArray, start: number): void {
  for (let at = 0; at < to.length; at++) {
    const rate = values[start + at]!;
    if (Math.abs(rate) === Infinity) {
      throw new DataError(
        `spatialAutocorrelogram: rateMap must be finite or NaN, got ${rate} at bin ${(start + at) % (shape[1]! * shape[2]!)}`,
      );
    }
    to[at] = Number.isNaN(rate) ? 0 : rate;
  }
}

/** [2 y - 1, 2 x - 1], flat */
function byLoops(map: Float64Array, { rows, columns }: { rows: number; columns: number }): Float64Array {
  const [height, width] = [2 * rows - 1, 2 * columns - 1];
  const result = new Float64Array(height * width);
  if (isConstant(map)) return result;
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
          ? (overlap(map, columns, { down, right, high, wide }) / count - meanA * meanB) /
            (Math.sqrt(varianceA) * Math.sqrt(varianceB))
          : carefulCorrelation(map, columns, { down, right, high, wide });
      const bounded = Math.max(-1, Math.min(1, value)); // beyond is rounding
      result[(rows - 1 + down) * width + columns - 1 + right] = bounded;
      result[(rows - 1 - down) * width + columns - 1 - right] = bounded;
    }
  }
  return result;
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
