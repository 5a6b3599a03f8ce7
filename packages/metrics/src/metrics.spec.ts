import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import * as arrays from '@goal-driven/core/arrays';
import * as exported from './index';
import {
  gridScore,
  gridScores,
  metrics,
  selectivity,
  sparsity,
  spatialInformation,
  spatialInformationRate,
} from './index';
import { parkMiller } from './_fixtureMaps';

const functions: {
  [name in keyof typeof metrics]: (map: arrays.NdArray, occupancy: arrays.NdArray) => number;
} = {
  gridScore: (map) => gridScore(map),
  gridScore90: (map) => gridScores(map).score90,
  spatialInformation,
  spatialInformationRate,
  sparsity,
  selectivity,
};

describe('metrics', () => {
  const occupancy = parkMiller(2, [10, 10]);
  for (const [name, metric] of Object.entries(metrics)) {
    const score = functions[name as keyof typeof metrics];

    it(`${name} is named by its key and stays in its range`, () => {
      expect(metric.name).toBe(name);
      for (let seed = 1; seed < 20; seed++) {
        const value = score(parkMiller(seed, [10, 10]), occupancy);
        expect(value).toBeGreaterThanOrEqual(metric.range[0] ?? -Infinity);
        expect(value).toBeLessThanOrEqual(metric.range[1] ?? Infinity);
      }
    });

    it(`${name} is NaN, never 0, for a silent cell, and leaves its input alone`, () => {
      const silent = arrays.ndArray(new Float64Array(100), [10, 10]);
      expect(score(silent, occupancy)).toBeNaN();
      const map = parkMiller(3, [10, 10]);
      score(map, occupancy);
      expect(map).toEqual(parkMiller(3, [10, 10]));
    });
  }
});

describe('README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

  it('has an example that prints what it says', () => {
    const example = /```js\n([^]*?)```/.exec(readme)![1]!;
    expect(example.trim().split('\n').length).toBeLessThan(20);
    const names = [...example.matchAll(/^import \{ (.*) \}/gm)].flatMap((match) => match[1]!.split(', '));
    const known = { ...arrays, ...exported } as { [name: string]: unknown };
    let printed = '';
    const console = { log: (...values: unknown[]) => void (printed = values.join(' ')) };
    const scope = { console, Float64Array, ...Object.fromEntries(names.map((name) => [name, known[name]])) };
    runInNewContext(example.replaceAll(/^import .*$/gm, ''), scope);
    expect(readme).toContain(`It prints \`${printed}\`.`);
  });
});
