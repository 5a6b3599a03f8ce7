import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStudy, tf, useBackend, type CategoriesFigure } from '@goal-driven/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smokeEvents } from './_smokeEvents.fixture';
import cells from './cells';
import pathIntegration from './pathIntegration';

await useBackend('cpu');
const folder = mkdtempSync(join(tmpdir(), 'mec-cells-'));
const run = join(folder, 'run');

const events = (config: object, signal?: AbortSignal) => smokeEvents(cells, config, signal);
beforeAll(async () => {
  await runStudy(pathIntegration, { preset: 'smoke', seed: 3, out: run });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the study of cells', () => {
  it('characterises cells of animals and units of a network by the same scores', async () => {
    const before = tf.memory().numTensors;
    const { scores, figures } = await events({ run });
    expect(tf.memory().numTensors).toBe(before);
    const of = (metric: string, who: object) =>
      scores.filter(
        ({ metric: name, labels }) =>
          name === metric && Object.entries(who).every(([k, v]) => labels[k] === v),
      );
    const [animals, network] = [{ of: 'animals', animals: 'synthetic' }, { of: 'model' }];
    for (const name of ['grid', 'border', 'headDirection', 'speed', 'place']) {
      expect(of(`${name}Score`, animals)).toHaveLength(8);
      expect(of(`${name}Score`, network)).toHaveLength(4);
    }
    for (const who of [animals, network]) {
      expect(new Set(of('classShare', who).map(({ labels }) => labels['class']))).toEqual(
        new Set([
          'grid',
          'border',
          'place',
          'headDirection',
          'speed',
          'conjunctive',
          'none',
          'heterogeneous',
        ]),
      );
    }
    expect(of('participationRatio', network)[0]!.n).toBe(6); // all units, though 4 are held
    expect(scores.every(({ labels }) => ['animals', 'model'].includes(String(labels['of'])))).toBe(true);
    for (const who of [animals, network]) {
      const shares = of('lnShare', who).map(({ labels }) => labels['variable']);
      expect(shares).toEqual(['position', 'heading', 'speed', 'none']);
    }
    expect(figures.map(({ kind }) => kind)).toEqual([
      ...['categories', 'categories', 'histogram', 'histogram', 'histogram', 'histogram', 'histogram'],
      ...['scatter', 'maps', 'maps'],
    ]);
    const [shares] = figures as CategoriesFigure[];
    expect(shares!.groups.map(({ label }) => label)).toEqual([
      'cells of synthetic animals',
      'units of the network',
    ]);
    const none = shares!.categories.indexOf('none');
    const pooled = of('classShare', { ...animals, class: 'none' }).at(-1)!;
    expect(shares!.groups[0]!.values[none]).toEqual([pooled.value]); // one session
    expect([pooled.labels['animal'], pooled.n]).toEqual([undefined, 8]);
  });

  it('finds what synthetic head direction and speed cells code for, by fixed thresholds', async () => {
    const mixture = { grid: 0, border: 0, headDirection: 1, speed: 0, conjunctive: 0, heterogeneous: 0 };
    const { scores } = await events({
      ...{ shuffles: 0, ln: { cells: 2 }, animals: { animals: 1, cells: 2, duration: 400, mixture } },
    });
    const share = scores.find(
      ({ metric, labels }) => metric === 'classShare' && labels['class'] === 'headDirection',
    );
    expect(share!.value).toBe(1);
    const heading = scores.find(
      ({ metric, labels }) => metric === 'lnShare' && labels['variable'] === 'heading',
    );
    expect(heading).toMatchObject({ value: 1, n: 2 });
  });

  it('takes circles and tracks; on a track no cell is a grid, border or head direction cell', async () => {
    const animals = { animals: 1, cells: 6, duration: 200 };
    const classesIn = async (arena: object, held: object = {}) => {
      const { scores } = await events({ ...held, animals: { ...animals, arena }, shuffles: 2 });
      const of = (who: string) =>
        scores
          .filter(
            ({ metric, labels }) =>
              metric === 'classShare' && labels['of'] === who && labels['animal'] === undefined,
          )
          .map(({ labels }) => labels['class']);
      return { animals: of('animals'), model: of('model') };
    };
    const round = await classesIn({ kind: 'circle', radius: 0.5 });
    expect(round.animals).toContain('heterogeneous');
    const track = await classesIn({ kind: 'track', length: 2 }, { run });
    expect(track).toEqual({
      animals: ['speed', 'place', 'conjunctive', 'none'],
      model: ['speed', 'place', 'conjunctive', 'none'],
    });
  });

  it('is the same from the same seed, and stops when it is told to', async () => {
    expect((await events({})).scores).toEqual((await events({})).scores);
    await expect(events({}, AbortSignal.abort())).rejects.toThrow(/interrupted/);
  });
});
