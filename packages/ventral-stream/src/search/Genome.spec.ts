import { createRng, deepMerge, type Json } from '@goal-driven/core';
import { axisName } from '@goal-driven/sweep';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelScale } from '../models/ModelScale';
import { compileGraph } from '../network/compileGraph';
import { BYPASSES, FEEDBACKS } from './connections';
import { crossGenomes } from './crossGenomes';
import { Genome } from './Genome';
import { genomeAxes } from './genomeAxes';
import { genomeGraph } from './genomeGraph';
import { genomeOf, genomePoint } from './genomePoint';
import { medianGenome } from './medianGenome';
import { mutateGenome } from './mutateGenome';
import { sampleGenome } from './sampleGenome';

const scale = ModelScale.parse({ size: 32, classes: 10, width: 1 / 32 });
const seeds = fc.nat(1_000_000).map((seed) => createRng(seed));
const changed = (over: Json): unknown => deepMerge(medianGenome as Json, over);

describe('Genome', () => {
  it.each([
    ['sampled', sampleGenome],
    ['a mutant', (rng) => mutateGenome(sampleGenome(rng.child('parent')), rng, { rate: 0.5 })],
    ['a child', (rng) => crossGenomes(sampleGenome(rng.child('one')), sampleGenome(rng.child('other')), rng)],
  ] satisfies [string, (rng: ReturnType<typeof createRng>) => Genome][])(
    '%s: is the same for the same rng, valid, whole after JSON, a point and back; its graph compiles',
    (_, make) => {
      fc.assert(
        fc.property(seeds, (rng) => {
          const genome = make(rng);
          expect(make(rng)).toEqual(genome);
          expect(Genome.parse(JSON.parse(JSON.stringify(genome)))).toEqual(genome);
          expect(genomeOf(genomePoint(genome))).toEqual(genome);
          const { graph } = genomeGraph(genome, scale);
          expect(genomeGraph(genome, scale).graph).toEqual(graph);
          expect(compileGraph(graph).nodes.at(-1)!.shapes.output).toEqual([10]);
        }),
        { numRuns: 80 },
      );
    },
  );

  it('has 23 arrows back and 16 that skip a layer, in all chains together', () => {
    // Seven layers have 7 x 6 / 2 pairs; conv3 of the shallow chain adds those with conv4 and conv5.
    expect(FEEDBACKS.length).toBe(21 + 2);
    expect(BYPASSES.length).toBe((6 * 5) / 2 + 1); // six of the pairs are neighbours
    expect(new Set(genomeAxes.map(axisName)).size).toBe(genomeAxes.length);
  });

  it.each([
    [{ cell: { gateKernelSize: 9 } }, /<=8/],
    [{ cell: { tauOffset: 1.6 } }, /<=1.5/],
    [{ cell: { gateKernelSize: 0 } }, /cell\.intake must be left out where its condition/],
    [{ cells: { conv8: false } }, /feedback\.conv8-conv5 must be left out/],
    [{ cells: { conv3: true } }, /cells\.conv3 must be left out/],
    [{ feedback: { 'conv5-conv8': true } }, /conv5-conv8/],
    [{ feedback: { 'conv5-conv5': true } }, /conv5-conv5/],
    [{ training: { momentum: 0.9 } }, /momentum/],
    [{ cell: { kind: 'rgc' } }, /kind/],
  ])('refuses %o', (over, message) => {
    const { success, error } = Genome.safeParse(changed(over as Json));
    expect(success).toBe(false);
    expect(JSON.stringify(error!.issues)).toMatch(message);
  });

  it('refuses a gene that is missing', () => {
    const { 'conv8-conv5': _gone, ...feedback } = medianGenome.feedback;
    expect(() => Genome.parse({ ...medianGenome, feedback })).toThrow(
      /feedback\.conv8-conv5 must have a value/,
    );
  });

  it('refuses a point with names that are no genes, however they are called', () => {
    const point = genomePoint(medianGenome);
    expect(() => genomeOf({ ...point, '__proto__.polluted': true })).toThrow(/got __proto__\.polluted/);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
