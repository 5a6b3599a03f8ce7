import type { Figure } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { Axis } from './Axis';
import { axisPosition, axisText, pointText } from './axisPosition';
import { Objective } from './SweepFile';
import { sweepFigures, type SweepFiguresOptions } from './sweepFigures';
import type { Point } from './SearchSpace';
import type { TrialRow } from './TrialRow';

const axes = [
  { name: 'cell', values: { gru: {}, rnn: {} } },
  { path: 'training.rate', low: 0.001, high: 1, scale: 'log' },
  { path: 'bias', low: -1, high: 1, when: { axis: 'cell', is: ['gru'] } },
  { path: 'kind', choices: [{ a: 1 }, 2] },
].map((axis) => Axis.parse(axis));
const objectives = [
  Objective.parse({ metric: 'error' }),
  Objective.parse({ metric: 'grid', direction: 'maximize' }),
];
const row = (
  index: number,
  point: Point,
  values: readonly number[],
  more: Partial<TrialRow> = {},
): TrialRow => ({
  index,
  id: `${index}-${more.seed ?? 1}`,
  point,
  seed: 1,
  state: 'finished',
  objectives: values,
  seconds: 1,
  attempts: 1,
  worker: 'w',
  ...more,
});
const gru = (rate: number, bias: number): Point => ({
  cell: 'gru',
  'training.rate': rate,
  bias,
  kind: { a: 1 },
});
const rnn = (rate: number): Point => ({ cell: 'rnn', 'training.rate': rate, kind: 2 });
const rows = [
  row(0, rnn(0.1), [5, 1]),
  row(1, gru(0.01, 0.5), [3, 1]),
  row(1, gru(0.01, 0.5), [1, 3], { seed: 2 }),
  row(2, gru(1, 0), [4, 4]),
  row(3, rnn(0.001), [1, NaN]),
  row(4, rnn(0.5), [NaN, 9]),
  row(5, rnn(0.5), [0, 0], { state: 'failed' }),
];
const options: SweepFiguresOptions = { axes, objectives, units: ['cm', ''] };
const figures = sweepFigures(rows, options);
const named = <Kind extends Figure['kind']>(kind: Kind, name: string, all = figures) => {
  const figure = all.find((one) => one.name === name);
  expect(figure?.kind).toBe(kind);
  return figure as Extract<Figure, { kind: Kind }>;
};

