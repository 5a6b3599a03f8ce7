import { NumericalError } from './errors';

/**
 * Where a table of doubles lies: rows `stride` apart in `values`, from its beginning on; where it is `transposed`, its
 * columns lie so.
 */
export type DoubleTable = {
  readonly values: Float64Array;
  readonly stride: number;
  readonly transposed?: boolean;
};

/** Of a product: [rows, depth] times [depth, columns]; counts of whole numbers, at least 0. */
export type DoubleProductSize = {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** The column in which row 0 of the product begins, row i begins i further; what lies left of it stays as it was. */
  readonly diagonal?: number;
  /** Adds the product to what is there. */
  readonly accumulate?: boolean;
};

/** A native engine's products in double precision. */
export type DoubleProducts = {
  /** Such as `LibTorch 1.13.0`. */
  readonly name: string;
  /** `to` [rows, columns] `= a` [rows, depth] `b` [depth, columns]; `to` lies where neither factor does. */
  multiply(to: DoubleTable, a: DoubleTable, b: DoubleTable, size: DoubleProductSize): void;
};

let inUse: DoubleProducts | undefined;

/** What computes large products of doubles, those of metrics: an engine, else, where undefined, whoever asks. */
export const doubleProducts = (): DoubleProducts | undefined => inUse;

/**
 * Has an engine compute the large products of doubles of this thread from now on, or, where undefined, nobody but the
 * metrics' own kernels. Sums of another order have other last digits.
 *
 * @throws NumericalError when the engine's products are not those of doubles, to 1e-12; then nothing has changed
 */
export function useDoubleProducts(engine: DoubleProducts | undefined): void {
  if (engine !== undefined) requireDoubles(engine);
  inUse = engine;
}

/** Larger than any block that an engine may compute by itself, smaller than what takes long in plain loops. */
const [ROWS, COLUMNS, DEPTH] = [140, 132, 96];
/** Room behind each row. */
const MARGIN = 3;
/** Of the sum of sizes; rounding of 96 additions stays below 96 * 2^-53 of it, which is 1e-14. */
const TOLERANCE = 1e-12;

/** Fixed tables, factors as they are and transposed, against the definition. */
function requireDoubles(engine: DoubleProducts): void {
  const a = waves(ROWS, DEPTH, 0.7);
  const b = waves(DEPTH, COLUMNS, 1.9);
  const wanted = new Float64Array(ROWS * COLUMNS);
  const sizes = new Float64Array(ROWS * COLUMNS);
  for (let i = 0, at = 0; i < ROWS; i++) {
    for (let j = 0; j < COLUMNS; j++, at++) {
      for (let k = 0; k < DEPTH; k++) {
        const term = a[i * DEPTH + k]! * b[k * COLUMNS + j]!;
        wanted[at]! += term;
        sizes[at]! += Math.abs(term);
      }
    }
  }
  for (const transposed of [false, true]) {
    const left = laidOut(a, ROWS, DEPTH, transposed);
    const right = laidOut(b, DEPTH, COLUMNS, transposed);
    for (const diagonal of [undefined, -5]) {
      const to = { values: new Float64Array(ROWS * (COLUMNS + MARGIN)).fill(1), stride: COLUMNS + MARGIN };
      const size = {
        rows: ROWS,
        columns: COLUMNS,
        depth: DEPTH,
        ...(diagonal !== undefined && { diagonal }),
      };
      engine.multiply(to, left, right, size);
      engine.multiply(to, left, right, { ...size, accumulate: true });
      to.values.forEach((value, place) => {
        const [i, j] = [Math.floor(place / to.stride), place % to.stride];
        const at = i * COLUMNS + j;
        const computed = j < COLUMNS && (diagonal === undefined || j >= diagonal + i);
        const apart = computed ? Math.abs(value - 2 * wanted[at]!) / sizes[at]! : Math.abs(value - 1);
        if (apart <= TOLERANCE) return; // not so for NaN
        throw new NumericalError(
          `useDoubleProducts: products of ${engine.name} must be those of doubles to ${TOLERANCE}, got ${value} ` +
            `for ${computed ? 2 * wanted[at]! : 1} in row ${i}, column ${j}`,
        );
      });
    }
  }
}

/** Numbers in -1 .. 1 that float32 has not. */
const waves = (rows: number, columns: number, step: number): Float64Array =>
  Float64Array.from({ length: rows * columns }, (_, at) => Math.sin(step * at + 1));

function laidOut(values: Float64Array, rows: number, columns: number, transposed: boolean): DoubleTable {
  const stride = (transposed ? rows : columns) + MARGIN;
  const laid = new Float64Array(stride * (transposed ? columns : rows));
  values.forEach((value, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    laid[transposed ? j * stride + i : i * stride + j] = value;
  });
  return { values: laid, stride, transposed };
}
