import type { Score } from '@goal-driven/core';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { Axis } from './Axis';
import { Objective } from './SweepFile';
import { tableCsv } from './tableCsv';
import { tableParquet } from './tableParquet';
import { tidyTable } from './tidyTable';
import type { TrialRow } from './TrialRow';

const axes = [
  { name: 'cell', values: { gru: {}, 'r,nn "plain"': {} } },
  { path: 'rate', low: 0, high: 1, when: { axis: 'cell', is: ['gru'] } },
  { path: 'units', low: 1, high: 9, integer: true },
  { name: 'seed', path: 'training.seed', choices: [1, 2] },
  { path: 'flag', choices: [true, false] },
  { path: 'kind', choices: [{ b: 1, a: 'x' }, 'none', null] },
  { path: 'half', choices: [0.5, 1] },
].map((axis) => Axis.parse(axis));
const objectives = [Objective.parse({ metric: 'error' }), Objective.parse({ metric: 'index' })];
const rows: TrialRow[] = [
  {
    index: 0,
    id: 'aa',
    point: { cell: 'gru', rate: 0.25, units: 3, seed: 2, flag: true, kind: { b: 1, a: 'x' }, half: 0.5 },
    seed: 7,
    budget: 9,
    state: 'finished',
    objectives: [1.5, NaN],
    seconds: 12.5,
    attempts: 2,
    worker: 'one\ntwo',
  },
  {
    index: 1,
    id: 'bb',
    point: { cell: 'r,nn "plain"', units: 4, seed: 1, flag: false, kind: 'none', half: 1 },
    seed: 8,
    state: 'failed',
    objectives: [],
    seconds: NaN,
    attempts: 3,
    worker: '',
  },
  {
    index: 2,
    id: 'cc',
    point: { config: 'small' },
    seed: 2 ** 40,
    state: 'waiting',
    objectives: [],
    seconds: NaN,
    attempts: 0,
    worker: 'w',
  },
];
const score = (metric: string, value: number, labels: Score['labels'] = {}): Score => ({
  metric,
  version: 1,
  labels,
  value,
  ceiling: NaN,
  ceiled: NaN,
  n: 1,
  unit: '',
});
const scores = new Map([
  [
    'aa',
    [score('loss', 3), score('grid', 1, { unit: 0 }), score('grid', 2, { unit: 1 }), score('error', 1.5)],
  ],
  ['bb', [score('grid', 5), score('late', NaN)]],
  ['zz', [score('other', 1)]],
]);
const table = tidyTable(rows, { axes, objectives, scores });
const column = (name: string) => table.find((one) => one.name === name)!;

describe('tidyTable', () => {
  it('has its columns in order, and names that are taken with their kind', () => {
    expect(table.map(({ name, type }) => `${name}:${type}`)).toEqual([
      'index:integer',
      'id:text',
      'seed:integer',
      'budget:number',
      'state:text',
      'seconds:number',
      'attempts:integer',
      'worker:text',
      'cell:text',
      'rate:number',
      'units:integer',
      'axis.seed:integer',
      'flag:boolean',
      'kind:text',
      'half:number',
      'config:text',
      'error:number',
      'objective.index:number',
      'loss:number',
      'score.error:number',
      'late:number',
    ]);
  });

  it('has a row for each trial, null for what is not there', () => {
    expect(column('budget').values).toEqual([9, null, null]);
    expect(column('rate').values).toEqual([0.25, null, null]);
    expect(column('axis.seed').values).toEqual([2, 1, null]);
    expect(column('flag').values).toEqual([true, false, null]);
    expect(column('kind').values).toEqual(['{"a":"x","b":1}', '"none"', null]);
    expect(column('config').values).toEqual([null, null, 'small']);
    expect(column('error').values).toEqual([1.5, null, null]);
    expect(column('objective.index').values).toEqual([NaN, null, null]);
    expect(column('loss').values).toEqual([3, null, null]);
    expect(column('late').values).toEqual([null, NaN, null]);
  });

  it('has no budget where there is none, and no rows without trials', () => {
    const empty = tidyTable([], { axes: axes.slice(0, 2), objectives: [] });
    expect(empty.map(({ name, type }) => `${name}:${type}`).slice(-4)).toEqual([
      'attempts:integer',
      'worker:text',
      'cell:text',
      'rate:number',
    ]);
    expect(empty.some(({ name }) => name === 'budget')).toBe(false);
    expect(tableCsv(empty)).toBe('index,id,seed,state,seconds,attempts,worker,cell,rate\r\n');
  });
});

describe('tableCsv', () => {
  it('quotes what RFC 4180 asks for and leaves undefined numbers empty', () => {
    const csv = tableCsv(
      table.filter(({ name }) => ['id', 'seconds', 'worker', 'cell', 'flag', 'late'].includes(name)),
    );
    expect(csv).toBe(
      'id,seconds,worker,cell,flag,late\r\n' +
        'aa,12.5,"one\ntwo",gru,true,\r\n' +
        'bb,,,"r,nn ""plain""",false,\r\n' +
        'cc,,w,,,\r\n',
    );
    expect(tableCsv([{ name: 'a,b', type: 'text', values: ['\r', '"'] }])).toBe('"a,b"\r\n"\r"\r\n""""\r\n');
    expect(tableCsv([])).toBe('\r\n');
  });
});

describe('tableParquet', () => {
  it('reads back as what it was, type by type', async () => {
    const bytes = tableParquet(table);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const read = await parquetReadObjects({ file });
    expect(read).toEqual(
      rows.map((_, row) =>
        Object.fromEntries(
          table.map(({ name, type, values }) => {
            const value = values[row]!;
            return [name, type === 'integer' && value !== null ? BigInt(value) : value];
          }),
        ),
      ),
    );
    const kinds = parquetMetadata(file)
      .schema.slice(1)
      .map(({ name, type }) => `${name}:${type}`);
    expect(kinds.slice(0, 6)).toEqual([
      'index:INT64',
      'id:BYTE_ARRAY',
      'seed:INT64',
      'budget:DOUBLE',
      'state:BYTE_ARRAY',
      'seconds:DOUBLE',
    ]);
    expect(kinds).toContain('flag:BOOLEAN');
    expect([...bytes.slice(0, 4)]).toEqual([...'PAR1'].map((letter) => letter.charCodeAt(0)));
  });

  it('is the same bytes for the same table, and a file without rows where there are none', async () => {
    expect(tableParquet(table)).toEqual(tableParquet(table));
    const bytes = tableParquet(tidyTable([], { axes, objectives }));
    expect(await parquetReadObjects({ file: bytes.slice().buffer })).toEqual([]);
  });
});