describe('sweepFigures', () => {
  it('has its figures in order, each with a title and a caption', () => {
    expect(figures.map(({ name }) => name)).toEqual([
      'best-so-far',
      'parallel-coordinates',
      'importance',
      'against-cell',
      'against-training-rate',
      'against-bias',
      'against-kind',
      'pareto-front-0-1',
    ]);
    for (const { title, caption } of figures) expect(title.length * caption.length).toBeGreaterThan(0);
  });

  it('follows the best of suggestions, averaged over seeds, in the direction of the objective', () => {
    const { axes: words, lines } = named('lines', 'best-so-far');
    expect(words).toEqual({ x: 'number of the suggestion', y: 'error (cm)' });
    expect(lines).toEqual([{ label: '', x: [0, 1, 2, 3], y: [5, 2, 2, 1] }]);
    const first = rows.map((one) => ({ ...one, objectives: one.objectives.slice(1) }));
    const up = sweepFigures(first, { ...options, objectives: [objectives[1]!] });
    const best = named('lines', 'best-so-far', up);
    expect(best.lines[0]).toEqual({ label: '', x: [0, 1, 2, 4], y: [1, 2, 4, 9] });
    expect(up.some(({ name }) => name.startsWith('pareto'))).toBe(false);
  });

  it('draws a line for each suggestion, the best first and standing out', () => {
    const figure = named('parallel', 'parallel-coordinates');
    expect(figure.axes).toEqual([
      { label: 'cell', categories: ['gru', 'rnn'] },
      { label: 'training.rate', log: true },
      { label: 'bias' },
      { label: 'kind', categories: ['{"a":1}', '2'] },
      { label: 'error (cm)' },
    ]);
    expect(figure.lines.map(({ values }) => values)).toEqual([
      [1, 0.001, NaN, 1, 1],
      [0, 0.01, 0.5, 0, 2],
      [0, 1, 0, 0, 4],
      [1, 0.1, NaN, 1, 5],
    ]);
    expect(figure.lines.map(({ highlighted }) => highlighted)).toEqual([true, true, true, undefined]);
    expect(figure.lines[1]!.label).toBe('1: cell=gru, training.rate=0.01, bias=0.5, kind={"a":1}');
    const one = named('parallel', 'parallel-coordinates', sweepFigures(rows, { ...options, highlighted: 1 }));
    expect(one.lines.map(({ highlighted }) => highlighted)).toEqual([true, undefined, undefined, undefined]);
  });

  it('shows at most 300 lines and says so', () => {
    const many = Array.from({ length: 301 }, (_, index) => row(index, rnn(0.1), [index, 1]));
    const figure = named('parallel', 'parallel-coordinates', sweepFigures(many, options));
    expect(figure.lines.length).toBe(300);
    expect(figure.caption).toContain('of the best 300 of 301 suggestions');
    expect(named('parallel', 'parallel-coordinates').caption).toContain(
      'One line for each suggestion, averaged',
    );
  });

  it('puts trials against each axis: choices by place, logarithms as such', () => {
    const rate = named('scatter', 'against-training-rate');
    expect(rate.axes).toEqual({ x: 'log10 training.rate', y: 'error (cm)' });
    expect(rate.groups.map(({ label }) => label)).toEqual(['']);
    expect(rate.groups[0]!.x.map((value) => Math.round(value * 1000) / 1000)).toEqual([
      -1, -2, -2, 0, -3, -0.301,
    ]);
    expect(rate.groups[0]!.y).toEqual([5, 3, 1, 4, 1, NaN]);
    const cell = named('scatter', 'against-cell');
    expect(cell.axes.x).toBe('cell (1 gru, 2 rnn)');
    expect(cell.groups[0]!.x).toEqual([2, 1, 1, 1, 2, 2]);
    const bias = named('scatter', 'against-bias');
    expect(bias.axes.x).toBe('bias');
    expect(bias.groups[0]).toEqual({ label: '', x: [0.5, 0.5, 0], y: [3, 1, 4] });
  });

  it('orders settings by importance', () => {
    const { bars, axes: words } = named('bars', 'importance');
    expect(words.x).toBe('share of the variance of error (cm)');
    const values = bars.map(({ value }) => value).filter((value) => !Number.isNaN(value));
    expect(values).toEqual([...values].sort((a, b) => b - a));
    expect(bars.map(({ label }) => label).sort()).toEqual(['bias', 'cell', 'kind', 'training.rate']);
  });

  it('tells the front from the others, in the directions of both objectives', () => {
    const { groups, axes: words } = named('scatter', 'pareto-front-0-1');
    expect(words).toEqual({ x: 'error (cm)', y: 'grid' });
    // Means: 0 (5, 1), 1 (2, 2), 2 (4, 4); 3 and 4 have no number in one of the two.
    expect(groups).toEqual([
      { label: 'on the front', x: [2, 4], y: [2, 4] },
      { label: 'others', x: [5], y: [1] },
    ]);
  });

  it('compares only the largest budget that has finished, and shows all budgets against the axes', () => {
    const budgets = [
      row(0, rnn(0.1), [1, 1], { budget: 9 }),
      row(1, rnn(0.2), [0, 1], { budget: 3 }),
      row(2, rnn(0.3), [2, 1], { budget: 9 }),
      row(3, rnn(0.3), [], { budget: 27, state: 'waiting' }),
    ];
    const all = sweepFigures(budgets, options);
    expect(named('lines', 'best-so-far', all).lines[0]).toEqual({ label: '', x: [0, 2], y: [1, 1] });
    expect(named('scatter', 'against-cell', all).groups).toEqual([
      { label: 'budget 3', x: [2], y: [0] },
      { label: 'budget 9', x: [2, 2], y: [1, 2] },
    ]);
  });

  it('compares those of the budget below where all of the largest have diverged', () => {
    const budgets = [
      row(0, rnn(0.1), [1, 1], { budget: 9 }),
      row(1, rnn(0.2), [2, 1], { budget: 9 }),
      row(2, rnn(0.3), [NaN, 1], { budget: 27 }),
    ];
    const all = sweepFigures(budgets, options);
    expect(named('lines', 'best-so-far', all).lines[0]).toEqual({ label: '', x: [0, 1], y: [1, 1] });
    expect(named('parallel', 'parallel-coordinates', all).lines).toHaveLength(2);
  });

  it('leaves out what has nothing to show', () => {
    expect(sweepFigures(rows, { ...options, objectives: [] })).toEqual([]);
    expect(sweepFigures([], options)).toEqual([]);
    const own = sweepFigures(rows, { ...options, axes: [] });
    expect(own.map(({ name }) => name)).toEqual(['best-so-far', 'pareto-front-0-1']);
  });
});

