import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { MouseArea } from './mouseAreas';
import { mouseRecordings, type MouseRecordings, type MouseUnit } from './MouseRecordings';

/** Numbers in (0, 1) that any language makes alike. */
export function parkMiller(seed: number, shape: readonly number[]): NdArray {
  let state = seed;
  const values = Float64Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, () => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647;
  });
  return ndArray(values, shape);
}

export const table = (rows: readonly (readonly number[])[]): NdArray =>
  ndArray(Float64Array.from(rows.flat()), [rows.length, rows[0]!.length]);

export const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at]!)))
    : Number.POSITIVE_INFINITY;

/** A unit without metadata unless told. */
export const unitOf = (id: number, specimen: number, more: Partial<MouseUnit> = {}): MouseUnit => ({
  ...{ id, specimen, area: 'VISp' as MouseArea, imageSelectivity: NaN, runningP: NaN },
  ...more,
});

/** Recordings of these units with given reliability traces, [bins][units]; responses are arbitrary. */
export function recordingsWith(
  units: readonly MouseUnit[],
  traces: readonly (readonly number[])[],
  { trials = 2, images = 3 } = {},
): MouseRecordings {
  const bins = traces.length;
  return mouseRecordings({
    header: {
      ...{ format: 'goal-driven/mouse-recordings', version: 1, name: 'fixture', kind: 'neuropixels' },
      ...{ synthetic: true, unit: 'Hz', binWidth: 10 },
    },
    responses: parkMiller(5, [trials, images, bins, units.length]),
    images: Int32Array.from({ length: images }, (_, image) => image),
    times: Float64Array.from({ length: bins }, (_, bin) => 10 * bin),
    units,
    reliability: { mean: table(traces), deviation: table(traces.map((row) => row.map(() => 0))) },
  });
}

/** Trials, features and another animal of the published golden test, by formula. */
export function goldenAnimals(): { target: NdArray; features: NdArray; animal: NdArray } {
  const formula = (
    shape: readonly [number, number, number],
    value: (t: number, i: number, u: number) => number,
  ) =>
    ndArray(
      Float64Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, at) =>
        value(Math.floor(at / (shape[1] * shape[2])), Math.floor(at / shape[2]) % shape[1], at % shape[2]),
      ),
      shape,
    );
  const response = (t: number, i: number, u: number) =>
    Math.sin(0.9 * i * (u + 1) + 0.4 * u) + 0.5 * Math.sin(2.3 * t + 1.7 * i * (u + 2) + 0.6 * u);
  const model = formula(
    [1, 12, 5],
    (_, i, f) => Math.sin(0.63 * i * (f + 1) + 0.3 * f) + 0.3 * Math.cos(1.3 * i + f),
  );
  return {
    target: formula([6, 12, 2], response),
    features: ndArray(model.values, [12, 5]),
    animal: formula([6, 12, 3], (t, i, u) =>
      u < 2
        ? Math.cos(1.1 * i * (u + 1) + 0.2 * u) + 0.4 * Math.cos(1.9 * t + 0.8 * i * (u + 1))
        : response(t, i, 0),
    ),
  };
}

/** Units that read random directions of features [images, units] in noisy trials. */
export function readers(features: NdArray, { units = 8, trials = 10, noise = 0.5, seed = 1 } = {}): NdArray {
  const [images, width] = features.shape as readonly [number, number];
  const weights = parkMiller(seed, [width, units]).values.map((value) => value - 0.5);
  const jitter = parkMiller(seed + 1000, [trials, images, units]).values;
  return ndArray(
    jitter.map((value, at) => {
      const [image, unit] = [Math.floor(at / units) % images, at % units];
      let sum = 0;
      for (let f = 0; f < width; f++) sum += features.values[image * width + f]! * weights[f * units + unit]!;
      return sum + noise * (value - 0.5);
    }),
    [trials, images, units],
  );
}

/** An animal of these responses. */
export const animalOf = (specimen: number, responses: NdArray) => ({
  specimen,
  responses,
  units: Array.from({ length: responses.shape[2]! }, (_, unit) => unitOf(1000 * specimen + unit, specimen)),
});
