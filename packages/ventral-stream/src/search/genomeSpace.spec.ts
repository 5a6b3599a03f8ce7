import { readdirSync, readFileSync } from 'node:fs';
import { createRng, defineStudy, resolveConfig, TrainConfig } from '@goal-driven/core';
import { axisName, describeTrial, openSweep, SweepFile, type Point } from '@goal-driven/sweep';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ModelScale } from '../models/ModelScale';
import { searchHistory } from './_searchHistory.fixture';
import { Genome } from './Genome';
import { genomeOf, genomePoint } from './genomePoint';
import { genomeSpace } from './genomeSpace';
import { medianGenome } from './medianGenome';
import categorisation from '../studies/categorisation';
import { searchSpaces } from './searchSpaces';

/** A study with a network by its genome, and core's training. */
const study = defineStudy({
  name: 'ventral-stream/categorisation',
  question: 'What is it?',
  sources: [],
  config: z.strictObject({
    network: z.strictObject({ kind: z.literal('genome'), genome: Genome, scale: ModelScale.prefault({}) }),
    training: TrainConfig,
  }),
  presets: {
    quick: {
      network: { kind: 'genome', genome: medianGenome },
      training: {
        steps: 10,
        optimizer: { kind: 'sgd', momentum: 0.9 },
        schedule: { kind: 'step', learningRate: 0.1, milestones: [5] },
      },
    },
  },
  run: async function* () {
    // no test here trains
  },
});

const spaces = searchSpaces['ventral-stream/categorisation']!;
const seeds = fc.nat(1_000_000).map((seed) => createRng(seed));
const rateOf = (point: Point) => Math.abs(Math.log10(point['training.learningRate'] as number) + 2);

