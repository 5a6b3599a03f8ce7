import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { rotated, rotation, splineCoefficients, type Rotation } from './_rotations';
import { autocorrelograms, spatialAutocorrelogram } from './spatialAutocorrelogram';

/** `meanDifference`: mean of the peaks minus mean of the troughs. `minMax`: lowest peak minus highest trough. */
export type GridScoreForm = 'meanDifference' | 'minMax';

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
export function gridScore(rateMap: NdArray, options: { readonly form?: GridScoreForm } = {}): number {
  return gridScores(rateMap, options).score60;
}

/** Grid score and its fourfold counterpart, with the rings. Arguments, errors and sources as `gridScore`. */
export function gridScores(rateMap: NdArray, options: { readonly form?: GridScoreForm } = {}): GridScores {
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
 */
export function gridScoresOfMaps(
  { values, shape }: NdArray,
  {
    form,
    onProgress,
  }: {
    readonly form?: GridScoreForm;
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
  const size = rows * columns;
  const scores: GridScores[] = [];
  for (let first = 0; first < units; first += TOGETHER) {
    const count = Math.min(TOGETHER, units - first);
    const maps = values.subarray(first * size, (first + count) * size);
    for (const autocorrelogram of autocorrelograms(ndArray(maps, [count, rows, columns])))
      scores.push(gridScoresOfAutocorrelogram(autocorrelogram, form === undefined ? {} : { form }));
    onProgress?.(scores.length, units);
  }
  return scores;
}

/**
 * The same from an autocorrelogram that is at hand.
 *
 * @param autocorrelogram [2 y - 1, 2 x - 1], as `spatialAutocorrelogram` of a square map gives it: the same
 *   at opposite pixels
 */
export function gridScoresOfAutocorrelogram(
  { values, shape }: NdArray,
  { form = 'meanDifference' }: { readonly form?: GridScoreForm } = {},
): GridScores {
  if (shape.length !== 2 || shape[0] !== shape[1] || shape[0]! < 5 || shape[0]! % 2 === 0) {
    throw new ShapeError(
      `gridScore: autocorrelogram must be square with an odd side of at least 5, got [${shape}]`,
    );
  }
  if (form !== 'meanDifference' && form !== 'minMax') {
    throw new ConfigError(`gridScore: form must be meanDifference or minMax, got ${String(form)}`);
  }
  const plan = planFor((shape[0]! + 1) / 2);
  const correlations = ringCorrelations(values, shape[0]!, plan);
  const constant = values.every((value) => value === 0);
  const rings = plan.outers.map((outer, index): GridScoreRing => {
    const scores = constant ? { score60: NaN, score90: NaN } : scoresOf(correlations[index]!, form);
    return { inner: INNER, outer, pixels: 2 * plan.ends[index]!, ...scores };
  });
  const best = (score: 'score60' | 'score90') => rings.reduce((a, b) => (b[score] > a[score] ? b : a));
  const [ring60, ring90] = [best('score60'), best('score90')];
  return { score60: ring60.score60, score90: ring90.score90, ring60, ring90, rings };
}

const INNER = 0.2;
const ANGLES = [30, 45, 60, 90, 120, 135, 150] as const;
/** Added to the variance of a ring, as the source does. */
const VARIANCE_OFFSET = 1e-5;

/**
 * For maps of one size: the pixels of the widest ring from the inside out, and how each is turned. Only
 * those after the centre: an autocorrelogram, turned or not, is the same at the opposite pixel.
 */
type Plan = {
  readonly outers: readonly number[];
  readonly pixels: Int32Array;
  /** Number of these pixels in each ring; half of the ring's. */
  readonly ends: readonly number[];
  readonly rotations: readonly Rotation[];
};

const plans = new Map<number, Plan>();

function planFor(bins: number): Plan {
  const known = plans.get(bins);
  if (known !== undefined) return known;
  const size = 2 * bins - 1;
  const distance = (pixel: number) =>
    Math.sqrt((Math.floor(pixel / size) - bins + 1) ** 2 + ((pixel % size) - bins + 1) ** 2);
  // As NumPy's linspace(0.4, 1, 10): the last digit decides which pixels lie on a rim.
  const outers = Array.from({ length: 10 }, (_, index) => (index === 9 ? 1 : 0.4 + index * ((1 - 0.4) / 9)));
  const within = Array.from({ length: size * size }, (_, pixel) => pixel).filter(
    (pixel) => pixel > (size * size) >> 1 && distance(pixel) > INNER * bins && distance(pixel) <= bins,
  );
  const pixels = Int32Array.from(within.sort((a, b) => distance(a) - distance(b) || a - b));
  const plan = {
    outers,
    pixels,
    ends: outers.map((outer) => pixels.filter((pixel) => distance(pixel) <= outer * bins).length),
    rotations: ANGLES.map((degrees) => rotation(size, pixels, degrees)),
  };
  plans.set(bins, plan);
  return plan;
}

type RingCorrelations = { readonly [degrees in (typeof ANGLES)[number]]: number };

/** Of each ring with itself turned. Rings share their inner rim, so one walk outwards sums them all. */
function ringCorrelations(
  image: Float64Array,
  size: number,
  { pixels, ends, rotations }: Plan,
): RingCorrelations[] {
  const coefficients = splineCoefficients(image, size);
  const turned = rotations.map((table) => rotated(coefficients, size, table));
  let [sum, squares, done] = [0, 0, 0];
  const turnedSums = new Float64Array(ANGLES.length);
  const products = new Float64Array(ANGLES.length);
  return ends.map((end) => {
    for (; done < end; done++) {
      const value = image[pixels[done]!]!;
      sum += value;
      squares += value * value;
      for (let angle = 0; angle < ANGLES.length; angle++) {
        const other = turned[angle]![done]!;
        turnedSums[angle]! += other;
        products[angle]! += value * other;
      }
    }
    // sum of (v - mean)(t - mean) over the ring, with the mean of the unturned ring for both
    const mean = sum / end;
    const variance = squares / end - mean * mean + VARIANCE_OFFSET;
    const correlation = (angle: number) => (products[angle]! - mean * turnedSums[angle]!) / end / variance;
    return Object.fromEntries(
      ANGLES.map((degrees, angle) => [degrees, correlation(angle)]),
    ) as RingCorrelations;
  });
}

function scoresOf(at: RingCorrelations, form: GridScoreForm): { score60: number; score90: number } {
  const score60 =
    form === 'minMax'
      ? Math.min(at[60], at[120]) - Math.max(at[30], at[90], at[150])
      : (at[60] + at[120]) / 2 - (at[30] + at[90] + at[150]) / 3;
  return { score60, score90: at[90] - (at[45] + at[135]) / 2 };
}
