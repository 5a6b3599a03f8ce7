import type { Figure, LinesFigure, StudyEvent } from '@goal-driven/core';
import { sizesAroundTurnover } from '../synapses/increments';
import type { KestenFit } from '../synapses/kestenFit';
import { nextState, occupancy } from '../synapses/markovChain';
import type { SynapseSizes } from '../synapses/SynapseSizes';
import { turnover } from '../synapses/turnover';
import type { ModelledSizes } from './modelSizes';

type Curves = Pick<Figure, 'name' | 'title' | 'caption'> & Omit<LinesFigure, 'kind'>;

/** What the models make of sizes, as figures. */
export function* sizesFigures(
  modelled: ModelledSizes,
  sizes: SynapseSizes,
  daysBetween: number,
): Generator<StudyEvent> {
  for (const figure of [
    ...kestenFigures(modelled.kesten, daysBetween),
    ...courseFigures(modelled, sizes, daysBetween),
    ...chainFigures(modelled, sizes),
  ])
    yield { kind: 'figure', figure: { kind: 'lines', ...figure } };
}

const line = (label: string, y: readonly number[], x: readonly number[]) => ({ label, x, y });

function kestenFigures({ bins, a, b, c, d }: KestenFit, daysBetween: number): Curves[] {
  const size = bins.map((bin) => bin.size);
  const square = size.map((at) => at ** 2);
  const change = bins.map((bin) => bin.meanChange);
  const variance = bins.map((bin) => bin.variance);
  return [
    {
      name: 'kesten-mean',
      title: 'Mean change against size',
      caption:
        'Steps in the order of their sizes, equally many in each bin. The fit: its slope pulls sizes back, its intercept above 0 is change that adds.',
      axes: { x: 'size', y: `mean change in ${daysBetween} days` },
      lines: [
        line('bins', change, size),
        line(
          'fit',
          size.map((at) => a * at + c),
          size,
        ),
      ],
    },
    {
      name: 'kesten-variance',
      title: 'Variance of change against squared size',
      caption: 'A slope above 0 says that large synapses change more: change that multiplies.',
      axes: { x: 'size^2', y: 'variance of change' },
      lines: [
        line('bins', variance, square),
        line(
          'fit',
          square.map((at) => b * at + d),
          square,
        ),
      ],
    },
  ];
}

function courseFigures(
  { courses, increments }: ModelledSizes,
  sizes: SynapseSizes,
  daysBetween: number,
): Curves[] {
  const days = Array.from({ length: sizes.sessions }, (_, session) => session * daysBetween);
  const lags = increments.map((_, lag) => (lag + 1) * daysBetween);
  const { afterBirth, beforeDeath } = sizesAroundTurnover(sizes);
  const since = days.slice(0, -1);
  return [
    {
      name: 'survival',
      title: 'Survival',
      caption: 'Share of the first session that is there; models start from its sizes.',
      axes: { x: 'days', y: 'share' },
      lines: [
        line('data', turnover(sizes).survival, days),
        ...courses.map(({ model, survival }) => line(model, survival, days)),
      ],
    },
    {
      name: 'increments',
      title: 'Memory of changes',
      caption: 'Correlation of a change with one so much later.',
      axes: { x: 'days between changes', y: 'correlation' },
      lines: [
        line('data', increments, lags),
        ...courses.map((course) => line(course.model, course.increments, lags)),
      ],
      references: [{ label: 'none', y: 0 }],
    },
    {
      name: 'birth-and-death',
      title: 'Sizes after birth and before death',
      caption: 'Mean over those that are there.',
      axes: { x: 'days since the first, or until the last, session', y: 'size' },
      lines: [line('after birth', afterBirth, since), line('before death', beforeDeath, since)],
    },
  ];
}

function chainFigures({ chain, bins }: ModelledSizes, sizes: SynapseSizes): Curves[] {
  const states = Array.from({ length: chain.states }, (_, state) => state);
  const { mean, standardDeviation } = nextState(chain);
  return [
    {
      name: 'stationary',
      title: 'What the dynamics come to',
      caption:
        'Shares of the states of size, 0 is absence: of all sessions, and where the Markov chain settles.',
      axes: { x: 'state of size', y: 'share' },
      lines: [
        line('data', [...occupancy(sizes, bins)], states),
        line('Markov chain, stationary', [...chain.stationary], states),
      ],
    },
    {
      name: 'next-state',
      title: 'The next state',
      caption: 'Mean and standard deviation of the state after one step.',
      axes: { x: 'state of size', y: 'states' },
      lines: [line('mean', mean, states), line('standard deviation', standardDeviation, states)],
    },
  ];
}
