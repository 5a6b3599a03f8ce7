import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng, resolveConfig, runStudy, tf, useBackend, type Score } from '@goal-driven/core';
import { ndArray } from '@goal-driven/core/arrays';
import { kolmogorovSmirnov } from '@goal-driven/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { betweenAnimals } from '../neural/betweenAnimals';
import { binSessions } from '../neural/binSessions';
import { syntheticSessions } from '../neural/syntheticSessions';
import { smokeEvents } from './_smokeEvents.fixture';
import neuralFits from './neuralFits';
import pathIntegration from './pathIntegration';

await useBackend('cpu');

const folder = mkdtempSync(join(tmpdir(), 'mec-fits-'));
const run = join(folder, 'run');

const events = (config: object, signal?: AbortSignal) => smokeEvents(neuralFits, config, signal);
const matching = (scores: readonly Score[], metric: string, labels: object) =>
  scores.filter(
    (score) =>
      score.metric === metric &&
      Object.entries(labels).every(([label, value]) => score.labels[label] === value),
  );

beforeAll(async () => {
  await runStudy(pathIntegration, { preset: 'smoke', seed: 3, out: run });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the study of neural fits', () => {
  it('scores layers, their untrained twins, baselines and animals, in each arena and across', async () => {
    const before = tf.memory().numTensors;
    const { scores, figures } = await events({ run });
    expect(tf.memory().numTensors).toBe(before);
    const first = { arena: 'synthetic 1 m x 1 m', map: 'ridge 1', cells: 'all' };
    const found = matching(scores, 'neuralFit', first).map(({ labels }) => [
      labels['source'],
      labels['layer'],
    ]);
    expect(found).toEqual([
      ['other animals', undefined],
      ['single animals', undefined],
      ...['network', 'untrained network'].flatMap((name) =>
        ['pre_g', 'g', 'dc'].map((layer) => [name, layer]),
      ),
      ['velocity', undefined],
      ['place-cells', undefined],
      ['nmf-2', undefined],
    ]);
    const splits = matching(scores, 'neuralFit', { ...first, map: 'oneToOne', splits: 'checkerboard' });
    expect(splits).toHaveLength(found.length);
    // From one arena to the other, either way, by either map: all but single animals.
    const across = matching(scores, 'fitAcrossArenas', {});
    expect(across).toHaveLength(2 * 2 * (found.length - 1));
    expect(across[0]!.labels).toMatchObject({
      ...{ arena: 'synthetic 1.2 m x 1.2 m', fittedIn: 'synthetic 1 m x 1 m', source: 'other animals' },
    });
    for (const score of across) expect(Math.abs(score.value)).toBeLessThanOrEqual(1);
    for (const { labels } of scores) expect(labels['animals']).toBe('synthetic');
    const names = figures.map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual([
      'fit-by-layer-synthetic-1-m-x-1-m',
      'model-and-animals-synthetic-1-m-x-1-m',
      'grid-scores-synthetic-1-m-x-1-m',
      'fit-and-dimension-synthetic-1-m-x-1-m',
    ]);
    expect(names).toHaveLength(8);
    const lines = figures[0]!;
    if (lines.kind !== 'lines') throw new Error('another figure');
    expect(lines.lines.map(({ label, x }) => [label, x])).toEqual([
      ['network', [1, 2, 3]],
      ['untrained network', [1, 2, 3]],
    ]);
    const trained = matching(scores, 'neuralFit', { ...first, source: 'network' }).map(({ value }) => value);
    expect(lines.lines[0]!.y).toEqual(trained);
    expect(lines.references!.map(({ label }) => label)).toContain('other animals');
    expect(lines.caption).toContain('synthetic cells');
    const untrained = matching(scores, 'neuralFit', { ...first, source: 'untrained network', layer: 'g' });
    expect(untrained[0]!.value).not.toBe(trained[1]);
  });

  it('gives the consistency of animals, its cells, and the distance of grid scores that their parts give', async () => {
    const { scores, figures, config } = await events({
      animals: { otherArenas: [] },
      reliability: { halves: 1 },
    });
    const { arenas } = binSessions(
      syntheticSessions(config.animals, createRng(0).child('animals')),
      config.binning,
    );
    const expected = betweenAnimals(arenas[0]!, 'others', config.fits[0]!);
    const own = { source: 'other animals', map: 'ridge 1' };
    expect(matching(scores, 'neuralFit', { ...own, cells: 'all' })[0]).toMatchObject({
      value: expected.median,
      n: 16 - expected.undefinedCells,
    });
    expect(matching(scores, 'cellFit', own).map(({ value }) => value)).toEqual(
      expected.cells.map(({ value }) => value),
    );
    const classes = ['grid', 'border', 'heterogeneous'].map(
      (cells) => matching(scores, 'neuralFit', { ...own, cells })[0]!.n,
    );
    expect(classes.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(16 - expected.undefinedCells);
    const histogram = figures.find(({ name }) => name.startsWith('grid-scores'))!;
    if (histogram.kind !== 'histogram') throw new Error('another figure');
    const [cells, , places] = histogram.groups.map(({ values }) => {
      const known = values.filter((value) => !Number.isNaN(value));
      return ndArray(Float64Array.from(known), [known.length]);
    });
    const test = kolmogorovSmirnov(places!, cells!);
    const distance = { source: 'place-cells' };
    expect(matching(scores, 'gridScoreDistance', distance)[0]!.value).toBe(test.statistic);
    expect(matching(scores, 'gridScoreDistanceP', distance)[0]!.value).toBe(test.pValue);
    for (const { value, ceiling, ceiled, labels } of matching(scores, 'correctedFit', own)) {
      expect(labels['form']).toBe('halfNumerator');
      expect([value, ceiling, ceiled].every(Number.isFinite)).toBe(true);
    }
    expect(matching(scores, 'participationRatio', { source: 'velocity' })[0]!.value).toBeLessThanOrEqual(2);
    expect(matching(scores, 'fitAcrossArenas', {})).toEqual([]);
    expect(figures[0]!.kind).toBe('scatter'); // without a network there are no layers to draw a line along
  });

  it('fits one animal by sources alone, and leaves out what is not asked for', async () => {
    const { scores, figures } = await events({
      ...{ animals: { animals: 1, otherArenas: [] }, cellScores: false, baselines: [{ kind: 'placeCells' }] },
      fits: [{ splits: { kind: 'random', trainFraction: 0.4, splits: 1 } }],
      reliability: undefined,
    });
    expect(new Set(matching(scores, 'neuralFit', {}).map(({ labels }) => labels['source']))).toEqual(
      new Set(['place-cells']),
    );
    expect(matching(scores, 'cellFit', {})).toEqual([]);
    expect(figures.map(({ name }) => name.split('-synthetic')[0])).toEqual([
      'fit-by-layer',
      'grid-scores',
      'fit-and-dimension',
    ]);
  });

  it('is the same from the same seed, and stops when it is told to', async () => {
    const small = { animals: { otherArenas: [] } };
    expect((await events(small)).scores).toEqual((await events(small)).scores);
    await expect(events(small, AbortSignal.abort())).rejects.toThrow(/interrupted/);
  });

  it('has published, quick and smoke configurations', () => {
    const published = resolveConfig(neuralFits, { preset: 'published' });
    expect(published.fits.map(({ map }) => map.kind)).toEqual([
      'ridge',
      'pls',
      'oneToOne',
      ...Array<string>(4).fill('ridge'),
    ]);
    expect([published.batches, published.batchSize, published.binning.binWidth]).toEqual([100, 200, 0.05]);
    expect(resolveConfig(neuralFits, { preset: 'published-elastic-net' }).fits[0]!.map.kind).toBe(
      'elasticNetSearch',
    );
    expect(resolveConfig(neuralFits, { preset: 'quick' }).animals.otherArenas).toHaveLength(1);
  });
});
