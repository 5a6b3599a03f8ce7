import { expect, it } from 'vitest';
import { figureCsv } from './figureCsv';

const words = { name: 'name', title: '', caption: '' };

it('has one line per observation, an empty cell for NaN, quotes where they are needed', () => {
  const csv = figureCsv({
    ...words,
    kind: 'lines',
    axes: { x: '', y: '' },
    lines: [{ label: 'a "b", c', x: [0, 1], y: [0.5, NaN] }],
  });
  expect(csv).toBe('line,x,y\r\n"a ""b"", c",0,0.5\r\n"a ""b"", c",1,\r\n');
});

it('names the category of each value', () => {
  const csv = figureCsv({
    ...words,
    kind: 'categories',
    axes: { x: '', y: '' },
    categories: ['a', 'b', 'c'],
    groups: [{ label: 'g', values: [[1, 2], [NaN]] }],
  });
  expect(csv).toBe('group,category,value\r\ng,a,1\r\ng,a,2\r\ng,b,\r\n');
});

it('tells a map from what lies below it', () => {
  const csv = figureCsv({
    ...words,
    kind: 'maps',
    unit: '',
    maps: [{ label: 'u', values: [[1, 2]], below: [[3]] }],
  });
  expect(csv.split('\r\n').slice(1, -1)).toEqual(['u,map,0,0,1', 'u,map,0,1,2', 'u,below,0,0,3']);
});

it('keeps intervals of bars, and the categories that values of an axis stand for', () => {
  const bars = figureCsv({
    ...words,
    kind: 'bars',
    axes: { x: '', y: '' },
    bars: [
      { label: 'rate', value: 0.5, interval: [0.4, 0.6] },
      { label: 'cell', value: NaN },
    ],
  });
  expect(bars).toBe('bar,value,low,high\r\nrate,0.5,0.4,0.6\r\ncell,,,\r\n');
  const parallel = figureCsv({
    ...words,
    kind: 'parallel',
    axes: [{ label: 'cell', categories: ['gru', 'rnn'] }, { label: 'bias' }],
    lines: [{ label: 'a', values: [1, NaN] }],
  });
  expect(parallel).toBe('line,axis,value,category\r\na,cell,1,rnn\r\na,bias,,\r\n');
});

it('lists the layers of a graph with what is said of them, then its arrows', () => {
  const csv = figureCsv({
    ...words,
    kind: 'graph',
    nodes: [
      { name: 'a', lines: ['8x8x3', '2'] },
      { name: 'b', lines: [], cell: 'gru' },
    ],
    edges: [{ from: 'a', to: 'b', kind: 'bypass' }],
  });
  expect(csv).toBe('part,name,to,kind,lines\r\nnode,a,,,8x8x3; 2\r\nnode,b,,gru,\r\nedge,a,b,bypass,\r\n');
});
