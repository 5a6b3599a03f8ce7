import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import type { Interpolation } from './_rotations';
import { RING_ANGLES, RING_SUMS, ringPlan, ringSums } from './_ringSums';
import { autocorrelograms, spatialAutocorrelogram } from './spatialAutocorrelogram';

/** `meanDifference`: mean of the peaks minus mean of the troughs. `minMax`: lowest peak minus highest trough. */
export type GridScoreForm = 'meanDifference' | 'minMax';

export type GridScoreOptions = {
  /** `meanDifference` by default. */
  readonly form?: GridScoreForm;
  /** How a turned autocorrelogram is read between its pixels: by cubic splines (the default, as published) or linearly. */
  readonly interpolation?: Interpolation;
};

/** A ring of the autocorrelogram, its radii as shares of the map's side, and the scores within it. */
export type GridScoreRing = {
  readonly inner: number;
  readonly outer: number;
  readonly pixels: number;
  readonly score60: number;
  readonly score90: number;
};

export type GridScores = {
  /** Sixfold symmetry: the best of the ten rings. */
  readonly score60: number;
  /** Fourfold symmetry: the best of the ten rings. */
  readonly score90: number;
  /** The rings in which the two are reached. */
  readonly ring60: GridScoreRing;
  /** The ring of `score90`. */
  readonly ring90: GridScoreRing;
  /** All ten, outer radius ascending. */
  readonly rings: readonly GridScoreRing[];
};

/**
 * How sixfold-symmetric a cell's firing is: correlations of a ring of its autocorrelogram with itself
 * turned by 60 and 120 degrees, less those at 30, 90 and 150; the best of ten rings.
 *
 * Convincing grid cells reach more than 0.3 (the threshold of Nayebi et al. 2021; others ask for up to
 * 0.8). The value may exceed 1: the turned ring is neither centred nor scaled anew.
 *
 * @param rateMap [y, x], square, at least [3, 3]; bins never visited (NaN) count as 0
 * @returns dimensionless; NaN for a constant map
 * @throws ShapeError for a map that is not square, DataError for an infinite rate
 * @source Banino et al. 2018, doi:10.1038/s41586-018-0102-6 (their scorer); Sargolini et al. 2006,
 *   doi:10.1126/science.1125572 for the form `minMax`
 * @differs there a constant map gets the score of rounding errors
 */
export function gridScore(rateMap: NdArray, options: GridScoreOptions = {}): number {
  return gridScores(rateMap, options).score60;
}

/**
 * Grid score and its fourfold counterpart, with the rings. Arguments, errors and sources as `gridScore`.
 *
 * @param rateMap [y, x], square
 * @throws ShapeError for a map that is not square
 */
export function gridScores(rateMap: NdArray, options: GridScoreOptions = {}): GridScores {
  const [rows, columns] = rateMap.shape;
  if (rateMap.shape.length !== 2 || rows !== columns || rows! < 3) {
    throw new ShapeError(`gridScore: rateMap must be square [y, x], at least [3, 3], got [${rateMap.shape}]`);
  }
  return gridScoresOfAutocorrelogram(spatialAutocorrelogram(rateMap), options);
}

/** Maps that are scored together. */
const TOGETHER = 32;

/**
 * `gridScores` of each map of a stack, by all threads; the same as one by one.
 *
 * @param rateMaps [units, y, x], y = x
 * @throws ShapeError for maps that are not square, DataError for an infinite rate
 */
export function gridScoresOfMaps(
  { values, shape }: NdArray,
  {
    onProgress,
    ...options
  }: GridScoreOptions & {
    /** Called as maps are done. */
    readonly onProgress?: (done: number, total: number) => void;
  } = {},
): GridScores[] {
  const [units, rows, columns] = shape as [number, number, number];
  if (shape.length !== 3 || rows !== columns || rows < 3) {
    throw new ShapeError(
      `gridScoresOfMaps: rateMaps must be square [units, y, x], at least [units, 3, 3], got [${shape}]`,
    );
  }
  const chosen = requireOptions(options);
  const size = rows * columns;
  const scores: GridScores[] = [];
  const room = new Float64Array(TOGETHER * (2 * rows - 1) ** 2);
  for (let first = 0; first < units; first += TOGETHER) {
    const count = Math.min(TOGETHER, units - first);
    const maps = values.subarray(first * size, (first + count) * size);
    scores.push(...scoresOfImages(autocorrelograms(ndArray(maps, [count, rows, columns]), room), chosen));
    onProgress?.(scores.length, units);
  }
  return scores;
}