describe('genomeSpace', () => {
  it('makes the configuration of a study: the genome whole, its learning rate and clipping, all else as it was', () => {
    const point = genomePoint(medianGenome);
    const other = genomeOf(genomeSpace().sample(createRng(3)));
    for (const genome of [medianGenome, other]) {
      const from = genomeSpace();
      const layers = { config: from.config(genomePoint(genome)), sets: from.sets!(genomePoint(genome)) };
      const config = resolveConfig(study, { preset: 'quick', ...layers });
      expect(config.network.genome).toEqual(genome); // not merged with the preset's
      expect(config.network.scale.size).toBe(224);
      expect(config.training.schedule).toEqual({
        kind: 'step',
        learningRate: genome.training.learningRate,
        milestones: [5],
        factor: 0.1,
      });
      expect(config.training.clip).toEqual({ kind: 'value', value: genome.training.clip });
      expect(config.training.steps).toBe(10);
    }
    expect(genomeSpace({ network: 'a.b', training: null }).config(point)).toEqual({
      a: { b: { kind: 'genome', genome: medianGenome } },
    });
  });

  it.each(Object.keys(spaces))(
    '%s: points, neighbours and children are genomes of the space, by rng alone',
    (name) => {
      const space = spaces[name]!;
      const names = new Set(space.axes!.map(axisName));
      fc.assert(
        fc.property(seeds, (rng) => {
          const [one, other] = [space.sample(rng.child('one')), space.sample(rng.child('other'))];
          const [mutant, child] = [space.mutate(one, rng), space.cross(one, other, rng)];
          for (const point of [one, other, mutant, child]) {
            expect(() => space.config(point)).not.toThrow();
            expect(Object.keys(point).every((gene) => names.has(gene))).toBe(true);
          }
          expect(mutant).not.toEqual(one);
          expect(space.mutate(one, rng)).toEqual(mutant);
          expect(space.cross(one, other, rng)).toEqual(child);
        }),
        { numRuns: 30 },
      );
    },
  );

  it('keeps genes to some of their choices, and has none that thereby can never be there', () => {
    const space = genomeSpace({
      keptTo: { 'base.chain': ['shallow'], 'cell.kind': ['gru'], 'cells.conv3': [true] },
    });
    const names = space.axes!.map(axisName);
    expect(names).toContain('feedback.conv5-conv3');
    expect(names.filter((name) => /conv[6-9]|conv10|layers|tau|layerNorm/i.test(name))).toEqual([]);
    for (let k = 0; k < 30; k++) {
      const point = space.mutate(space.sample(createRng(k)), createRng(k));
      expect([point['base.chain'], point['cell.kind'], point['cells.conv3']]).toEqual([
        'shallow',
        'gru',
        true,
      ]);
    }
    expect(() => space.config(genomePoint(medianGenome))).toThrow(/sweep: /);
  });

  it.each([
    [{ 'cell.colour': ['red'] }, /cell\.colour must be the path of a gene/],
    [{ 'cell.tauOffset': [1] }, /must have choices to be kept to some, got a range/],
    [{ 'cell.kind': ['rgc'] }, /kept to some of reciprocalGated, .*got rgc/],
    [{ 'cell.kind': [] }, /got none/],
    [
      { 'base.chain': ['shallow'], 'cells.conv8': [true] },
      /cells\.conv8 must be a gene that the others leave in the space, got .*shallow/,
    ],
    [{ 'cell.kind': ['gru'], 'cell.gateActivation': ['tanh'] }, /cell\.gateActivation must be a gene/],
  ])('refuses to keep %o', (keptTo, message) => {
    expect(() => genomeSpace({ keptTo })).toThrow(message);
  });

  it.each([
    { kind: 'random', trials: 12 },
    { kind: 'tpe', trials: 14, startup: 8, parallel: 2 },
    { kind: 'evolution', trials: 14, population: 6, sample: 3, crossover: 0.5, parallel: 2 },
    { kind: 'halving', budget: { path: 'training.steps', low: 1, high: 9 }, brackets: 2 },
    { kind: 'asha', trials: 14, budget: { path: 'training.steps', low: 1, high: 9 }, parallel: 2 },
  ])('is searched by $kind, and the same search finds the same genomes', (search) => {
    const of = (seed: number) => searchHistory(search, { space: spaces['genome']!, loss: rateOf, seed });
    const rows = of(1);
    expect(rows.length).toBeGreaterThan(11);
    for (const { point } of rows) expect(() => genomeOf(point)).not.toThrow();
    expect(of(1)).toEqual(rows);
    expect(of(2)).not.toEqual(rows);
    const figures = spaces['genome']!.figures!(rows, [{ ...objective, direction: 'minimize' }]);
    expect(figures.map(({ name }) => name)).toEqual([
      'emergent-connectivity',
      'emergent-connections',
      'emergent-choices',
    ]);
    expect(spaces['genome']!.figures!(rows, [])).toEqual([]);
  });
});

const objective = { metric: 'accuracy', labels: {}, of: 'value', statistic: 'mean' } as const;

const folder = new URL('../../sweeps/', import.meta.url);
const files = readdirSync(folder).filter((name) => /^recurrence.*\.json$/.test(name));

describe('sweep files of recurrence', () => {
  it.each(files)('%s opens, and its first trial is a configuration of the study', (name) => {
    const file = SweepFile.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
    const sweep = openSweep(file, { study: () => categorisation, spaces: (of) => searchSpaces[of] ?? {} });
    const rng = createRng(file.seed).child('search').child(0);
    const answer = sweep.searcher.suggest({ index: 0, suggested: [], told: [], space: sweep.space, rng });
    if (typeof answer === 'string') throw new Error('a search begins with a suggestion');
    const described = describeTrial(categorisation, sweep, { ...answer, seed: 1 });
    expect(describeTrial(categorisation, sweep, { ...answer, seed: 1 }).id).toBe(described.id);
    expect(describeTrial(categorisation, sweep, { ...answer, seed: 2 }).id).not.toBe(described.id);
  });

  it('are five', () => expect(files.length).toBe(5));
});
