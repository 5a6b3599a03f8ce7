import { DataError, type NdArray } from '@goal-driven/core/arrays';
import { requirePair } from './_vectors';
import { linearFit, type Estimate, type LinearFit } from './linearFit';

export type PowerLawFit = {
  /** b of `y = a x^b`. */
  readonly exponent: Estimate;
  /** a; its interval is that of its logarithm, so not symmetric, and its standard error by the delta method. */
  readonly factor: Estimate;
  /** Of the exponent against 0, two-sided. */
  readonly pValue: number;
  /** Share of the variance of log y accounted for. */
  readonly rSquared: number;
  /** Pairs. */
  readonly n: number;
  /** The curve at x > 0 with its interval. */
  readonly at: (x: number) => Estimate;
};

/**
 * Power law `y = a x^b` as a line in logarithms, which takes errors to be shares of y: error rate or consistency
 * against model size.
 *
 * @param x [n], greater than 0, not constant
 * @param y [n], greater than 0, n >= 3
 * @throws DataError for a value that has no logarithm
 */
export function powerLawFit(x: NdArray, y: NdArray, options: { readonly level?: number } = {}): PowerLawFit {
  requirePair('powerLawFit', ['x', x], ['y', y], 3);
  const line = linearFit(logarithms('x', x), logarithms('y', y), options);
  return {
    exponent: line.slope,
    factor: exponential(line.intercept),
    pValue: line.pValue,
    rSquared: line.rSquared,
    n: line.n,
    at: (where) => exponential(line.at(Math.log(where))),
  };
}

function logarithms(name: string, { values, shape }: NdArray): NdArray {
  const index = values.findIndex((value) => !(value > 0));
  if (index >= 0)
    throw new DataError(`powerLawFit: ${name} must be greater than 0, got ${values[index]} at ${index}`);
  return { values: values.map(Math.log), shape };
}

function exponential({ value, standardError, interval }: LinearFit['intercept']): Estimate {
  const result = Math.exp(value);
  return {
    value: result,
    standardError: result * standardError,
    interval: [Math.exp(interval[0]), Math.exp(interval[1])],
  };
}
