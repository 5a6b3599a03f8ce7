import { overlaps, overlapsRoom } from './overlaps';

/** Where variance is a smaller share of the mean square, differences of sums lose digits; as in `src`. */
const SAFE_SHARE: f64 = 1e-4;

/** Doubles of room that a map needs. */
@inline
function roomSize(rows: i32, columns: i32): i32 {
  return 8 * rows * columns + rows * (2 * columns - 1) + overlapsRoom(rows, columns);
}

/**
 * The correlation of map `chunk` with itself at every shift, as `src/spatialAutocorrelogram.ts` has it.
 *
 * @param maps   [maps, rows, columns]
 * @param rooms  [maps, roomSize]
 * @param images [maps, 2 rows - 1, 2 columns - 1]
 */
export function correlate(chunk: i32, rows: i32, columns: i32, maps: usize, rooms: usize, images: usize): void {
  const size = rows * columns;
  const height = 2 * rows - 1;
  const width = 2 * columns - 1;
  const map = maps + (<usize>(chunk * size) << 3);
  const tables = rooms + (<usize>chunk * <usize>roomSize(rows, columns) << 3);
  const image = images + (<usize>(chunk * height * width) << 3);
  memory.fill(image, 0, <usize>(height * width) << 3);
  if (isConstant(map, columns, rows, columns, f64.load(map))) return;
  const squares = tables + (<usize>(4 * size) << 3);
  for (let corner = 0; corner < 4; corner++) {
    const at = <usize>(corner * size) << 3;
    cornerSums(map, rows, columns, corner, tables + at, squares + at);
  }
  const sums = squares + (<usize>(4 * size) << 3);
  overlaps(map, rows, columns, sums + (<usize>(rows * width) << 3), sums);
  for (let down = 0; down < rows; down++) {
    for (let right = down == 0 ? 0 : 1 - columns; right < columns; right++) {
      const value = correlation(map, rows, columns, down, right, tables, squares, sums);
      const bounded = max(-1.0, min(1.0, value));
      f64.store(image + (<usize>((rows - 1 + down) * width + columns - 1 + right) << 3), bounded);
      f64.store(image + (<usize>((rows - 1 - down) * width + columns - 1 - right) << 3), bounded);
    }
  }
}

function correlation(
  map: usize, rows: i32, columns: i32, down: i32, right: i32, tables: usize, squares: usize, sums: usize,
): f64 {
  const high = rows - down;
  const wide = columns - abs(right);
  const count = <f64>(high * wide);
  const size = rows * columns;
  const corner = <usize>((high - 1) * columns + wide - 1) << 3;
  const first = <usize>(right >= 0 ? 0 : size) << 3;
  const second = <usize>(right >= 0 ? 3 * size : 2 * size) << 3;
  const meanA = f64.load(tables + first + corner) / count;
  const meanB = f64.load(tables + second + corner) / count;
  const squareA = f64.load(squares + first + corner) / count;
  const squareB = f64.load(squares + second + corner) / count;
  const varianceA = squareA - meanA * meanA;
  const varianceB = squareB - meanB * meanB;
  if (varianceA > SAFE_SHARE * squareA && varianceB > SAFE_SHARE * squareB) {
    const sum = f64.load(sums + (<usize>(down * (2 * columns - 1) + columns - 1 + right) << 3));
    return (sum / count - meanA * meanB) / (sqrt(varianceA) * sqrt(varianceB));
  }
  const a = map + (<usize>max(0, -right) << 3);
  const b = map + (<usize>(down * columns + max(0, right)) << 3);
  return carefulCorrelation(a, b, columns, high, wide);
}

/** Pearson's correlation of two patches around their means; 0 where either is constant. */
function carefulCorrelation(a: usize, b: usize, columns: i32, high: i32, wide: i32): f64 {
  if (isConstant(a, columns, high, wide, f64.load(a)) || isConstant(b, columns, high, wide, f64.load(b))) return 0;
  let sumA: f64 = 0, sumB: f64 = 0;
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      const at = <usize>(row * columns + column) << 3;
      sumA += f64.load(a + at);
      sumB += f64.load(b + at);
    }
  }
  const count = <f64>(high * wide);
  const meanA = sumA / count;
  const meanB = sumB / count;
  let products: f64 = 0, squaresA: f64 = 0, squaresB: f64 = 0;
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      const at = <usize>(row * columns + column) << 3;
      const fromA = f64.load(a + at) - meanA;
      const fromB = f64.load(b + at) - meanB;
      products += fromA * fromB;
      squaresA += fromA * fromA;
      squaresB += fromB * fromB;
    }
  }
  const spread = sqrt(squaresA) * sqrt(squaresB);
  return spread > 0 ? products / spread : 0;
}

function isConstant(patch: usize, columns: i32, high: i32, wide: i32, value: f64): bool {
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++)
      if (f64.load(patch + (<usize>(row * columns + column) << 3)) != value) return false;
  }
  return true;
}

/** At [h - 1, w - 1] the sum over the patch of h rows and w columns in a corner: 1 and 3 are right, 2 and 3 bottom. */
function cornerSums(map: usize, rows: i32, columns: i32, corner: i32, to: usize, squares: usize): void {
  const above = <usize>columns << 3;
  for (let row = 0; row < rows; row++) {
    const line = map + (<usize>((corner & 2 ? rows - 1 - row : row) * columns) << 3);
    let run: f64 = 0, runOfSquares: f64 = 0;
    for (let column = 0; column < columns; column++) {
      const value = f64.load(line + (<usize>(corner & 1 ? columns - 1 - column : column) << 3));
      run += value;
      runOfSquares += value * value;
      f64.store(to, row > 0 ? run + f64.load(to - above) : run);
      f64.store(squares, row > 0 ? runOfSquares + f64.load(squares - above) : runOfSquares);
      to += 8;
      squares += 8;
    }
  }
}
