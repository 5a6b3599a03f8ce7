import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError, DataError } from '@goal-driven/core/arrays';
import { fuzz, meetsDamage } from '../../hostile.fixture';
import { readCsv, type CsvOptions } from './readCsv';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, options?: CsvOptions) => readCsv(bytes(text), options);
const refused = (text: string, options?: CsvOptions) =>
  expect(() => read(text, { name: 'a.csv', ...options }));

const TABLE = `\ufeffunit,rate,area,good,id,none\r\n1,2.5,"V1, left",true,123456789012345678,\r\n-2,NaN,"a ""b""\nc",False,2,\r\n\r\n3e2,-inf,,TRUE,,\r\n`;

describe('readCsv', () => {
  it('reads a table with a type for each column', () => {
    expect(read(TABLE)).toEqual({
      rows: 3,
      columns: {
        unit: { type: 'number', values: Float64Array.of(1, -2, 300) },
        rate: { type: 'number', values: Float64Array.of(2.5, NaN, -Infinity) },
        area: { type: 'text', values: ['V1, left', 'a "b"\nc', ''] },
        good: { type: 'boolean', values: Uint8Array.of(1, 0, 1) },
        id: { type: 'text', values: ['123456789012345678', '2', ''] },
        none: { type: 'text', values: ['', '', ''] },
      },
    });
  });

  it('takes other delimiters, names and types', () => {
    expect(read('1;2\n3;4\n', { delimiter: ';', header: ['a', 'b'], types: { b: 'text' } })).toEqual({
      rows: 2,
      columns: {
        a: { type: 'number', values: Float64Array.of(1, 3) },
        b: { type: 'text', values: ['2', '4'] },
      },
    });
    expect(read('a\tb', { delimiter: '\t' })).toEqual({
      rows: 0,
      columns: { a: { type: 'text', values: [] }, b: { type: 'text', values: [] } },
    });
    expect(read('true\n1', {}).columns).toEqual({ true: { type: 'number', values: Float64Array.of(1) } });
    expect(read('x\ntrue\n1').columns['x']).toEqual({ type: 'text', values: ['true', '1'] });
  });

  it('gives back the doubles and texts that were written', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double(), fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 20 }),
        (rows) => {
          const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
          const written = rows.map(([x, text]) => `${Object.is(x, -0) ? '-0' : x},${quoted(text)}`);
          const { columns } = read(['x,text', ...written].join('\n'), {
            types: { x: 'number', text: 'text' },
          });
          expect([...columns['x']!.values]).toEqual(rows.map(([x]) => x));
          expect(columns['text']!.values).toEqual(rows.map(([, text]) => text));
        },
      ),
      { numRuns: 200 },
    ));

  it('says line and column', () => {
    refused('a,b\n1,2\n3\n').toThrow('a.csv: line 3 must have 2 cells, got 1');
    refused('a,b\n1,x\n', { types: { b: 'number' } }).toThrow(
      'a.csv: line 2, column "b": must be a number that a double has, got "x"',
    );
    refused('a\n"1\n').toThrow(
      /^a\.csv: line \d must be cells as RFC 4180 has them, got CSV_QUOTE_NOT_CLOSED$/,
    );
    refused('a,a\n').toThrow('a.csv: line 1: columns must differ, got "a" twice');
    refused('').toThrow('a.csv: line 1 must name the columns, got an empty file');
    refused('a\n1', { types: { b: 'text' } }).toThrow(ConfigError);
    refused(`a\n"${'x'.repeat(2 ** 21)}"`).toThrow('CSV_MAX_RECORD_SIZE');
    expect(() => readCsv(Uint8Array.of(0x61, 0x0a, 0xff))).toThrow(DataError);
  });

  fuzz('readCsv, damaged tables', () => meetsDamage(bytes(TABLE), (file) => readCsv(file)));
});
