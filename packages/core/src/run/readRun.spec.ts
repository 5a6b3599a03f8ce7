import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../DataStream';
import { ConfigError, DataError } from '../errors';
import { parseMetrics } from './curves';
import { toJson } from './jsonNumbers';
import { readRun } from './readRun';
import { deepMerge, resolveConfig } from './runConfig';
import { planeStudy } from '../train/fixtures/planeStudy';

let folder: string;
const put = (name: string, content: unknown) => writeFileSync(join(folder, name), toJson(content));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
  put('config.json', { a: 1 });
  put('status.json', { state: 'running', step: 0, updated: '', pid: 1 });
  const nothing = { inputs: {}, git: null, command: [], started: '', resumed: [], versions: {} };
  put('manifest.json', { study: 's', seed: 0, backend: 'cpu', platform: '', ...nothing });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('readRun', () => {
  it('a run that has only begun is empty where nothing was written', () => {
    expect(readRun(folder)).toMatchObject({
      config: { a: 1 },
      metrics: [],
      scores: [],
      figures: [],
      complete: false,
    });
  });

  it('a torn last line of the curves is left out, NaN and infinities come back', () => {
    const text = `${toJson({ step: 1, loss: NaN, top: -Infinity })}\n${toJson({ step: 2, loss: 0.5 })}\n{"step":3,"lo`;
    expect(parseMetrics(text)).toEqual([
      { step: 1, values: { loss: NaN, top: -Infinity } },
      { step: 2, values: { loss: 0.5 } },
    ]);
    expect(() => parseMetrics('{"step":1}\nnonsense\n{"step":2}\n')).toThrow(/line 2 must be/);
  });

  it.each([
    ['a folder without a run', () => rmSync(join(folder, 'config.json'))],
    ['text that is no JSON', () => writeFileSync(join(folder, 'status.json'), '{')],
    ['a status of another kind', () => put('status.json', { state: 'asleep' })],
    ['scores that are none', () => put('results.json', { scores: [1] })],
    ['a folder in place of a file', () => mkdirSync(join(folder, 'results.json'))],
    [
      'a file too large to be one of ours',
      () => {
        put('results.json', {});
        truncateSync(join(folder, 'results.json'), 2 ** 33);
      },
    ],
    [
      'a figure of an unknown kind',
      () => {
        mkdirSync(join(folder, 'figures'));
        put('figures/a.json', { kind: 'hologram' });
      },
    ],
    ['figures that are a file', () => put('figures', {})],
  ])('%s is a DataError', (_what, spoil) => {
    spoil();
    expect(() => readRun(folder)).toThrow(DataError);
  });
});

describe('resolveConfig', () => {
  it('lays single values over the configuration, over the preset, over the defaults', () => {
    const config = { units: 6, train: { logEvery: 3 } };
    const resolved = resolveConfig(planeStudy, { preset: 'quick', config, sets: { 'train.logEvery': 5 } });
    expect(resolved).toMatchObject({ units: 6, train: { steps: 10, logEvery: 5, keepLast: 2 } });
    expect(resolveConfig(planeStudy, {})).toMatchObject({ units: 8, train: { steps: 100 } });
  });

  it('names what does not fit by its path', () => {
    expect(() => resolveConfig(planeStudy, { preset: 'quick', sets: { 'train.steps': 'many' } })).toThrow(
      /→ at train\.steps/,
    );
    expect(() => resolveConfig(planeStudy, { sets: { 'train..steps': 1 } })).toThrow(ConfigError);
    expect(() => resolveConfig(planeStudy, { preset: 'toString' })).toThrow(
      /must be one of quick, got toString/,
    );
  });

  it('replaces a record by one of another kind, and merges those of the same', () => {
    const under = { network: { kind: 'named', name: 'a', width: 2 } };
    const of = (network: Json) => deepMerge(under, { network });
    expect(of({ kind: 'graph', nodes: 3 })).toEqual({ network: { kind: 'graph', nodes: 3 } });
    expect(of({ kind: 'named', width: 3 })).toEqual({ network: { kind: 'named', name: 'a', width: 3 } });
    expect(of({ width: 3 })).toEqual({ network: { kind: 'named', name: 'a', width: 3 } });
    const sgd = { train: { optimizer: { kind: 'sgd', momentum: 0.5 } } };
    const sets = { 'train.optimizer.kind': 'adam', 'train.optimizer.epsilon': 1e-3 };
    expect(resolveConfig(planeStudy, { preset: 'quick', config: sgd, sets }).train.optimizer).toMatchObject({
      ...{ kind: 'adam', epsilon: 1e-3 },
    });
  });

  it('a key named __proto__ is a key like any other', () => {
    const hostile = JSON.parse('{"__proto__": {"units": 1}}') as Json;
    expect(Object.hasOwn(deepMerge({}, hostile) as object, '__proto__')).toBe(true);
    expect(() => resolveConfig(planeStudy, { config: hostile as object })).toThrow(ConfigError);
    expect(() => resolveConfig(planeStudy, { sets: { '__proto__.polluted': 1 } })).toThrow(ConfigError);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
