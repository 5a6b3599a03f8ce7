import { ConfigError, DataError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { columnsOf, requireFinite, rowsOf, type Matrix } from './_matrix';

export type ObjectSolutionTimesOptions = {
  /** [timesteps], ascending; 0, 1, 2, ... by default */
  readonly times?: NdArray;
  /**
   * Where between bins the criterion is met. `previousBin` draws a line from the bin before (Kar et al. 2019);
   * `highestBelow` from the bin with the highest value so far, all of them below the criterion (Brain-Score); `none`
   * takes the first bin that meets it.
   */
  readonly interpolation?: 'previousBin' | 'highestBelow' | 'none';
};

export type ObjectSolutionTimes = {
  /** [images], in the unit of `times`; NaN for an image never solved or without a criterion */
  readonly times: Float64Array;
  /** [images], the first timestep that meets the criterion; -1 where none does */
  readonly timesteps: Int32Array;
  /** Images that meet their criterion. */
  readonly solved: number;
  /** Images whose performance never meets its criterion. */
  readonly neverSolved: number;
  /** Images whose criterion is NaN: they can be neither solved nor unsolved. */
  readonly withoutCriterion: number;
};

/**
 * Object solution times: when the performance on each image first reaches that of an observer, such as the pooled
 * behaviour of primates. An image that meets its criterion in the first bin is solved at the time of that bin.
 *
 * @param performance [timesteps, images], such as `i1` of a decoder at each timestep; NaN (no value yet) solves nothing
 * @param criterion [images], in the unit of `performance`; NaN where the observer has no value
 * @throws ShapeError, DataError for what does not fit, times that do not ascend, values that are infinite; ConfigError
 *   for an unknown interpolation
 * @source Kar et al. 2019, doi:10.1038/s41593-019-0392-5; Kubilius & Schrimpf et al. 2019, NeurIPS 32
 */
export function objectSolutionTimes(
  performance: Matrix,
  criterion: NdArray,
  { times, interpolation = 'previousBin' }: ObjectSolutionTimesOptions = {},
): ObjectSolutionTimes {
  if (!['previousBin', 'highestBelow', 'none'].includes(interpolation)) {
    throw new ConfigError(
      `objectSolutionTimes: interpolation must be previousBin, highestBelow or none, got ${interpolation}`,
    );
  }
  requirePerformance(performance, criterion);
  const [steps, images] = [rowsOf(performance), columnsOf(performance)];
  const clock = times ? requireTimes(times, steps) : Float64Array.from({ length: steps }, (_, step) => step);
  const timesteps = new Int32Array(images).fill(-1);
  const solvedAt = new Float64Array(images).fill(NaN);
  for (let image = 0; image < images; image++) {
    const wanted = criterion.values[image]!;
    const course = Float64Array.from(
      { length: steps },
      (_, step) => performance.values[step * images + image]!,
    );
    const hit = course.findIndex((value) => value >= wanted);
    if (hit < 0) continue;
    timesteps[image] = hit;
    const support = lowerSupport(course.subarray(0, hit), interpolation);
    const share = support < 0 ? 1 : (wanted - course[support]!) / (course[hit]! - course[support]!);
    const from = clock[Math.max(support, 0)]!;
    solvedAt[image] = support < 0 ? clock[hit]! : from + share * (clock[hit]! - from);
  }
  const solved = timesteps.filter((step) => step >= 0).length;
  const withoutCriterion = criterion.values.filter(Number.isNaN).length;
  return {
    times: solvedAt,
    timesteps,
    solved,
    neverSolved: images - solved - withoutCriterion,
    withoutCriterion,
  };
}

/** The bin from which the line to the hit starts; -1 where there is none. */
function lowerSupport(
  before: Float64Array,
  interpolation: NonNullable<ObjectSolutionTimesOptions['interpolation']>,
): number {
  if (interpolation === 'none' || before.length === 0) return -1;
  if (interpolation === 'previousBin') return Number.isNaN(before.at(-1)) ? -1 : before.length - 1;
  let best = -1;
  before.forEach((value, step) => {
    if (!Number.isNaN(value) && (best < 0 || value > before[best]!)) best = step;
  });
  return best;
}

function requirePerformance(performance: Matrix, criterion: NdArray): void {
  if (performance.shape.length !== 2 || criterion.shape.length !== 1) {
    throw new ShapeError(
      `objectSolutionTimes: performance must be [timesteps, images] and criterion [images], got [${performance.shape}] and [${criterion.shape}]`,
    );
  }
  if (columnsOf(performance) !== criterion.values.length || performance.values.length === 0) {
    throw new ShapeError(
      `objectSolutionTimes: criterion must have the ${columnsOf(performance)} images of performance, got ${criterion.values.length}`,
    );
  }
  for (const [name, { values }] of Object.entries({ performance, criterion })) {
    const index = values.findIndex((value) => Math.abs(value) === Infinity);
    if (index >= 0) {
      throw new DataError(
        `objectSolutionTimes: ${name} must be finite or NaN, got ${values[index]} at flat index ${index}`,
      );
    }
  }
}

function requireTimes(times: NdArray, steps: number): Float64Array {
  requireFinite('objectSolutionTimes', 'times', times, 1);
  if (times.values.length !== steps) {
    throw new ShapeError(
      `objectSolutionTimes: times must be one per timestep of ${steps}, got ${times.values.length}`,
    );
  }
  const index = times.values.findIndex((time, step) => step > 0 && time <= times.values[step - 1]!);
  if (index >= 0) {
    throw new DataError(
      `objectSolutionTimes: times must ascend, got ${times.values[index]} after ${times.values[index - 1]}`,
    );
  }
  return Float64Array.from(times.values);
}