/**
 * The same from an autocorrelogram that is at hand.
 *
 * @param autocorrelogram [2 y - 1, 2 x - 1], as `spatialAutocorrelogram` of a square map gives it: the same
 *   at opposite pixels
 * @throws ShapeError for other shapes
 */
export function gridScoresOfAutocorrelogram(
  { values, shape }: NdArray,
  options: GridScoreOptions = {},
): GridScores {
  if (shape.length !== 2 || shape[0] !== shape[1] || shape[0]! < 5 || shape[0]! % 2 === 0) {
    throw new ShapeError(
      `gridScore: autocorrelogram must be square with an odd side of at least 5, got [${shape}]`,
    );
  }
  return scoresOfImages(ndArray(values, [1, ...shape]), requireOptions(options))[0]!;
}

function requireOptions({
  form = 'meanDifference',
  interpolation = 'cubic',
}: GridScoreOptions): Required<GridScoreOptions> {
  if (form !== 'meanDifference' && form !== 'minMax') {
    throw new ConfigError(`gridScore: form must be meanDifference or minMax, got ${String(form)}`);
  }
  if (interpolation !== 'cubic' && interpolation !== 'linear') {
    throw new ConfigError(`gridScore: interpolation must be cubic or linear, got ${String(interpolation)}`);
  }
  return { form, interpolation };
}

/** Of autocorrelograms [units, L, L]. */
function scoresOfImages(
  { values, shape }: NdArray,
  { form, interpolation }: Required<GridScoreOptions>,
): GridScores[] {
  const [units, side] = shape as [number, number];
  const plan = ringPlan((side + 1) / 2, interpolation);
  const sums = ringSums(values, side, plan);
  return Array.from({ length: units }, (_, unit) => {
    const image = values.subarray(unit * side * side, (unit + 1) * side * side);
    const constant = image.every((value) => value === 0);
    return bestOf(
      plan.outers.map((outer, ring): GridScoreRing => {
        const correlations = correlationsOf(sums, unit * plan.outers.length + ring, plan.ends[ring]!);
        const scores = constant ? { score60: NaN, score90: NaN } : scoresOf(correlations, form);
        return { inner: plan.inner, outer, pixels: 2 * plan.ends[ring]!, ...scores };
      }),
    );
  });
}

function bestOf(rings: readonly GridScoreRing[]): GridScores {
  const best = (score: 'score60' | 'score90') => rings.reduce((a, b) => (b[score] > a[score] ? b : a));
  const [ring60, ring90] = [best('score60'), best('score90')];
  return { score60: ring60.score60, score90: ring90.score90, ring60, ring90, rings };
}

/** Added to the variance of a ring, as the source does. */
const VARIANCE_OFFSET = 1e-5;

type RingCorrelations = { readonly [degrees in (typeof RING_ANGLES)[number]]: number };

/** Of a ring with itself turned: of products of deviations, both from the mean of the ring unturned. */
function correlationsOf(sums: Float64Array, ring: number, pixels: number): RingCorrelations {
  const at = ring * RING_SUMS;
  const mean = sums[at]! / pixels;
  const variance = sums[at + 1]! / pixels - mean * mean + VARIANCE_OFFSET;
  const correlation = (angle: number) =>
    (sums[at + 3 + 2 * angle]! - mean * sums[at + 2 + 2 * angle]!) / pixels / variance;
  return Object.fromEntries(
    RING_ANGLES.map((degrees, angle) => [degrees, correlation(angle)]),
  ) as RingCorrelations;
}

function scoresOf(at: RingCorrelations, form: GridScoreForm): { score60: number; score90: number } {
  const score60 =
    form === 'minMax'
      ? Math.min(at[60], at[120]) - Math.max(at[30], at[90], at[150])
      : (at[60] + at[120]) / 2 - (at[30] + at[90] + at[150]) / 3;
  return { score60, score90: at[90] - (at[45] + at[135]) / 2 };
}
