import type { CentredTable } from './_centredTable';
import { kernels, type Kernels } from './_kernels';
import { columnsOf, dotAt, rowsOf } from './_matrix';

/** What a table makes of weights of its columns. */
export type Projection = {
  /** [rows], `x weights` */
  readonly scores: Float64Array;
  /** [columns], `x^T scores` */
  readonly sums: Float64Array;
};

/** First double: what lies before is the compiler's. Doubles of rows that are staged together. */
const [BASE, STAGED] = [128, 2 ** 15];
/** Entries of a table below which plain loops win, and columns of which four rows are too many to stage. */
const [LEAST, WIDEST] = [20_000, 2 ** 21];

/**
 * Scores of a table's rows and the products of its columns with them, from one reading of the table, which is what takes
 * time: a row is added as soon as its score is known.
 */
export function projection(x: CentredTable, weights: Float64Array): Projection {
  const [rows, width] = [rowsOf(x.table), columnsOf(x.table)];
  const { factors } = x;
  const scaled = factors === undefined ? weights : weights.map((weight, c) => weight * factors[c]!);
  const to = { scores: new Float64Array(rows), sums: new Float64Array(width) };
  const compiled = rows * width >= LEAST && width <= WIDEST ? kernels() : undefined;
  if (compiled === undefined) byLoops(x, scaled, to);
  else byKernel(compiled, x, scaled, to);
  if (factors !== undefined) for (let c = 0; c < width; c++) to.sums[c]! *= factors[c]!;
  return to;
}

function byKernel(
  { doubles, run }: Kernels,
  { table, means }: CentredTable,
  weights: Float64Array,
  to: Projection,
): void {
  const [rows, width] = [rowsOf(table), columnsOf(table)];
  const together = 4 * Math.max(1, Math.floor(STAGED / width / 4));
  const [atMeans, atWeights, atSums] = [BASE, BASE + width, BASE + 2 * width];
  const atScores = atSums + width;
  const atRows = atScores + together;
  const memory = doubles(atRows + together * width);
  memory.set(means, atMeans);
  memory.set(weights, atWeights);
  memory.fill(0, atSums, atScores);
  for (let first = 0; first < rows; first += together) {
    const count = Math.min(together, rows - first);
    memory.set(table.values.subarray(first * width, (first + count) * width), atRows);
    const places = [atRows, atMeans, atWeights, atScores, atSums].map((double) => 8 * double);
    run('projectRows', [count, width, ...places], { chunks: 1, helped: false });
    to.scores.set(memory.subarray(atScores, atScores + count), first);
  }
  to.sums.set(memory.subarray(atSums, atScores));
}

function byLoops({ table, means }: CentredTable, weights: Float64Array, to: Projection): void {
  const width = columnsOf(table);
  const row = new Float64Array(width);
  for (let i = 0; i < to.scores.length; i++) {
    for (let c = 0; c < width; c++) row[c] = table.values[i * width + c]! - means[c]!;
    const score = dotAt(row, 0, weights, 0, width);
    for (let c = 0; c < width; c++) to.sums[c]! += score * row[c]!;
    to.scores[i] = score;
  }
}
