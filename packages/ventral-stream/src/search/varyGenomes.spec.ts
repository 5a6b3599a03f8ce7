import { createRng } from '@goal-driven/core';
import { axisName, type Point } from '@goal-driven/sweep';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossGenomes } from './crossGenomes';
import { type Genome } from './Genome';
import { genomeAxes, isConnection } from './genomeAxes';
import { genomeDistance } from './genomeDistance';
import { genomePoint } from './genomePoint';
import { medianGenome } from './medianGenome';
import { mutateGenome } from './mutateGenome';
import { sampleGenome } from './sampleGenome';

const seeds = fc.nat(1_000_000).map((seed) => createRng(seed));

/** Genes in which two points differ, those that one of them has not among them. */
const differing = (one: Point, other: Point): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name]);

describe('sampleGenome', () => {
  it('has each connection between layers with cells half of the time, and every choice', () => {
    const points = Array.from({ length: 600 }, (_, k) => genomePoint(sampleGenome(createRng(k))));
    const edges = points.flatMap((point) =>
      Object.keys(point)
        .filter(isConnection)
        .map((name) => point[name]),
    );
    const share = edges.filter((edge) => edge === true).length / edges.length;
    // Six standard deviations of that many fair coins.
    expect(Math.abs(share - 0.5)).toBeLessThan(3 / Math.sqrt(edges.length));
    for (const axis of genomeAxes) {
      if (!('choices' in axis)) continue;
      const seen = new Set(points.map((point) => point[axisName(axis)]));
      expect([axisName(axis), axis.choices.filter((choice) => !seen.has(choice as string))]).toEqual([
        axisName(axis),
        [],
      ]);
    }
  });
});

describe('mutateGenome', () => {
  it('is never the genome itself, and changes one gene, or moves one connection', () => {
    fc.assert(
      fc.property(seeds, (rng) => {
        const genome = sampleGenome(rng.child('parent'));
        const before = genomePoint(genome);
        const graph = genomePoint(mutateGenome(genome, rng, { graph: 1, rate: 0 }));
        const names = differing(before, graph);
        if (Object.keys(before).some(isConnection)) {
          expect(names.every(isConnection)).toBe(true);
          expect([1, 2]).toContain(names.length);
          // Two only where one of a kind went and another of that kind came.
          if (names.length === 2) {
            expect(names.map((name) => graph[name]).sort()).toEqual([false, true]);
            expect(new Set(names.map((name) => name.split('.')[0])).size).toBe(1);
          }
        } else expect(names.length).toBeGreaterThan(0);
        const local = genomePoint(mutateGenome(genome, rng, { graph: 0, rate: 0 }));
        // One gene that both have changed; all others that differ come or go with it.
        const shared = differing(before, local).filter(
          (name) => Object.hasOwn(before, name) && Object.hasOwn(local, name),
        );
        expect(shared.length).toBe(1);
        expect(isConnection(shared[0]!)).toBe(false);
        expect(mutateGenome(genome, rng, { graph: 0, rate: 0 })).toEqual(
          mutateGenome(genome, rng, { graph: 0, rate: 0 }),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('adds, removes and moves connections equally often where all can be', () => {
    const before = genomePoint(medianGenome);
    const kinds = Array.from({ length: 600 }, (_, k) => {
      const after = genomePoint(mutateGenome(medianGenome, createRng(k), { graph: 1, rate: 0 }));
      const names = differing(before, after);
      return names.length === 2 ? 'moved' : after[names[0]!] === true ? 'added' : 'removed';
    });
    for (const kind of ['added', 'removed', 'moved']) {
      const count = kinds.filter((one) => one === kind).length;
      expect(Math.abs(count - 200)).toBeLessThan(58); // five standard deviations of 11.5
    }
  });

  it('changes more genes at a higher rate, never back to where it began', () => {
    const mean = (rate: number) => {
      const distances = Array.from({ length: 150 }, (_, k) =>
        genomeDistance(medianGenome, mutateGenome(medianGenome, createRng(k), { rate })),
      );
      expect(Math.min(...distances)).toBeGreaterThan(0);
      return distances.reduce((sum, one) => sum + one, 0) / distances.length;
    };
    expect(mean(0.8)).toBeGreaterThan(1.5 * mean(0));
  });

  it('refuses a rate at which it would not end', () => {
    expect(() => mutateGenome(medianGenome, createRng(1), { rate: 1 })).toThrow(/rate/);
  });
});

describe('crossGenomes', () => {
  it('takes every gene from a parent that has it, and is a parent where both are one', () => {
    fc.assert(
      fc.property(seeds, (rng) => {
        const [one, other] = [sampleGenome(rng.child('one')), sampleGenome(rng.child('other'))];
        const [a, b] = [genomePoint(one), genomePoint(other)];
        const child = genomePoint(crossGenomes(one, other, rng));
        for (const [name, value] of Object.entries(child)) {
          if (Object.hasOwn(a, name) || Object.hasOwn(b, name)) expect([a[name], b[name]]).toContain(value);
          else expect(isConnection(name) || name.startsWith('cell.layers.')).toBe(true);
        }
        expect(crossGenomes(one, one, rng)).toEqual(one);
      }),
      { numRuns: 100 },
    );
  });

  it('gives connections of both parents, apart from each other', () => {
    const edges = (on: boolean): Genome => ({
      ...medianGenome,
      feedback: Object.fromEntries(Object.keys(medianGenome.feedback).map((name) => [name, on])),
    });
    const counts = Array.from(
      { length: 100 },
      (_, k) =>
        Object.values(crossGenomes(edges(true), edges(false), createRng(k)).feedback).filter(Boolean).length,
    );
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(Math.abs(mean - 10.5)).toBeLessThan(1.2); // 21 fair coins: sd 2.3, of the mean 0.23
    expect(new Set(counts).size).toBeGreaterThan(5);
  });
});

describe('genomeDistance', () => {
  it('counts genes: connections and choices whole, numbers as shares of their range', () => {
    const { cell } = medianGenome;
    if (cell.kind !== 'reciprocalGated') throw new Error('the median cell is reciprocal gated');
    const other: Genome = {
      ...medianGenome,
      // The range is four decades.
      training: { ...medianGenome.training, learningRate: medianGenome.training.learningRate * 10 },
      cell: { ...cell, tauOffset: cell.tauOffset - 0.3, gateActivation: 'relu', tauKernelSize: 1 },
      feedback: { ...medianGenome.feedback, 'conv8-conv5': false },
    };
    expect(genomeDistance(medianGenome, other)).toBeCloseTo(1 / 4 + 0.3 / 1.5 + 1 + 6 / 7 + 1, 12);
  });

  it('is a metric', () => {
    fc.assert(
      fc.property(seeds, (rng) => {
        const [a, b] = [sampleGenome(rng.child('a')), sampleGenome(rng.child('b'))];
        const c = crossGenomes(a, b, rng);
        expect(genomeDistance(a, a)).toBe(0);
        expect(genomeDistance(a, b)).toBeGreaterThan(0);
        expect(genomeDistance(a, b)).toBeCloseTo(genomeDistance(b, a), 12);
        expect(genomeDistance(a, b)).toBeLessThanOrEqual(genomeDistance(a, c) + genomeDistance(c, b) + 1e-12);
      }),
      { numRuns: 60 },
    );
  });
});
