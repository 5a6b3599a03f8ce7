import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseRunsFile } from '../../runs/parseRunsFile';
import { RUNS_FORMAT } from '../../runs/RunsFile';
import { colourGroups } from './colourGroups';
import { compareRows } from './compareRows';
import { defaultAxes } from './defaultAxes';
import { filterRows } from './filterRows';
import { plotScale } from './plotScale';
import { runsTable } from './runsTable';
import { sortRows } from './sortRows';

const file = {
  ...{ format: RUNS_FORMAT, version: 1, note: 'four', complete: true, rows: 4, claims: [] },
  texts: [
    { name: 'run', about: 'run', values: ['b10', 'b9', 'a'], at: [0, 1, 2, 2] },
    { name: 'A', about: 'model', values: ['LSTM', '__proto__'], at: [0, 1, -1, 0] },
    { name: 'network.units', about: 'setting', values: ['8', '16'], at: [0, 1, 0, 1] },
  ],
  numbers: [
    { name: 'parameters', unit: '', values: [1, 2, 3, 4] },
    { name: 'decodingError', unit: 'cm', values: [3, 1, null, 2] },
    { name: 'neuralFit', unit: '', values: [0.1, null, 0.3, 0.4] },
  ],
};
const table = runsTable(parseRunsFile(JSON.stringify(file)));
const all = Uint32Array.of(0, 1, 2, 3);

describe('a file of runs', () => {
  it.each([
    ['{', 'runs: the file must be JSON'],
    ['[]', 'runs: the file must be a record'],
    ['['.repeat(1e5), 'runs: the file must be JSON'],
    [JSON.stringify({ ...file, rows: 1e9 }), 'runs: rows must be 0 to 200000, got 1000000000'],
    [JSON.stringify({ ...file, rows: 3 }), 'runs: run must be at most 3 long, got 4'],
    [JSON.stringify({ ...file, more: 1 }), 'runs: the file must be only format'],
    [JSON.stringify(file).replace('"note"', '"__proto__":{},"note"'), 'got __proto__'],
    [JSON.stringify({ ...file, note: { toString: 1 } }), 'runs: note must be a text, got a record or list'],
    [
      JSON.stringify(file).replace('[1,2,3,4]', '[1,2,3,"NaN"]'),
      'runs: parameters must be numbers or null, got NaN',
    ],
    [JSON.stringify(file).replace('[0,1,-1,0]', '[0,1,-1,2]'), 'runs: A must be -1 to 1, got 2'],
    [JSON.stringify(file).replace('"neuralFit"', '"parameters"'), 'columns must be names that differ'],
  ])('is refused where it is another: %#', (text, message) => {
    expect(() => parseRunsFile(text)).toThrow(message);
  });

  it('is what it was, once read', () => {
    const { complete, ...read } = parseRunsFile(JSON.stringify(file));
    expect({ ...read, complete }).toEqual(file);
  });
});

describe('rows', () => {
  it.each([
    [{ words: 'lstm' }, [0, 3]],
    [{ words: 'B9 __PROTO__' }, [1]],
    [{ words: 'nothing' }, []],
    [{ is: { column: 'A', text: '' } }, [2]],
    [{ is: { column: 'A', text: 'GRU' } }, []],
    [{ between: [{ column: 'decodingError', low: 1, high: 2 }] }, [1, 3]],
  ])('are found by %j', (filter, rows) => {
    expect([...filterRows(table, { words: '', between: [], is: undefined, ...filter })]).toEqual(rows);
  });

  it.each([
    ['run', false, [2, 3, 1, 0]], // numbers in texts count as numbers
    ['decodingError', false, [1, 3, 0, 2]],
    ['decodingError', true, [0, 3, 1, 2]],
    ['no such', false, [0, 1, 2, 3]],
  ])('are sorted by %s, down: %s', (column, down, rows) => {
    expect([...sortRows(table, all, { column, down })]).toEqual(rows);
  });

  it('differ in what is not the same', () => {
    expect(compareRows(table, 0, 1)).toEqual([{ path: 'network.units', one: '8', other: '16' }]);
    expect(compareRows(table, 0, 2)).toEqual([]);
  });

  it('are coloured by what is common among those shown', () => {
    expect(colourGroups(table, 'A', all)).toEqual({
      labels: ['LSTM', '__proto__', 'not stated'],
      of: Uint8Array.of(0, 1, 2, 0),
    });
    expect(colourGroups(table, 'A', Uint32Array.of(1)).labels).toEqual(['__proto__']);
  });

  it('are shown by task performance and neural predictivity at first', () => {
    expect(defaultAxes(table)).toMatchObject({ x: 'decodingError', y: 'neuralFit' });
  });
});

describe('a scale of the plot', () => {
  it('goes both ways and has a few round numbers, whatever the values', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const scale = plotScale(values, { from: 10, to: 410 });
        expect(scale.ticks.length).toBeLessThan(20);
        for (const each of values) {
          const pixel = scale.toPixel(each);
          expect(pixel >= 9.99 && pixel <= 410.01).toBe(true);
        }
      }),
    );
    expect(plotScale([6e-323], { from: 10, to: 410 }).toPixel(6e-323)).toBe(210);
    expect(plotScale([0, 10], { from: 0, to: 1 }).ticks).toEqual([0, 5, 10]);
    expect(plotScale([], { from: 0, to: 1 })).toMatchObject({ low: -0.05, high: 1.05 });
  });
});
