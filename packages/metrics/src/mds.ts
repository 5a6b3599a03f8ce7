import { ConfigError, ndArray, ShapeError, type Rng } from '@goal-driven/core/arrays';
import { symmetricEigen } from './_decompositions';
import { multiply, rowsOf, zeros, type Matrix } from './_matrix';
import { requireCount } from './_vectors';
import { requireRdm } from './compareRdms';
import { squaredDistances } from './rdm';

export type ClassicalMds = {
  /** [items, dimensions], centred, along axes of falling variance; the largest entry of each axis is positive */
  readonly coordinates: Matrix;
  /** All of the centred table's, descending; negative ones tell that no flat space holds the distances. */
  readonly eigenvalues: Float64Array;
};

/**
 * Classical scaling: points whose distances come close to those given, exactly where they can.
 *
 * @param dissimilarities [items, items], symmetric, at least 3 items
 * @param dimensions of the map; those without a positive eigenvalue are 0
 * @source Torgerson 1952, Psychometrika 17; Gower 1966
 */
export function classicalMds(
  dissimilarities: Matrix,
  { dimensions = 2 }: { readonly dimensions?: number } = {},
): ClassicalMds {
  requireRdm('classicalMds', 'dissimilarities', dissimilarities);
  const n = rowsOf(dissimilarities);
  requireDimensions('classicalMds', dimensions, n);
  const { values, vectors } = symmetricEigen(centredProducts(dissimilarities));
  const coordinates = zeros(n, dimensions);
  for (let axis = 0; axis < dimensions; axis++) {
    const entries = Float64Array.from({ length: n }, (_, i) => vectors.values[i * n + axis]!);
    const largest = entries.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    const scale = Math.sqrt(Math.max(values[axis]!, 0)) * (largest < 0 ? -1 : 1);
    entries.forEach((value, i) => (coordinates.values[i * dimensions + axis] = scale * value));
  }
  return { coordinates, eigenvalues: values };
}

/** `-H D^2 H / 2` */
function centredProducts({ values, shape }: Matrix): Matrix {
  const n = shape[0]!;
  const squares = values.map((value) => value * value);
  const means = new Float64Array(n);
  squares.forEach((value, at) => (means[Math.floor(at / n)]! += value / n));
  const grand = means.reduce((sum, mean) => sum + mean, 0) / n;
  const products = squares.map(
    (value, at) => -0.5 * (value - means[Math.floor(at / n)]! - means[at % n]! + grand),
  );
  return ndArray(products, [n, n]);
}

export type SmacofOptions = {
  /** Of the map; those of `start`, else 2, by default. */
  readonly dimensions?: number;
  /** Random starts, of which the best is kept. */
  readonly starts?: number;
  /** A start of one's own [items, dimensions], such as the classical map; then `starts` must be absent. */
  readonly start?: Matrix;
  /** Of each start; 300 by default. */
  readonly maxSteps?: number;
  /** Stops when stress over the map's size falls by less than this. */
  readonly tolerance?: number;
};

export type Smacof = {
  /** [items, dimensions], in no particular rotation */
  readonly coordinates: Matrix;
  /** Sum over pairs of squared differences between distance and dissimilarity, before the last step. */
  readonly stress: number;
  /** `sqrt(stress / sum of squared dissimilarities)`, 0 .. 1 */
  readonly normalizedStress: number;
  /** Steps that the best start took. */
  readonly steps: number;
};

/**
 * Metric scaling by majorisation (SMACOF): the map with the least squared error of distances. A local minimum, hence
 * several starts.
 *
 * @param dissimilarities [items, items], symmetric, at least 3 items
 * @param rng start s draws its coordinates, uniform on [0, 1), from `rng.child(s)`
 * @throws ConfigError for a start of another shape, or one beside `starts`
 * @source de Leeuw 1977; steps and stopping rule are scikit-learn's
 */
export function smacof(dissimilarities: Matrix, rng: Rng, options: SmacofOptions = {}): Smacof {
  const { start, dimensions = start?.shape[1] ?? 2, maxSteps = 300, tolerance = 1e-6 } = options;
  requireRdm('smacof', 'dissimilarities', dissimilarities);
  const n = rowsOf(dissimilarities);
  requireDimensions('smacof', dimensions, n);
  requireCount('smacof', 'maxSteps', maxSteps, 1);
  requireCount('smacof', 'starts', options.starts ?? 4, 1);
  const limits = { maxSteps, tolerance };
  if (start) {
    if (options.starts !== undefined || String(start.shape) !== String([n, dimensions]))
      throw new ConfigError(`smacof: start must be [${n}, ${dimensions}] and alone, got [${start.shape}]`);
    return majorise(dissimilarities, start, limits);
  }
  const runs = Array.from({ length: options.starts ?? 4 }, (_, s) =>
    majorise(dissimilarities, ndArray(rng.child(s).uniform(n * dimensions), [n, dimensions]), limits),
  );
  return runs.reduce((best, run) => (run.stress < best.stress ? run : best));
}

function majorise(
  wanted: Matrix,
  start: Matrix,
  { maxSteps, tolerance }: { maxSteps: number; tolerance: number },
): Smacof {
  const n = rowsOf(wanted);
  let coordinates = start;
  let [stress, previous, steps] = [Infinity, Infinity, 0];
  for (steps = 1; steps <= maxSteps; steps++) {
    const distances = squaredDistances(coordinates).values.map(Math.sqrt);
    stress = distances.reduce((sum, value, at) => sum + (value - wanted.values[at]!) ** 2, 0) / 2;
    coordinates = guttman(wanted, distances, coordinates);
    const [at, axes] = [coordinates.values, coordinates.shape[1]!];
    let size = 0;
    for (let i = 0; i < n; i++) size += Math.hypot(...at.subarray(i * axes, (i + 1) * axes));
    if (previous - stress / size < tolerance) break;
    previous = stress / size;
  }
  const squares = wanted.values.reduce((sum, value) => sum + value * value, 0) / 2;
  return {
    coordinates,
    stress,
    normalizedStress: Math.sqrt(stress / squares),
    steps: Math.min(steps, maxSteps),
  };
}

/** The step that lowers the majorising function to its minimum. */
function guttman(wanted: Matrix, distances: Float64Array, coordinates: Matrix): Matrix {
  const n = rowsOf(wanted);
  const matrix = zeros(n, n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) {
      // Points on top of each other have no direction; scikit-learn's small distance stands for it.
      const ratio = wanted.values[i * n + j]! / (distances[i * n + j]! || 1e-5);
      matrix.values[i * n + j] = -ratio / n;
      sum += ratio / n;
    }
    matrix.values[i * (n + 1)]! += sum;
  }
  return multiply(matrix, coordinates);
}

function requireDimensions(who: string, dimensions: number, items: number): void {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions >= items)
    throw new ShapeError(
      `${who}: dimensions must be an integer in 1 .. ${items - 1} for ${items} items, got ${dimensions}`,
    );
}
