import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRng,
  quietSession,
  readRun,
  resolveConfig,
  runStudy,
  useBackend,
  type Figure,
  type Score,
} from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparedZoo } from '../benchmarks/publishedZoo';
import { sizeNames } from '../benchmarks/tradeOff';
import { createPublished } from '../models/createPublished';
import { networkSize } from '../network/networkSize';
import behaviour from './behaviour';
import categorisation from './categorisation';
import tradeOff from './tradeOff';

await useBackend('cpu');

const folder = mkdtempSync(join(tmpdir(), 'ventral-trade-off-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function asked(config: object = {}) {
  const [scores, figures]: [Score[], Figure[]] = [[], []];
  const parsed = resolveConfig(tradeOff, { config });
  for await (const event of tradeOff.run({ config: parsed, rng: createRng(0), session: quietSession() })) {
    if (event.kind === 'score') scores.push(event.score);
    if (event.kind === 'figure') figures.push(event.figure);
  }
  return { scores, figures };
}

describe('the study of the trade-off', () => {
  it('draws the published networks against all six sizes, a row for each', async () => {
    const { scores, figures } = await asked();
    expect(figures.map(({ name }) => name)).toEqual(sizeNames.map((size) => `trade-off-${size}`));
    const names = scores.flatMap(({ metric, labels }) => (metric === 'top1' ? [labels['model']] : []));
    expect(names).toEqual(comparedZoo.map(({ name }) => name));
    expect(names.filter((name) => String(name).startsWith('rgc_intermediate'))).toHaveLength(1);
    expect(scores.filter(({ metric }) => metric === 'conservedSize')).toHaveLength(6 * 14);
  });

  it('colours them by solution times, and draws these against conserved size, where they are given', async () => {
    const consistencies = { rgc_intermediate: 0.4, ugrnn_intermediate: 0.35, rgc_shallow: 0.2 };
    const { scores, figures } = await asked({ consistencies, sizes: ['map'] });
    expect(figures.map(({ name }) => name)).toEqual([
      ...['trade-off-map', 'trade-off-map-by-consistency', 'consistency-conserved-units'],
      ...['consistency-conserved-parameters', 'consistency-conserved-both'],
    ]);
    const rows = scores.filter(({ metric }) => metric === 'solutionTimeConsistency');
    expect(rows.map(({ labels }) => [labels['model'], labels['observer']])).toEqual([
      ...[
        ['rgc_shallow', 'given'],
        ['ugrnn_intermediate', 'given'],
        ['rgc_intermediate', 'given'],
      ],
    ]);
    await expect(asked({ consistencies: { vgg: 1 } })).rejects.toThrow('got vgg');
    await expect(asked({ runs: [{ run: join(folder, 'none') }] })).rejects.toThrow('must be a run directory');
  });
});

describe('finished runs in the trade-off', () => {
  const at = (name: string) => join(folder, name);
  const runOf = { preset: 'smoke', seed: 1 };
  beforeAll(async () => {
    await runStudy(categorisation, { ...runOf, out: at('first') });
    const config = { run: at('first'), brainScore: false };
    await runStudy(behaviour, { ...runOf, out: at('times'), config });
    copied('second', {}, 0.25);
    copied('sweep', { network: { kind: 'baseline', name: 'base_shallow', width: 0.03 } }, 0.75);
    copied('others', { data: { test: { images: 5 } } }, 0.5);
  }, 240_000);
  /** The first run as another would have left it: nothing but config and scores is read. */
  function copied(name: string, config: object, accuracy: number) {
    cpSync(at('first'), at(name), { recursive: true });
    const written = JSON.stringify(resolveConfig(categorisation, { preset: 'smoke', config }));
    writeFileSync(join(at(name), 'config.json'), written);
    const path = join(at(name), 'results.json');
    const results = JSON.parse(readFileSync(path, 'utf8')) as { scores: { metric: string; value: number }[] };
    for (const score of results.scores) if (score.metric === 'accuracy') score.value = accuracy;
    writeFileSync(path, JSON.stringify(results));
  }
  const accuracy = (name: string) =>
    readRun(at(name)).scores.find(({ metric }) => metric === 'accuracy')!.value;

  it('are rows with the sizes of their networks, recurrent and feed-forward, means over seeds', async () => {
    const runs = ['first', 'second', 'sweep'].map((name) => ({ run: at(name) }));
    const { scores } = await asked({ runs: [{ ...runs[0], behaviour: at('times') }, ...runs.slice(1)] });
    const top1 = scores.filter(({ metric }) => metric === 'top1');
    expect(top1.map(({ labels, value }) => [labels['model'], value])).toEqual([
      ['rgc_shallow x 0.03', expect.closeTo(50 * (accuracy('first') + 0.25), 9)],
      ['base_shallow x 0.03', expect.closeTo(75, 9)],
    ]);
    const own = networkSize(createPublished('rgc_shallow', { scale: { size: 16, classes: 2, width: 0.03 } }));
    const sizeOf = (model: string, size: string) =>
      scores.find(
        ({ metric, labels }) => metric === 'size' && labels['model'] === model && labels['size'] === size,
      )!.value;
    expect(sizeOf('rgc_shallow x 0.03', 'parameters')).toBe(own.parameters);
    expect(sizeOf('rgc_shallow x 0.03', 'timesteps')).toBe(16);
    expect(sizeOf('base_shallow x 0.03', 'mapAndState')).toBe(sizeOf('base_shallow x 0.03', 'map')); // no states
    const [times] = scores.filter(({ metric }) => metric === 'solutionTimeConsistency');
    expect(times!.labels).toEqual({ model: 'rgc_shallow x 0.03', observer: 'synthetic' });
  });

  it('must be comparable', async () => {
    await expect(asked({ runs: [{ run: at('first') }, { run: at('others') }] })).rejects.toThrow(
      'must be judged by the same images',
    );
    await expect(asked({ runs: [{ run: at('times') }] })).rejects.toThrow(
      'must be a finished run of ventral-stream/categorisation, got one of ventral-stream/behaviour',
    );
    await expect(asked({ runs: [{ run: at('sweep'), behaviour: at('times') }] })).rejects.toThrow(
      'must have asked ventral-stream/base_shallow for its solution times, got ventral-stream/rgc_shallow',
    );
    const alike = ['first', 'sweep'].map((name) => ({ run: at(name), label: 'a' }));
    await expect(asked({ runs: alike })).rejects.toThrow('runs of label a must be of one network');
  });
});
