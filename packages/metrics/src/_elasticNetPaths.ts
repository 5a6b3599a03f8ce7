import { ndArray } from '@goal-driven/core/arrays';
import { descend } from './_coordinateDescent';
import { descentOn, type ElasticNetProblem } from './_elasticNetProblem';
import { kernels, type Kernels } from './_kernels';
import { columnsOf, rowsOf, transpose, type Matrix } from './_matrix';

export type PathOptions = {
  readonly l1Ratio: number;
  readonly tolerance: number;
  readonly maxSweeps: number;
};

export type FittedPath = {
  /** [p, alphas], the weights at each alpha. */
  readonly weights: Matrix;
  /** Alphas at which the sweeps did not suffice. */
  readonly unconverged: number;
};

/** Targets that are descended upon together, by all threads, and the most doubles to be held for them. */
const [TOGETHER, MOST] = [32, 2 ** 24];
/** First double: what lies before is the compiler's. */
const BASE = 128;

/**
 * Fits along a path of alphas for each target, each fit warm from the one before.
 *
 * @param paths [targets, alphas]
 * @param visit gets each target's fits, in order
 */
export function fitPaths(
  problem: ElasticNetProblem,
  paths: Matrix,
  options: PathOptions,
  visit: (target: number, path: FittedPath) => void,
): void {
  const [targets, alphas, features] = [rowsOf(paths), columnsOf(paths), problem.powers.length];
  const width = problem.table.length / features;
  const perTarget = alphas * (features + 2) + 2 * width + 1;
  const room = Math.floor((MOST - problem.table.length - features - 2) / perTarget);
  const compiled = room >= 1 ? kernels() : undefined;
  const together = Math.min(TOGETHER, room);
  for (let first = 0; first < targets; first += compiled === undefined ? 1 : together) {
    if (compiled === undefined) visit(first, fitPath(problem, first, paths, options));
    else {
      const count = Math.min(together, targets - first);
      fitTogether(compiled, problem, { first, count, paths, options }).forEach((path, index) =>
        visit(first + index, path),
      );
    }
  }
}

function fitPath(
  problem: ElasticNetProblem,
  target: number,
  paths: Matrix,
  { l1Ratio, tolerance, maxSweeps }: PathOptions,
): FittedPath {
  const descent = descentOn(problem, target);
  const [features, alphas] = [descent.weights.length, columnsOf(paths)];
  const weights = new Float64Array(features * alphas);
  let unconverged = 0;
  for (let index = 0; index < alphas; index++) {
    const scale = problem.n * paths.values[target * alphas + index]!;
    const penalty = { l1: scale * l1Ratio, l2: scale * (1 - l1Ratio), tolerance, maxSweeps };
    if (!descend(descent, penalty).converged) unconverged++;
    for (let p = 0; p < features; p++) weights[p * alphas + index] = descent.weights[p]!;
  }
  return { weights: ndArray(weights, [features, alphas]), unconverged };
}

type Part = {
  readonly first: number;
  readonly count: number;
  readonly paths: Matrix;
  readonly options: PathOptions;
};

function fitTogether(
  compiled: Kernels,
  problem: ElasticNetProblem,
  { first, count, paths, options }: Part,
): FittedPath[] {
  const { table, powers, ofFeatures, n } = problem;
  const [features, alphas] = [powers.length, columnsOf(paths)];
  const width = table.length / features;
  let end = BASE;
  const take = (size: number) => (end += size) - size;
  const at = {
    table: take(table.length),
    powers: take(features),
    starts: take(count * width),
    settings: take(2 + count),
    paths: take(count * alphas * 2),
    lefts: take(count * width),
    weights: take(count * alphas * features),
  };
  const memory = compiled.doubles(end);
  memory.set(table, at.table);
  memory.set(powers, at.powers);
  memory.set([options.tolerance, options.maxSweeps], at.settings);
  for (let index = 0; index < count; index++) {
    memory.set(problem.start(first + index), at.starts + index * width);
    memory[at.settings + 2 + index] = problem.power(first + index);
    for (let a = 0; a < alphas; a++) {
      const scale = n * paths.values[(first + index) * alphas + a]!;
      const path = at.paths + (index * alphas + a) * 2;
      memory.set([scale * options.l1Ratio, scale * (1 - options.l1Ratio)], path);
    }
  }
  const addresses = [at.table, at.powers, at.starts, at.settings, at.paths, at.lefts, at.weights].map(
    (double) => 8 * double,
  );
  const args = [features, width, ofFeatures ? 1 : 0, alphas, ...addresses];
  compiled.run('descendPath', args, { chunks: count, helped: true });
  return Array.from({ length: count }, (_, index) => {
    const start = at.weights + index * alphas * features;
    const weights = ndArray(memory.slice(start, start + alphas * features), [alphas, features]);
    const sweeps = Array.from({ length: alphas }, (__, a) => memory[at.paths + (index * alphas + a) * 2]!);
    return { weights: transpose(weights), unconverged: sweeps.filter((number) => number < 0).length };
  });
}
