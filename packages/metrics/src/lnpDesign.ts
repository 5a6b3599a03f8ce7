import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { requireFinite } from './_matrix';
import { requireCount } from './_vectors';

/** A variable of a linear-nonlinear Poisson model: which of its bins each sample lies in. */
export type LnpVariable = {
  readonly name: string;
  /** Which bins are neighbours: along a line, around a circle, or in a plane of [rows, columns]. */
  readonly kind: 'line' | 'circle' | 'plane';
  /** [bins], or [rows, columns] of a plane. */
  readonly shape: readonly number[];
  /** [samples], 0 .. bins - 1; a plane's are row by row. */
  readonly bins: Int32Array;
  /** Weight of roughness: half of it times the squared differences of neighbours is added to the objective. */
  readonly penalty: number;
};

/** What an animal, or a model, did; each is optional, but one must be there. */
export type LnpBehaviour = {
  /** [samples, 2], x then y, m */
  readonly positions?: NdArray;
  /** [samples], rad, any turn */
  readonly headings?: NdArray;
  /** [samples], m/s */
  readonly speeds?: NdArray;
  /** [samples], phase of theta, rad, any turn */
  readonly thetas?: NdArray;
};

type Walls = readonly [low: number, high: number];

export type LnpDesignOptions = {
  /** Walls of the arena along either axis, m; the extent of the positions where left out. */
  readonly arena?: { readonly x?: Walls | undefined; readonly y?: Walls | undefined };
  /** Bins along either side; 20 by default. */
  readonly positionBins?: number;
  /** 18 by default. */
  readonly headingBins?: number;
  /** 10 by default, from 0 to `highestSpeed`. */
  readonly speedBins?: number;
  /** 18 by default. */
  readonly thetaBins?: number;
  /** m/s; samples at least as fast are taken out. 0.5 by default. */
  readonly highestSpeed?: number;
};

export type LnpDesign = {
  /** Of those of position, heading, speed and theta that were given, in this order. */
  readonly variables: readonly LnpVariable[];
  /** Indices of the samples that stayed; spike counts go with `takeSamples`. */
  readonly kept: Int32Array;
};

/** Weights of roughness of the paper, against the sum over samples. */
const PENALTIES = { position: 8, heading: 50, speed: 50, theta: 50 };

/**
 * The variables of Hardcastle et al. 2017: position in 20 x 20 bins, heading in 18, running speed in 10 up to 0.5 m/s,
 * phase of theta in 18. Each sample has the bin whose centre is nearest, the lower one of two; positions beyond the
 * walls the nearest one. For units of a model there is no theta.
 *
 * @throws ShapeError for axes that do not fit, DataError for numbers that are not finite, ConfigError for options out of
 *   range, and when no sample stays
 * @source Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025
 * @differs there rows of bins of position begin at the largest y
 */
