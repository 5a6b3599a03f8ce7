import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import * as arrays from '@goal-driven/core/arrays';
import { cellExamples } from './definitions/cellMetrics.fixture';
import { behaviourExamples } from './definitions/behaviourMetrics.fixture';
import { consistencyExamples } from './definitions/consistencyMetrics.fixture';
import { fieldExamples } from './definitions/fieldMetrics.fixture';
import { lnpExamples } from './definitions/lnpMetrics.fixture';
import { mapped, parkMiller } from './_fixtures';
import { mapExamples } from './definitions/mapMetrics.fixture';
import type { MetricExample } from './_metricExample';
import { rateMapExamples } from './definitions/rateMapMetrics.fixture';
import { reliabilityExamples } from './definitions/reliabilityMetrics.fixture';
import { readoutExamples } from './definitions/readoutMetrics.fixture';
import { spatialExamples } from './definitions/spatialMetrics.fixture';
import { tuningExamples } from './definitions/tuningMetrics.fixture';
import { representationExamples } from './definitions/representationMetrics.fixture';
import { statisticsExamples } from './definitions/statisticsMetrics.fixture';
import * as exported from './index';
import { metrics } from './index';
import type { Metric, MetricValue } from './Metric';

const examples: { [name in keyof typeof metrics]: MetricExample } = {
  ...rateMapExamples,
  ...spatialExamples,
  ...fieldExamples,
  ...tuningExamples,
  ...cellExamples,
  ...lnpExamples,
  ...consistencyExamples,
  ...mapExamples,
  ...behaviourExamples,
  ...representationExamples,
  ...statisticsExamples,
  ...reliabilityExamples,
  ...readoutExamples,
};

/** The numbers of a result, one after the other. */
function numbersOf(value: MetricValue): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object') return [];
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  if ('values' in value && ArrayBuffer.isView(value['values'])) return [...value['values']] as number[];
  return Object.values(value as object).flatMap((inner) => numbersOf(inner as MetricValue));
}

/** The array with its slices along an axis in opposite order. */
function reversed({ values, shape }: arrays.NdArray, axis: number): arrays.NdArray {
  const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const length = shape[axis]!;
  const from = (index: number): number => {
    const at = Math.floor(index / inner) % length;
    return index + (length - 1 - 2 * at) * inner;
  };
  return arrays.ndArray(
    values.map((_, index) => values[from(index)]!),
    shape,
  );
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, index) => {
    const wanted = expected[index]!;
    if (Number.isNaN(wanted)) expect(value).toBeNaN();
    else expect(Math.abs(value - wanted)).toBeLessThan(1e-9 * Math.max(1, Math.abs(wanted)));
  });
}

describe.each(Object.entries(metrics as { [name: string]: Metric }))('%s', (name, metric) => {
  const { arrays: given, options, undefinedFor } = examples[name as keyof typeof metrics];
  const [first, array] = Object.entries(given)[0]!;

  it('is named by its key and gives what it says', () => {
    expect(metric.name).toBe(name);
    const result = metric.run(given, options);
    expect(Object.keys(result).sort()).toEqual(['n', ...Object.keys(metric.gives)].sort());
    expect(result.n).toBeGreaterThan(0);
    expect(numbersOf(result).some(Number.isFinite)).toBe(true);
  });

  it('has no option named like an argument, for the command line has one name for either', () => {
    const settings = Object.keys(metric.options.shape);
    expect(Object.keys(metric.arguments).filter((argument) => settings.includes(argument))).toEqual([]);
  });

  it('gives the same twice, and leaves its input alone', () => {
    const before = structuredClone(given);
    const result = metric.run(given, options);
    expect(given).toEqual(before);
    expect(metric.run(given, options)).toEqual(result);
  });

  it('tells of progress, if at all, in order and to its end', () => {
    const heard: (readonly [number, number])[] = [];
    metric.run(given, options, (done, total) => heard.push([done, total]));
    expect(heard.map(([done]) => done)).toEqual(heard.map((_, index) => heard[0]![0] + index));
    if (heard.length > 0) expect(heard.at(-1)![0]).toBe(heard.at(-1)![1]);
  });

  it('stays in its range', () => {
    for (const value of numbersOf(metric.run(given, options)['values'] ?? [])) {
      if (Number.isNaN(value)) continue;
      expect(value).toBeGreaterThanOrEqual(metric.range[0] ?? -Infinity);
      expect(value).toBeLessThanOrEqual(metric.range[1] ?? Infinity);
    }
  });

  it('is indifferent to what it says', () => {
    const { gain = [], offset = [], order = [] } = metric.invariances ?? {};
    const expected = numbersOf(metric.run(given, options));
    const expectSame = (changed: { readonly [argument: string]: arrays.NdArray }) =>
      expectClose(numbersOf(metric.run({ ...given, ...changed }, options)), expected);
    for (const argument of gain) expectSame({ [argument]: mapped(given[argument]!, (value) => 3.5 * value) });
    for (const argument of offset) expectSame({ [argument]: mapped(given[argument]!, (value) => value + 2) });
    for (const axes of order) {
      const entries = Object.entries(axes).map(([argument, axis]) => [
        argument,
        reversed(given[argument]!, axis),
      ]);
      expectSame(Object.fromEntries(entries) as { [argument: string]: arrays.NdArray });
    }
  });

  it('refuses what it does not know', () => {
    expect(() => metric.run({ ...given, other: array }, options)).toThrow('got "other"');
    expect(() => metric.run(given, { ...options, other: 1 })).toThrow(/must fit their schema[^]*other/);
    const { [first]: _, ...rest } = given;
    expect(() => metric.run(rest, options)).toThrow(`${name}: ${first} must be given`);
    const deep = parkMiller(1, [1, 1, 1, 1, 1, 1]);
    expect(() => metric.run({ ...given, [first]: deep }, options)).toThrow(/must have .* axes/);
  });

  it.runIf(undefinedFor)('is NaN, never 0, where it is undefined', () => {
    const result = metric.run(undefinedFor!.arrays, undefinedFor!.options);
    for (const key of undefinedFor!.results) {
      const numbers = numbersOf(result[key]!);
      expect(numbers.length).toBeGreaterThan(0);
      expect(numbers.filter((value) => !Number.isNaN(value))).toEqual([]);
    }
  });
});

describe('the registry', () => {
  it('holds every group, and no name twice', async () => {
    const folder = new URL('definitions/', import.meta.url);
    const files = readdirSync(folder).filter((name) => /^\w+Metrics\.ts$/.test(name));
    const groups = await Promise.all(
      files.map((name) => import(`./definitions/${name.slice(0, -3)}.ts`) as Promise<object>),
    );
    const records = groups.flatMap((group) =>
      Object.entries(group).filter(([name]) => name.endsWith('Metrics')),
    );
    const names = records.flatMap(([, record]) => Object.keys(record as object));
    expect(names.sort()).toEqual(Object.keys(metrics).sort());
  });
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
