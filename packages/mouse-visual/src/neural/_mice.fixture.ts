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
