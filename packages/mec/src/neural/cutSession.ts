import { DataError, type NdArray, type TypedArray } from '@goal-driven/core';
import type { SessionArrays } from './sessionArrays';

/**
 * The part of a session from one time to another, s, both included: samples of the path and spikes within it. Arrays as
 * `recordedSession` takes them; their times keep their origin.
 *
 * @throws DataError where fewer than two samples of the path are left
 */
export function cutSession(
  arrays: SessionArrays,
  {
    from = -Infinity,
    to = Infinity,
  }: { readonly from?: number | undefined; readonly to?: number | undefined },
  name: string,
): SessionArrays {
  const within = (array: NdArray<TypedArray> | undefined): number[] =>
    Array.from(array?.values ?? [], Number).flatMap((time, at) => (time >= from && time <= to ? [at] : []));
  const [samples, spikes] = [within(arrays['t']), within(arrays['spike_times'])];
  if (samples.length < 2)
    throw new DataError(
      `${name}: at least 2 samples must lie from ${from} to ${to} s, got ${samples.length}`,
    );
  const rows = { t: samples, pos: samples, heading: samples, spike_times: spikes, spike_cells: spikes };
  const cut = Object.entries(rows).flatMap(([key, at]) => {
    const array = arrays[key];
    return array === undefined ? [] : [[key, rowsOf(array, at)] as const];
  });
  return { ...arrays, ...Object.fromEntries(cut) };
}

function rowsOf({ values, shape }: NdArray<TypedArray>, rows: readonly number[]): NdArray<TypedArray> {
  const width = shape.slice(1).reduce((product, axis) => product * axis, 1);
  const taken = Float64Array.from({ length: rows.length * width }, (_, at) =>
    Number(values[rows[Math.floor(at / width)]! * width + (at % width)]),
  );
  return { values: taken, shape: [rows.length, ...shape.slice(1)] };
}
