import { expect, it } from 'vitest';
import { exampleRun } from './_exampleRun';
import { differingSettings } from './differingSettings';

const runs = (...configs: object[]) => configs.map((config) => ({ ...exampleRun(1), config }));

it('finds the settings that differ, the one with most values first, and those in step once', () => {
  const found = differingSettings(
    runs(
      { cell: 'a', net: { units: 1, twice: 2 }, seed: 0 },
      { cell: 'a', net: { units: 2, twice: 4 }, seed: 0 },
      { cell: 'b', net: { units: 3, twice: 6 }, seed: 0 },
    ),
  );
  expect(found).toEqual([
    { path: 'net.units', name: 'units', values: ['1', '2', '3'], distinct: ['1', '2', '3'] },
    { path: 'cell', name: 'cell', values: ['a', 'a', 'b'], distinct: ['a', 'b'] },
  ]);
});

it('counts a setting that a run does not have as another value', () => {
  expect(differingSettings(runs({ a: 1 }, { a: 1, b: 2 }))).toEqual([
    { path: 'b', name: 'b', values: ['', '2'], distinct: ['', '2'] },
  ]);
  expect(differingSettings(runs({ a: 1 }, { a: 1 }))).toEqual([]);
});
