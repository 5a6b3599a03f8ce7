import type { Figure } from '@goal-driven/core';
import { STEP } from './confidences';
import type { Course } from './Played';

/** The mean and the greatest value over the map of one channel at each step, [T] each. */
export function channelCourse(
  { values, shape }: Course,
  channel: number,
): { means: number[]; peaks: number[] } {
  const channels = shape.at(-1)!;
  const size = shape.reduce((product, length) => product * length, 1);
  const steps = values.length / size;
  const [means, peaks] = [Array<number>(steps).fill(0), Array<number>(steps).fill(-Infinity)];
  for (let step = 0; step < steps; step++)
    for (let at = step * size + channel; at < (step + 1) * size; at += channels) {
      means[step]! += (values[at]! * channels) / size;
      peaks[step] = Math.max(peaks[step]!, values[at]!);
    }
  return { means, peaks };
}

/** One channel over time, of the intact network and of the cut one. */
export function channelFigure(intact: Course, cut: Course | undefined, channel: number): Figure {
  const lines = (course: Course, words: string) => {
    const { means, peaks } = channelCourse(course, channel);
    const x = means.map((_, step) => step * STEP);
    return [
      { label: `mean${words}`, x, y: means },
      { label: `greatest${words}`, x, y: peaks },
    ];
  };
  return {
    name: 'channel',
    title: `Channel ${channel} of ${intact.name}`,
    caption: 'Mean and greatest value over its map at each step.',
    kind: 'lines',
    axes: { x: 'time from the onset of the image (ms)', y: 'activity (1)' },
    lines: cut === undefined ? lines(intact, '') : [...lines(intact, ', intact'), ...lines(cut, ', cut')],
  };
}
