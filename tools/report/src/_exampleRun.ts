import type { Figure, Score } from '@goal-driven/core';
import type { ReportRun } from './ReportRun';

/** Invented data in the form of a run, for the specs of the page: not the result of any study. */
export function exampleRun(units = 24): ReportRun {
  return {
    name: 'example',
    study: {
      name: 'example/synthetic',
      question: 'Does the page show what a study yields?',
      sources: [
        {
          text: 'Okabe and Ito 2008, Color universal design',
          doi: '10.1000/example',
          bibtex: '@misc{okabe2008}',
        },
      ],
    },
    status: 'done',
    seed: 3,
    backend: 'cpu',
    command: 'goal-driven run example/synthetic --seed 3',
    environment: { node: 'v20.0.0', versions: { core: '0.1.0' } },
    config: { cell: { kind: 'ugrnn', units }, steps: 100, bounds: [-1, 1] },
    scores: exampleScores(units),
    figures: [curves, paths, maps(units), histogram(units), scatter(units), bars, parallel, graph],
    data: 'figures',
  };
}

/** A made-up number between 0 and 1 for an index: the same on every machine. */
const wave = (index: number): number => 0.5 + 0.5 * Math.sin(12.9898 * index) * Math.cos(4.1414 * index);

const exampleScores = (units: number): Score[] =>
  Array.from({ length: units }, (_, unit) => ({
    metric: 'gridScore',
    version: 1,
    labels: { layer: 'g', unit },
    value: unit % 7 === 3 ? NaN : wave(unit),
    ceiling: NaN,
    ceiled: NaN,
    n: 400,
    unit: '',
  }));

const steps = Array.from({ length: 3000 }, (_, step) => step);

const curves: Figure = {
  kind: 'lines',
  name: 'training',
  title: 'Training',
  caption: 'Loss at every step, above its floor.',
  axes: { x: 'step', y: 'loss (nats)' },
  log: true,
  lines: [
    { label: 'training', x: steps, y: steps.map((step) => 2 + 4 * Math.exp(-step / 400) + 0.2 * wave(step)) },
    { label: 'held-out', x: [0, 1000, 2000, 2999], y: [6.1, 2.6, 2.2, 2.15] },
  ],
  references: [{ label: 'entropy of the targets', y: 2 }],
};

const walk = (phase: number, error: number): [number, number][] =>
  Array.from({ length: 60 }, (_, t) => [
    0.8 * Math.sin(t / 12 + phase) + error * wave(t),
    0.8 * Math.sin(t / 17 + 2 * phase) + error * wave(t + 50),
  ]);

const paths: Figure = {
  kind: 'paths',
  name: 'paths',
  title: 'Predicted and true paths',
  caption: 'Held-out paths of 60 steps.',
  axes: { x: 'x (m)', y: 'y (m)' },
  bounds: [-1.1, 1.1, -1.1, 1.1],
  panels: [0, 1, 2, 3, 4, 5].map((phase) => ({
    label: `path ${phase + 1}`,
    paths: [
      { label: 'true', points: walk(phase, 0) },
      { label: 'predicted', points: walk(phase, 0.15) },
    ],
  })),
};

/** Three plane waves 60 degrees apart: a hexagonal pattern. */
function hexagonal(bins: number, period: number, turn: number): number[][] {
  const angles = [0, 1, 2].map((index) => turn + (index * Math.PI) / 3);
  return Array.from({ length: bins }, (_, y) =>
    Array.from({ length: bins }, (_, x) => {
      const sum = angles.reduce(
        (total, angle) =>
          total + Math.cos((2 * Math.PI * (x * Math.cos(angle) + y * Math.sin(angle))) / period),
        0,
      );
      return x + y < 3 ? NaN : Math.max(0, sum);
    }),
  );
}

const maps = (units: number): Figure => ({
  kind: 'maps',
  name: 'rate-maps',
  title: 'Rate maps',
  caption: 'Rate maps sorted by grid score; below each its autocorrelogram.',
  unit: 'a.u.',
  maps: Array.from({ length: units }, (_, unit) => ({
    label: `unit ${unit}, ${(1.2 - unit / units).toFixed(2)}`,
    values: hexagonal(20, 6 + 6 * wave(unit), unit),
    below: hexagonal(39, 6 + 6 * wave(unit), unit),
  })),
});

const histogram = (units: number): Figure => ({
  kind: 'histogram',
  name: 'grid-scores',
  title: 'Grid scores',
  caption: 'Distribution over units, trained and at random.',
  axes: { x: 'grid score', y: 'units' },
  groups: [
    {
      label: 'trained',
      values: Array.from({ length: units * 8 }, (_, unit) => (unit % 9 === 4 ? NaN : 1.4 * wave(unit))),
    },
    { label: 'random weights', values: Array.from({ length: units * 8 }, (_, unit) => wave(unit + 7) - 0.6) },
  ],
  references: [{ label: 'threshold', x: 0.37 }],
});

const scatter = (units: number): Figure => ({
  kind: 'scatter',
  name: 'score-and-information',
  title: 'Grid score and spatial information',
  caption: 'One point per unit.',
  axes: { x: 'grid score', y: 'information (bits per spike)' },
  groups: ['trained', 'random weights'].map((label, group) => ({
    label,
    x: Array.from({ length: units * 4 }, (_, unit) => wave(unit + group)),
    y: Array.from({ length: units * 4 }, (_, unit) => 2 * wave(3 * unit + group) + group),
  })),
});

const bars: Figure = {
  kind: 'bars',
  name: 'importance',
  title: 'Importance of settings',
  caption: 'Share of the variance of the error that each setting explains alone.',
  axes: { x: 'share of variance', y: 'setting' },
  bars: [
    { label: 'learning rate', value: 0.61, interval: [0.5, 0.7] },
    { label: 'cell', value: 0.22, interval: [0.1, 0.3] },
    { label: 'seed', value: NaN },
  ],
};

const parallel: Figure = {
  kind: 'parallel',
  name: 'settings-and-error',
  title: 'Settings and error',
  caption: 'One line per trial; the two best stand out.',
  axes: [
    { label: 'cell', categories: ['gru', 'rnn', 'ugrnn'] },
    { label: 'learning rate', log: true },
    { label: 'gate bias' },
    { label: 'error (cm)' },
  ],
  lines: Array.from({ length: 60 }, (_, index) => ({
    label: `trial ${index}`,
    values: [
      index % 3,
      10 ** (-4 * wave(index)),
      index % 3 === 1 ? NaN : wave(index + 3),
      5 + 20 * wave(index),
    ],
    ...(index < 2 ? { highlighted: true } : {}),
  })),
};

const graph: Figure = {
  kind: 'graph',
  name: 'graph',
  title: 'Network',
  caption: 'Layers with the size of their outputs.',
  nodes: [
    { name: 'image', lines: ['32x32x3'] },
    { name: 'V1', lines: ['16x16x8'] },
    { name: 'V4', lines: ['8x8x16'], cell: 'gru' },
    { name: 'IT', lines: ['4x4x32'], cell: 'gru' },
  ],
  edges: [
    { from: 'image', to: 'V1', kind: 'feedforward' },
    { from: 'V1', to: 'V4', kind: 'feedforward' },
    { from: 'V4', to: 'IT', kind: 'feedforward' },
    { from: 'V1', to: 'IT', kind: 'bypass' },
    { from: 'IT', to: 'V4', kind: 'feedback' },
  ],
};
