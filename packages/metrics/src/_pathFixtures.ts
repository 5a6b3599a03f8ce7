import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { parkMiller } from './_fixtures';

const SAMPLES = 240;

/** A path that fills a square of 1 m, its headings and speeds, and the spikes of two cells: one of place, one of none. */
export function pathExample(): { [name in 'positions' | 'headings' | 'speeds' | 'activity']: NdArray } {
  const along = (f: (t: number) => number) => Float64Array.from({ length: SAMPLES }, (_, t) => f(t));
  const positions = Float64Array.from({ length: 2 * SAMPLES }, (_, at) => {
    const t = Math.floor(at / 2);
    return 0.5 + 0.5 * Math.sin(t / (at % 2 === 0 ? 3 : 4.7));
  });
  const noise = parkMiller(8, [SAMPLES]).values;
  const activity = Float64Array.from({ length: 2 * SAMPLES }, (_, at) => {
    const t = Math.floor(at / 2);
    const inField = positions[2 * t]! > 0.6 && positions[2 * t + 1]! > 0.5;
    return at % 2 === 0
      ? Math.floor(3 * noise[t]! * Number(inField))
      : Math.floor(2.5 * noise[(t * 7) % SAMPLES]!);
  });
  return {
    positions: ndArray(positions, [SAMPLES, 2]),
    headings: ndArray(
      along((t) => 2 * Math.sin(t / 11) + t / 50),
      [SAMPLES],
    ),
    speeds: ndArray(
      along((t) => 0.2 + 0.18 * Math.sin(t / 5)),
      [SAMPLES],
    ),
    activity: ndArray(activity, [SAMPLES, 2]),
  };
}

/** As many samples of activity, all 0. */
export const silence = ({ shape }: NdArray): NdArray =>
  ndArray(new Float64Array(shape.reduce((product, axis) => product * axis, 1)), shape);
