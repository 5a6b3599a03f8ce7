import { describe, expect, it } from 'vitest';
import type { Figure } from '../Figure';
import { FigureFile } from './FigureFile';
import { toJson } from './jsonNumbers';

const words = { name: 'name', title: 'Title', caption: 'Caption.' };
const axes = { x: 'x (m)', y: 'y' };

describe('FigureFile', () => {
  it.each<Figure>([
    {
      ...words,
      kind: 'lines',
      axes,
      lines: [
        { label: 'named', x: [0], y: [NaN] },
        { label: 'behind', x: [0], y: [1], background: true },
      ],
    },
    {
      ...words,
      kind: 'bars',
      axes,
      bars: [
        { label: 'rate', value: 0.5, interval: [0.4, Infinity] },
        { label: 'cell', value: NaN },
      ],
    },
    {
      ...words,
      kind: 'parallel',
      axes: [
        { label: 'cell', categories: ['gru', 'rnn'] },
        { label: 'rate', log: true },
      ],
      lines: [
        { label: 'one', values: [0, 0.1], highlighted: true },
        { label: 'two', values: [1, NaN] },
      ],
    },
    {
      ...words,
      kind: 'maps',
      maps: [{ label: 'one', values: [[0, NaN]] }],
      range: [0, 1],
      unit: 'share',
    },
    {
      ...words,
      kind: 'graph',
      nodes: [
        { name: 'image', lines: ['8x8x3'] },
        { name: 'conv1', lines: ['8x8x4', '1 cell'], cell: 'gru' },
      ],
      edges: [
        { from: 'image', to: 'conv1', kind: 'feedforward' },
        { from: 'conv1', to: 'conv1', kind: 'feedback' },
      ],
    },
  ])('reads back $kind as they were written, NaN and infinities among them', (figure) => {
    expect(FigureFile.parse(JSON.parse(toJson(figure)))).toEqual(figure);
  });

  it('refuses a bar without a value and an axis without a label', () => {
    expect(() => FigureFile.parse({ ...words, kind: 'bars', axes, bars: [{ label: 'rate' }] })).toThrow(
      /value/,
    );
    expect(() => FigureFile.parse({ ...words, kind: 'parallel', axes: [{}], lines: [] })).toThrow(/label/);
    const edges = [{ from: 'a', to: 'a', kind: 'sideways' }];
    expect(() => FigureFile.parse({ ...words, kind: 'graph', nodes: [], edges })).toThrow(/kind/);
  });
});
