import type { Figure } from '@goal-driven/core';
import type { Generality } from './generalityOf';

type Named = { readonly name: string; readonly generality: Generality };

/** What networks do in each task, in distribution and out of it; a dot is a test. */
export function generalityFigures(networks: readonly Named[]): Figure[] {
  const tasks = [...new Set(networks.flatMap(({ generality }) => generality.tasks.map(({ task }) => task)))];
  const figure = (name: string, accept: (test: string) => boolean, of: string): Figure => ({
    name,
    title: `What can be read out, ${of}`,
    caption:
      'Linear probes of the layer that is best in distribution. Accuracy of a class, correlation of a number, both as ' +
      'the share of the way from chance to perfect. A dot is a test.',
    kind: 'categories',
    axes: { x: 'task', y: 'above chance' },
    categories: tasks,
    groups: networks.map(({ name: label, generality }) => ({
      label,
      values: tasks.map((task) =>
        generality.tasks
          .filter((score) => score.task === task && accept(score.test))
          .map(({ aboveChance }) => aboveChance),
      ),
    })),
    references: [{ label: 'chance', y: 0 }],
  });
  return [
    figure('within', (test) => test === 'same', 'in scenes like those of the fit'),
    figure('beyond', (test) => test !== 'same', 'in scenes where one thing is new'),
  ];
}
