import { expect, it } from 'vitest';
import { generalityOf } from './generalityOf';
import type { ProbeScore } from './probeScenes';

const score = (layer: string, task: ProbeScore['task'], test: string, value: number, chance: number) =>
  ({ layer, task, test, value, chance, n: 10, atLimit: 0 }) satisfies ProbeScore;
const scores = [
  score('a', 'category', 'same', 0.6, 0.2),
  score('a', 'category', 'poses', 0.4, 0.2),
  score('a', 'category', 'objects', 0.2, 0.2),
  score('b', 'category', 'same', 0.5, 0.2),
  score('b', 'category', 'poses', 0.9, 0.2), // better where it must not count
  score('a', 'size', 'same', NaN, 0),
  score('a', 'size', 'poses', 0.9, 0),
  score('b', 'size', 'same', 0.3, 0),
  score('b', 'size', 'poses', 0.1, 0),
];

it('generalityOf takes the layer that is best in distribution, and the mean over tasks above chance', () => {
  const { tasks, within, beyond, overall } = generalityOf(scores);
  expect(tasks.map(({ task, layer }) => `${task} ${layer}`)).toEqual([
    ...['category a', 'category a', 'category a'],
    ...['size b', 'size b'],
  ]);
  expect(within).toBeCloseTo((0.5 + 0.3) / 2, 12); // (.6 - .2) / .8 and .3
  expect(beyond).toBeCloseTo(((0.25 + 0) / 2 + 0.1) / 2, 12);
  expect(overall).toBeCloseTo((within + beyond) / 2, 12);
});

it('is NaN where a task has no number', () => {
  expect(generalityOf(scores.slice(5, 7)).within).toBeNaN();
});
