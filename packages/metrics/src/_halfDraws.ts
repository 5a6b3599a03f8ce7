import { ConfigError, ndArray, RandomState, type NdArray } from '@goal-driven/core/arrays';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { requireCount } from './_vectors';
import { splitHalves, type Halves } from './splitHalves';

/**
 * Where the halves of source and target come from.
 *
 * - `sameSeed`: each is shuffled by its own generator of the half's seed, so that equal numbers of trials are halved
 *   alike (brainmodel_utils)
 * - `oneGenerator`: by one generator per half, first the target, then the source (mouse-vision)
 */
export type HalfSeeding = 'sameSeed' | 'oneGenerator';

export const halfSeedings = ['sameSeed', 'oneGenerator'] as const;

/** A random choice of source units, made anew in every half, before its trials are shuffled. */
export type SourceUnits = {
  /** Units to take; a source that has no more is left as it is, with one choice. */
  readonly count: number;
  /** Choices per half. */
  readonly subsets: number;
};

export type HalfDrawOptions = {
  readonly halves: number;
  readonly seed: number;
  readonly seeding: HalfSeeding;
  readonly sourceUnits?: SourceUnits | undefined;
};

/** Halves of source and target, and which units of the source they are of: undefined for all. */
export type HalfDraw = {
  readonly source: Halves;
  readonly target: Halves;
  readonly units: readonly number[] | undefined;
};

/** @throws ConfigError for counts below 1, an unknown seeding, or more units than the source has */
export function requireHalfDraws(who: string, source: NdArray, options: HalfDrawOptions): void {
  const { halves, seed, seeding, sourceUnits } = options;
  requireCount(who, 'halves', halves, 1);
  requireCount(who, 'seed', seed, 0);
  if (!halfSeedings.includes(seeding)) {
    throw new ConfigError(
      `${who}: seeding must be ${halfSeedings.join(' or ')}, got ${JSON.stringify(seeding)}`,
    );
  }
  if (sourceUnits === undefined) return;
  requireCount(who, 'sourceUnits.subsets', sourceUnits.subsets, 1);
  requireCount(who, 'sourceUnits.count', sourceUnits.count, 1);
  if (sourceUnits.count > unitsOf(source)) {
    throw new ConfigError(
      `${who}: sourceUnits.count must be at most the ${unitsOf(source)} units of source, got ${sourceUnits.count}`,
    );
  }
}

/** Whether only some of the source's units are taken at a time. */
export const choosesUnits = (source: NdArray, { sourceUnits }: HalfDrawOptions): boolean =>
  sourceUnits !== undefined && sourceUnits.count < unitsOf(source);

/** How many draws `halfDraws` makes. */
export const drawCount = (source: NdArray, options: HalfDrawOptions): number =>
  options.halves * (choosesUnits(source, options) ? options.sourceUnits!.subsets : 1);

/**
 * Every half of the trials, within it every choice of source units. Half h has the seed `seed + h`; a source without
 * trials is its own half.
 *
 * @differs with more choices than halves, mouse-vision has one generator per choice
 */
export function* halfDraws(source: NdArray, target: NdArray, options: HalfDrawOptions): Generator<HalfDraw> {
  const chooses = choosesUnits(source, options);
  for (let half = 0; half < options.halves; half++) {
    const state = new RandomState(options.seed + half);
    const trials = () => (options.seeding === 'sameSeed' ? new RandomState(options.seed + half) : state);
    for (let subset = 0; subset < (chooses ? options.sourceUnits!.subsets : 1); subset++) {
      const units = chooses ? someUnits(unitsOf(source), options.sourceUnits!.count, state) : undefined;
      const targetHalves = splitHalves(target, trials());
      const sourceHalves = halvesOf(source, trials());
      yield { target: targetHalves, source: halvesOfUnits(sourceHalves, units), units };
    }
  }
}

/** Whether no average over a half is NaN or infinite. */
export const finiteDraw = ({ source, target }: HalfDraw): boolean =>
  [source.first, source.second, target.first, target.second].every(({ values }) =>
    values.every(Number.isFinite),
  );

/** These units of the source, all of them for `undefined`. */
export function takeUnits(matrix: Matrix, units: readonly number[] | undefined): Matrix {
  if (units === undefined) return matrix;
  const [rows, columns] = [rowsOf(matrix), columnsOf(matrix)];
  const taken = new Float64Array(rows * units.length);
  for (let row = 0, at = 0; row < rows; row++) {
    for (const unit of units) taken[at++] = matrix.values[row * columns + unit]!;
  }
  return ndArray(taken, [rows, units.length]);
}

const unitsOf = (source: NdArray): number => source.shape.at(-1)!;

function someUnits(all: number, count: number, state: RandomState): number[] {
  const order = Array.from({ length: all }, (_, unit) => unit);
  state.shuffle(order);
  return order.slice(0, count);
}

/** A source without trials is its own half, and draws nothing. */
function halvesOf(source: NdArray, state: RandomState): Halves {
  if (source.shape.length === 2) return { first: source, second: source };
  return splitHalves(source, state);
}

function halvesOfUnits({ first, second }: Halves, units: readonly number[] | undefined): Halves {
  const chosen = takeUnits(first, units);
  return { first: chosen, second: second === first ? chosen : takeUnits(second, units) };
}
