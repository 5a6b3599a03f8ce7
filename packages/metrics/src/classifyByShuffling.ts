import { ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { borderScore, type BorderScoreForm } from './borderScore';
import { classifyCells, type CellClass, type CellClasses } from './classifyCells';
import { gridScoresOfMaps } from './gridScore';
import { headingsThatCount, type HeadDirectionTuningOptions } from './headDirectionTuning';
import { meanVector } from './meanVector';
import { pathMaps } from './pathMaps';
import { correlation } from './pearson';
import type { BinEdges } from './rateMaps';
import { rectangleGridScore } from './rectangleGridScore';
import {
  pooledThreshold,
  shuffleTestsTogether,
  type ShuffleTest,
  type ShuffleTestOptions,
} from './shuffleTest';
import { smoothRateMaps } from './smoothRateMaps';
import { spatialInformation } from './spatialInformation';
import { requireSamples } from './tuningCurves';

/** What an animal did, or a model was put through, at equal intervals. */
export type CellPath = {
  /** [samples, 2], x then y, m */
  readonly positions: NdArray;
  /** [samples], rad; without it no cell is a head direction cell. */
  readonly headings?: NdArray;
  /** [samples], m/s; without it no cell is a speed cell. */
  readonly speeds?: NdArray;
};

export type ClassifyByShufflingOptions = ShuffleTestOptions & {
  /** Bins of the rate maps; with fewer than 3 along a side, as on a track, no cell is a grid or border cell. */
  readonly edges: BinEdges;
  /** Standard deviation, in bins, of the Gaussian that smooths the maps around bins never visited; 1 by default, 0 for none. */
  readonly sd?: number;
  /** Bins of heading; 20 by default. */
  readonly headingBins?: number;
  /** Whether the threshold comes from the shuffled scores of all cells together; of each by itself by default. */
  readonly pooled?: boolean;
  /** Called after each cell. */
  readonly onProgress?: (done: number, total: number) => void;
  /** How the border score is read; `opexebo` where walls are not those of a rectangle. `wallStrips` by default. */
  readonly borderForm?: Extract<BorderScoreForm, 'wallStrips' | 'opexebo'>;
};

export type ShuffledCellClasses = CellClasses & {
  /** Of each class the test of every cell. */
  readonly tests: { readonly [name in CellClass]?: readonly ShuffleTest[] };
  /** Of each class the threshold of every cell, [cells]. */
  readonly thresholds: { readonly [name in CellClass]?: NdArray };
};

/**
 * Which cells are grid, border, head direction, speed and place cells by shuffling tests: those whose grid score, border
 * score, length of the mean vector, speed score or spatial information exceeds a percentile of what it is when activity is
 * shuffled against the path. Cells of a recording and units of a model are treated alike. All scores of a cell are taken
 * on the same shuffles.
 *
 * @param activity [samples, cells], spike counts or activity of a model
 * @param rng      the shuffles of cell i are drawn from `rng.child(i)`
 * @throws ShapeError for axes that do not fit, DataError for numbers that are not finite,
 *   ConfigError for options out of range
 * @source Langston et al. 2010 and Wills et al. 2010, Science 328; Nayebi et al. 2021
 */
export function classifyByShuffling(
  path: CellPath,
  activity: NdArray,
  rng: Rng,
  options: ClassifyByShufflingOptions,
): ShuffledCellClasses {
  const { edges, sd, headingBins, borderForm, pooled = false, onProgress, ...shuffling } = options;
  const { positions, headings, speeds } = path;
  const time = ndArray(new Float64Array(positions.shape[0] ?? 0), [positions.shape[0] ?? 0]);
  const samples = requireSamples('classifyByShuffling', ['positions', time], activity);
  if (speeds !== undefined) requireSamples('classifyByShuffling', ['speeds', speeds], activity);
  if (headings !== undefined) requireSamples('classifyByShuffling', ['headings', headings], activity);
  const cells = activity.shape[1] ?? 1;
  const { hasWalls, prepare } = scoresOnPath(path, { edges, sd, headingBins, borderForm });
  const classes: readonly CellClass[] = [
    ...(hasWalls ? (['grid', 'border'] as const) : []),
    'place' as const,
    ...(headings === undefined ? [] : (['headDirection'] as const)),
    ...(speeds === undefined ? [] : (['speed'] as const)),
  ];
  const ofCells = Array.from({ length: cells }, (_, cell) => {
    const one = Float64Array.from(
      { length: samples },
      (_, sample) => activity.values[sample * cells + cell]!,
    );
    const scores = hasWalls
      ? scoresOfShuffles
      : (all: readonly Shuffled[]) => all.map(({ others }) => [...others]);
    const together = { prepare, scores };
    const tests = shuffleTestsTogether(ndArray(one, [samples]), together, rng.child(cell), shuffling);
    onProgress?.(cell + 1, cells);
    return tests;
  });
  const tests = Object.fromEntries(classes.map((name, at) => [name, ofCells.map((all) => all[at]!)]));
  const perCell = (of: (name: CellClass) => readonly number[]) =>
    Object.fromEntries(classes.map((name) => [name, ndArray(Float64Array.from(of(name)), [cells])]));
  const thresholds = perCell((name) => {
    const common = pooled ? pooledThreshold(tests[name]!, shuffling.percentile) : undefined;
    return tests[name]!.map(({ threshold }) => common ?? threshold);
  });
  const observed = perCell((name) => tests[name]!.map((test) => test.observed));
  return { ...classifyCells(observed, thresholds), tests, thresholds };
}

type Scoring = Pick<ClassifyByShufflingOptions, 'edges'> & {
  readonly [name in 'sd' | 'headingBins' | 'borderForm']: ClassifyByShufflingOptions[name] | undefined;
};

/** How the activity of one cell, [samples], is scored; what all cells share of their path is found once. */
function scoresOnPath(
  { positions, headings, speeds }: CellPath,
  { edges, sd = 1, headingBins = 20, borderForm: form = 'wallStrips' }: Scoring,
) {
  const maps = pathMaps(positions, edges);
  const raw = ndArray(new Float64Array(maps.occupancy.values.length), maps.occupancy.shape);
  const hasWalls = maps.occupancy.shape.every((bins) => bins >= 3);
  const curveOf = headings && headingCurves(headings, { bins: headingBins, ...(speeds && { speeds }) });
  const prepare = (one: NdArray): Shuffled => {
    const unsmoothed = maps.map(one, raw);
    const map =
      sd === 0
        ? ndArray(unsmoothed.values.slice(), unsmoothed.shape)
        : smoothRateMaps(unsmoothed, { sd, occupancy: maps.occupancy });
    const others = hasWalls ? [borderScore(map, { form })] : [];
    others.push(spatialInformation(map, maps.occupancy));
    if (curveOf !== undefined) others.push(meanVector(curveOf(one)).length);
    if (speeds !== undefined) others.push(correlation(speeds.values, one.values)); // `speedScores` without its checks
    return { map, others };
  };
  return { hasWalls, prepare };
}

type Shuffled = {
  readonly map: NdArray;
  /** The scores but that of the grid. */
  readonly others: readonly number[];
};

/** With the grid score in front, which all threads find for many square maps at once. */
function scoresOfShuffles(shuffled: readonly Shuffled[]): number[][] {
  const { shape } = shuffled[0]!.map;
  if (shape[0] !== shape[1]) return shuffled.map(({ map, others }) => [rectangleGridScore(map), ...others]);
  const size = shuffled[0]!.map.values.length;
  const stack = new Float64Array(shuffled.length * size);
  shuffled.forEach(({ map }, at) => stack.set(map.values, at * size));
  const grids = gridScoresOfMaps(ndArray(stack, [shuffled.length, ...shape]));
  return shuffled.map(({ others }, at) => [grids[at]!.score60, ...others]);
}

/** Head direction tuning of one path: its bins are found once, as those of a path along a line. */
function headingCurves(
  headings: NdArray,
  options: HeadDirectionTuningOptions,
): (activity: NdArray) => NdArray {
  const { angles, edges } = headingsThatCount(headings, options);
  const places = Float64Array.from({ length: 2 * angles.values.length }, (_, at) =>
    at % 2 === 0 ? angles.values[at / 2]! : 0,
  );
  const line = pathMaps(ndArray(places, [angles.values.length, 2]), { x: edges, y: Float64Array.of(-1, 1) });
  return (activity) => ndArray(line.map(activity).values, [edges.length - 1]);
}
