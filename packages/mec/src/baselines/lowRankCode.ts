import { ConfigError, ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { pca } from '@goal-driven/metrics';
import { centred, requireMatrix } from './_matrices';
import { rateCode, sweepCode, type CodeProblem } from './_rateCode';

export type LowRankOptions = {
  /** Rank of the code, k. */
  readonly components: number;
  /** Whether the code is kept from falling below 0; without, it is that of the principal components. */
  readonly nonNegative?: boolean;
  /** Factor on the squares of code and readout of a non-negative code, to the largest singular value of P. */
  readonly penalty?: number;
  /** 500 by default. */
  readonly maxSweeps?: number;
  /** Decrease of error and penalty in one sweep at which it stops, to the first. */
  readonly tolerance?: number;
};

export type LowRankCode = {
  /** G [samples, components] */
  readonly code: NdArray;
  /** W [components, features] */
  readonly readout: NdArray;
  /** [features], taken off before. */
  readonly means: Float64Array;
  /** Sum of the squares that are left, without the penalty. */
  readonly error: number;
  /** Sweeps that were made. */
  readonly sweeps: number;
  /** Whether they ended before `maxSweeps`. */
  readonly converged: boolean;
  /** The code of other samples, for the same readout: [samples, features] -> [samples, components]. */
  readonly transform: (samples: NdArray) => NdArray;
};

/**
 * The code G of few units from which a linear readout W says the samples best, `min |P - G W|^2` with P less
 * its column means. Without a constraint the optimum is spanned by the leading eigenvectors of the
 * covariance; with firing rates G >= 0 it is semi-non-negative factorisation, and for a place code on a plane
 * a pattern of grids. A local minimum then, so it depends on the start.
 *
 * @param samples P [n, features]
 * @throws ConfigError for options out of range, or samples without variance
 * @source Sorscher et al. 2019, section 3; Ding, Li & Jordan 2010, doi:10.1109/TPAMI.2008.277
 * @differs a rate code has a penalty `lambda (|G|^2 + |W|^2)`: without one the factors of centred samples grow
 *   without bound towards a minimum that is not reached. It shrinks singular values by lambda. Factors are
 *   found by coordinate descent, one column at a time.
 */
export function lowRankCode(samples: NdArray, options: LowRankOptions, rng: Rng): LowRankCode {
  const { components, nonNegative = true, penalty = 0.01 } = options;
  const { maxSweeps = 500, tolerance = 1e-5 } = options;
  requireMatrix('lowRankCode', samples);
  const [n, features] = samples.shape as [number, number];
  if (!Number.isInteger(components) || components < 1 || components > Math.min(n, features)) {
    throw new ConfigError(
      `lowRankCode: components must be an integer in 1 .. ${Math.min(n, features)}, got ${components}`,
    );
  }
  const { values, means } = centred(samples);
  if (!nonNegative) return unconstrained(samples, values, components);
  if (!(penalty >= 0)) throw new ConfigError(`lowRankCode: penalty must be at least 0, got ${penalty}`);
  const largest = Math.sqrt((n - 1) * pca(samples, { components: 1 }).variances[0]!);
  if (!(largest > 0)) throw new ConfigError('lowRankCode: samples must vary, got constant ones');
  const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const problem: CodeProblem = {
    data: values,
    k: components,
    code: rng.child('code').uniform(n * components),
    readout: rng
      .child('readout')
      .normal(components * features)
      .map((value) => spread * value),
    penalty: penalty * largest,
  };
  const outcome = descend(problem, { maxSweeps, tolerance });
  return {
    code: ndArray(problem.code, [n, components]),
    readout: ndArray(problem.readout, [components, features]),
    means,
    ...outcome,
    transform: (others) => {
      requireMatrix('lowRankCode.transform', others, features);
      const data = others.values.map((value, at) => value - means[at % features]!);
      return ndArray(rateCode({ ...problem, data }), [others.shape[0]!, components]);
    },
  };
}

function unconstrained(samples: NdArray, values: Float64Array, components: number): LowRankCode {
  const { components: readout, transform, means } = pca(samples, { components });
  const code = transform(samples);
  const problem = { data: values, k: components, code: code.values, readout: readout.values, penalty: 0 };
  return { code, readout, means, error: leftOver(problem), sweeps: 0, converged: true, transform };
}

function descend(problem: CodeProblem, { maxSweeps, tolerance }: { maxSweeps: number; tolerance: number }) {
  const first = objective(problem);
  let now = first;
  for (let sweeps = 1; sweeps <= maxSweeps; sweeps++) {
    sweepReadout(problem);
    sweepCode(problem);
    const before = now;
    now = objective(problem);
    if (before - now <= tolerance * first) return { error: leftOver(problem), sweeps, converged: true };
  }
  return { error: leftOver(problem), sweeps: maxSweeps, converged: false };
}

function objective(problem: CodeProblem): number {
  const squares = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
  return leftOver(problem) + problem.penalty * (squares(problem.code) + squares(problem.readout));
}

/** Every row of the readout to its best values, the others held. */
function sweepReadout({ data, k, code, readout, penalty }: CodeProblem): void {
  const features = readout.length / k;
  const n = code.length / k;
  for (let t = 0; t < k; t++) {
    const pull = new Float64Array(features);
    let curvature = penalty;
    for (let row = 0; row < n; row++) {
      const g = code[row * k + t]!;
      curvature += g * g;
      if (g === 0) continue;
      for (let f = 0; f < features; f++) pull[f]! += g * data[row * features + f]!;
    }
    if (curvature === 0) continue;
    for (let r = 0; r < k; r++) {
      if (r === t) continue;
      let overlap = 0;
      for (let row = 0; row < n; row++) overlap += code[row * k + t]! * code[row * k + r]!;
      for (let f = 0; f < features; f++) pull[f]! -= overlap * readout[r * features + f]!;
    }
    for (let f = 0; f < features; f++) readout[t * features + f] = pull[f]! / curvature;
  }
}

function leftOver({ data, k, code, readout }: CodeProblem): number {
  const features = readout.length / k;
  let sum = 0;
  for (let row = 0; row < code.length / k; row++) {
    for (let f = 0; f < features; f++) {
      let said = 0;
      for (let t = 0; t < k; t++) said += code[row * k + t]! * readout[t * features + f]!;
      sum += (data[row * features + f]! - said) ** 2;
    }
  }
  return sum;
}
