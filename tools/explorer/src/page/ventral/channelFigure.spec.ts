import { expect, it } from 'vitest';
import { channelCourse } from './channelFigure';
import { stepMeans } from './gateFigure';

it('takes mean and greatest value of a channel over its map, and the mean of all', () => {
  // Two steps of a map of 1 x 2 places with 2 channels.
  const course = { name: 'V4', shape: [1, 2, 2], values: Float32Array.of(1, 10, 3, 20, -1, 0, -5, 8) };
  expect(channelCourse(course, 0)).toEqual({ means: [2, -3], peaks: [3, -1] });
  expect(channelCourse(course, 1)).toEqual({ means: [15, 4], peaks: [20, 8] });
  expect(stepMeans(course)).toEqual([8.5, 0.5]);
});
