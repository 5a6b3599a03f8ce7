import { expect, it } from 'vitest';
import { replaceRows } from './table.mjs';

const page = (/** @type {string[]} */ names, /** @type {string} */ mark, processor = 'P') =>
  [
    `- Processor: ${processor}`,
    ...['Wall', 'CPU'].flatMap((what) => [
      '',
      `${what}:`,
      '',
      '| network | ms |',
      '|---|---|',
      ...names.map((name) => `| ${name} | ${what} ${mark} |`),
    ]),
  ].join('\n');

it('rows measured anew take the places of the old ones in both tables, and the others stay', () => {
  const merged = replaceRows(page(['a', 'b, c', 'd'], 'old'), page(['b, c'], 'new'));
  expect(merged.split('\n').filter((line) => / (old|new) /.test(line))).toEqual([
    '| a | Wall old |',
    '| b, c | Wall new |',
    '| d | Wall old |',
    '| a | CPU old |',
    '| b, c | CPU new |',
    '| d | CPU old |',
  ]);
  expect(replaceRows(page(['a'], 'old'), page(['a'], 'old'))).toBe(page(['a'], 'old'));
});

it('rows that the page does not have go to the end of both tables', () => {
  const merged = replaceRows(page(['a', 'b'], 'old'), page(['c', 'b', 'd'], 'new'));
  expect(merged).toBe(page(['a', 'b', 'c', 'd'], 'new').replaceAll(/(\| a \| \w+) new/g, '$1 old'));
});

it('rows of another machine are refused', () => {
  expect(() => replaceRows(page(['a'], 'old'), page(['a'], 'new', 'Q'))).toThrow(
    'bench: rows must be of one machine to stand in one table, got - Processor: Q beside - Processor: P',
  );
});