describe('sweepFigures: learning curves', () => {
  const curve = (level: number) => ({ x: [0, 1], y: [level, level / 2] });
  const words = { x: 'step', y: 'loss (nats)' };

  it('names those of the best suggestions, each seed, and puts others behind', () => {
    const byTrial = new Map(rows.map(({ id, index }) => [id, curve(index)]));
    const all = sweepFigures(rows, {
      ...options,
      highlighted: 2,
      curves: { axes: words, log: true, byTrial },
    });
    const figure = named('lines', 'learning-curves', all);
    expect(figure.axes).toEqual(words);
    expect(figure.log).toBe(true);
    expect(figure.lines.map(({ label, background }) => [label, background])).toEqual([
      ['3: cell=rnn, training.rate=0.001, kind=2', undefined],
      ['1: cell=gru, training.rate=0.01, bias=0.5, kind={"a":1}, seed 1', undefined],
      ['1: cell=gru, training.rate=0.01, bias=0.5, kind={"a":1}, seed 2', undefined],
      ['0, seed 1', true],
      ['2, seed 1', true],
      ['4, seed 1', true],
      ['5, seed 1', true],
    ]);
    expect(figure.lines[0]).toMatchObject(curve(3));
    expect(figure.caption).toContain('4 of 4 others');
  });

  it('shows at most 200 others, and nothing without curves', () => {
    const many = Array.from({ length: 205 }, (_, index) => row(index, rnn(0.1), [index, 1]));
    const byTrial = new Map(many.map(({ id }) => [id, curve(1)]));
    const figure = named(
      'lines',
      'learning-curves',
      sweepFigures(many, { ...options, curves: { axes: words, byTrial } }),
    );
    expect(figure.lines.length).toBe(203);
    expect(figure.caption).toContain('200 of 202 others');
    expect('log' in figure).toBe(false);
    const none = sweepFigures(rows, { ...options, curves: { axes: words, byTrial: new Map() } });
    expect(none.some(({ name }) => name === 'learning-curves')).toBe(false);
  });
});

describe('axisPosition', () => {
  it('is the number, the place of a choice, or NaN', () => {
    expect(axisPosition(axes[0]!, { cell: 'rnn' })).toBe(1);
    expect(axisPosition(axes[0]!, { cell: 'lstm' })).toBeNaN();
    expect(axisPosition(axes[1]!, { 'training.rate': 0.25 })).toBe(0.25);
    expect(axisPosition(axes[1]!, {})).toBeNaN();
    expect(axisPosition(axes[3]!, { kind: { a: 1 } })).toBe(0);
    expect(axisText(axes[1]!)).toEqual([]);
  });

  it('writes the first values of a long point, and how many more there are', () => {
    expect(pointText({ a: 1, b: 2, c: 3 }, 2)).toBe('a=1, b=2 and 1 more');
    expect(pointText({ a: 1, b: 2 }, 2)).toBe('a=1, b=2');
  });

  it('writes a point in a line, with four significant digits', () => {
    expect(pointText({ a: 'x', b: 0.123456, c: 12345678, d: [1], e: null })).toBe(
      'a=x, b=0.1235, c=12345678, d=[1], e=null',
    );
  });
});