export function lnpDesign(behaviour: LnpBehaviour, options: LnpDesignOptions = {}): LnpDesign {
  const { positionBins = 20, headingBins = 18, speedBins = 10, thetaBins = 18, highestSpeed = 0.5 } = options;
  Object.entries({ positionBins, headingBins, speedBins, thetaBins }).forEach(([name, count]) =>
    requireCount('lnpDesign', name, count, 2),
  );
  if (!(highestSpeed > 0)) {
    throw new ConfigError(`lnpDesign: highestSpeed must be positive, got ${highestSpeed}`);
  }
  const samples = check(behaviour);
  const { positions, headings, speeds, thetas } = behaviour;
  const kept = Int32Array.from({ length: samples }, (_, sample) => sample).filter(
    (sample) => speeds === undefined || speeds.values[sample]! < highestSpeed,
  );
  if (kept.length === 0) {
    throw new ConfigError(
      `lnpDesign: highestSpeed must leave a sample, got ${highestSpeed} m/s and none slower`,
    );
  }
  const binned = (value: (sample: number) => number, range: readonly [number, number], count: number) =>
    Int32Array.from(kept, (sample) => nearestBin(value(sample), range, count));
  const turn = [0, 2 * Math.PI] as const;
  const variables: LnpVariable[] = [];
  if (positions !== undefined) {
    const { x, y } = arenaOf(positions, options.arena);
    const columns = binned((sample) => positions.values[2 * sample]!, x, positionBins);
    const rows = binned((sample) => positions.values[2 * sample + 1]!, y, positionBins);
    const bins = rows.map((row, at) => row * positionBins + columns[at]!);
    const shape = [positionBins, positionBins];
    variables.push({ name: 'position', kind: 'plane', shape, bins, penalty: PENALTIES.position });
  }
  const circle = (name: 'heading' | 'theta', angles: NdArray, count: number): void => {
    const bins = binned((sample) => positiveAngle(angles.values[sample]!), turn, count);
    variables.push({ name, kind: 'circle', shape: [count], bins, penalty: PENALTIES[name] });
  };
  if (headings !== undefined) circle('heading', headings, headingBins);
  if (speeds !== undefined) {
    const bins = binned((sample) => speeds.values[sample]!, [0, highestSpeed], speedBins);
    variables.push({ name: 'speed', kind: 'line', shape: [speedBins], bins, penalty: PENALTIES.speed });
  }
  if (thetas !== undefined) circle('theta', thetas, thetaBins);
  return { variables, kept };
}

/**
 * The samples of a design from what was recorded at all samples.
 *
 * @param recorded [samples, ...]
 */
export function takeSamples({ values, shape }: NdArray, kept: Int32Array): NdArray {
  const width = shape.slice(1).reduce((product, axis) => product * axis, 1);
  const taken = new Float64Array(kept.length * width);
  kept.forEach((sample, at) => taken.set(values.subarray(sample * width, (sample + 1) * width), at * width));
  return ndArray(taken, [kept.length, ...shape.slice(1)]);
}

/** The bin whose centre is nearest; bins are thus closed on the right. */
function nearestBin(value: number, [low, high]: readonly [number, number], count: number): number {
  const bin = Math.ceil(((value - low) / (high - low)) * count) - 1;
  return Math.min(count - 1, Math.max(0, bin));
}

/** In [0, 2 pi). */
function positiveAngle(angle: number): number {
  const rest = angle % (2 * Math.PI);
  return rest < 0 ? rest + 2 * Math.PI : rest;
}

function arenaOf({ values }: NdArray, given: LnpDesignOptions['arena']): { x: Walls; y: Walls } {
  const extent = (axis: number): Walls => {
    const along = values.filter((_, at) => at % 2 === axis);
    return [along.reduce((a, b) => Math.min(a, b)), along.reduce((a, b) => Math.max(a, b))];
  };
  const arena = { x: given?.x ?? extent(0), y: given?.y ?? extent(1) };
  for (const axis of ['x', 'y'] as const) {
    const [low, high] = arena[axis];
    if (!(low < high))
      throw new ConfigError(`lnpDesign: arena.${axis} must be low then high, got ${low}, ${high}`);
  }
  return arena;
}

/** @returns the number of samples */
function check(behaviour: LnpBehaviour): number {
  const given = Object.entries(behaviour).filter(
    (entry): entry is [string, NdArray] => entry[1] !== undefined,
  );
  if (given.length === 0) {
    throw new ConfigError('lnpDesign: one of positions, headings, speeds and thetas must be given, got none');
  }
  const samples = given[0]![1].shape[0] ?? 0;
  for (const [name, array] of given) {
    const axes = name === 'positions' ? [samples, 2] : [samples];
    if (String(array.shape) !== String(axes)) {
      throw new ShapeError(`lnpDesign: ${name} must be [${axes}], got [${array.shape}]`);
    }
    requireFinite('lnpDesign', name, array, axes.length);
  }
  return samples;
}
