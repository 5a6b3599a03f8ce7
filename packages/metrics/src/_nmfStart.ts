import { ConfigError, ndArray, RandomState } from '@goal-driven/core/arrays';
import { svd } from './_decompositions';
import { columnsOf, rowsOf, transpose, type Matrix } from './_matrix';

/**
 * Where the factorisation starts: random, from singular vectors, or weights W [samples, components] and
 * components H [components, features] of one's own.
 */
export type NmfStart =
  /** Absolute normal numbers of NumPy's `RandomState(seed)`, components first, scaled to the data's mean. */
  | { readonly kind: 'random'; readonly seed: number }
  /** From singular vectors (Boutsidis & Gallopoulos 2008); `mean` fills its zeros by the data's mean (NNDSVDa). */
  | { readonly kind: 'nndsvd'; readonly zeros: 'keep' | 'mean' }
  | { readonly kind: 'given'; readonly weights: Matrix; readonly components: Matrix };

/** W [n, k] and H transposed, [features, k]. */
export type Factors = { readonly weights: Matrix; readonly parts: Matrix };

export function nmfStart(data: Matrix, k: number, start: NmfStart): Factors {
  if (start.kind === 'random') return randomStart(data, k, start.seed);
  if (start.kind === 'nndsvd') return nndsvd(data, k, start.zeros);
  const { weights, components } = start;
  const [n, features] = [rowsOf(data), columnsOf(data)];
  if (String(weights.shape) !== String([n, k]) || String(components.shape) !== String([k, features])) {
    throw new ConfigError(
      `nmf: the start must have weights [${n}, ${k}] and components [${k}, ${features}], got [${weights.shape}] and [${components.shape}]`,
    );
  }
  if (![...weights.values, ...components.values].every((value) => value >= 0 && value < Infinity))
    throw new ConfigError('nmf: the start must not be negative, got an entry that is or that is not finite');
  return { weights: ndArray(weights.values.slice(), weights.shape), parts: transpose(components) };
}

function randomStart(data: Matrix, k: number, seed: number): Factors {
  const state = new RandomState(seed);
  const scale = Math.sqrt(meanOfData(data) / k);
  const drawn = (rows: number, columns: number) =>
    ndArray(
      state.randn(rows * columns).map((value) => Math.abs(scale * value)),
      [rows, columns],
    );
  const components = drawn(k, columnsOf(data));
  return { weights: drawn(rowsOf(data), k), parts: transpose(components) };
}

/** @differs scikit-learn finds the singular vectors by random projection, which is exact only for small data */
function nndsvd(data: Matrix, k: number, zeros: 'keep' | 'mean'): Factors {
  if (k > Math.min(rowsOf(data), columnsOf(data))) {
    throw new ConfigError(`nmf: nndsvd must have at most as many components as rows and columns, got ${k}`);
  }
  const { left, values, right } = svd(data, k);
  const [weights, parts] = [left, right];
  for (let c = 0; c < k; c++) {
    const positive = [halfNorm(weights, c, 1), halfNorm(parts, c, 1)] as const;
    const negative = [halfNorm(weights, c, -1), halfNorm(parts, c, -1)] as const;
    const [up, down] = [positive[0] * positive[1], negative[0] * negative[1]];
    // The first pair has one sign throughout, up to rounding, and is taken whole.
    const sign = c === 0 ? 0 : up > down ? 1 : -1;
    const norms = sign === 0 ? ([1, 1] as const) : sign === 1 ? positive : negative;
    const scale = Math.sqrt(values[c]! * (sign === 0 ? 1 : Math.max(up, down)));
    keepHalf(weights, c, { sign, factor: norms[0] === 0 ? 0 : scale / norms[0] });
    keepHalf(parts, c, { sign, factor: norms[1] === 0 ? 0 : scale / norms[1] });
  }
  const fill = zeros === 'mean' ? meanOfData(data) : 0;
  for (const { values: entries } of [weights, parts])
    entries.forEach((value, at) => (entries[at] = value < 1e-6 ? fill : value));
  return { weights, parts };
}

/** Norm of a column's entries of one sign. */
function halfNorm({ values, shape }: Matrix, c: number, sign: number): number {
  let sum = 0;
  for (let at = c; at < values.length; at += shape[1]!) sum += Math.max(sign * values[at]!, 0) ** 2;
  return Math.sqrt(sum);
}

function keepHalf(
  { values, shape }: Matrix,
  c: number,
  { sign, factor }: { sign: number; factor: number },
): void {
  for (let at = c; at < values.length; at += shape[1]!) {
    const value = values[at]!;
    values[at] = factor * (sign === 0 ? Math.abs(value) : Math.max(sign * value, 0));
  }
}

export const meanOfData = ({ values }: Matrix): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
