import type { Rng } from '@goal-driven/core';
import { z } from 'zod';
import type { Genome } from './Genome';
import { genomeBox } from './genomeBox';
import { genomeOf, genomePoint } from './genomePoint';
import { mutatePoint } from './mutatePoint';

export const GenomeMutation = z
  .strictObject({
    graph: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .meta({ description: 'Share of the changes that add, remove or move a connection', unit: '1' }),
    rate: z
      .number()
      .min(0)
      .lt(1)
      .default(0.5)
      .meta({ description: 'Probability that a change is followed by another', unit: '1' }),
  })
  .meta({ title: 'Mutation of a genome' });
export type GenomeMutation = z.output<typeof GenomeMutation>;

const all = genomeBox();

/**
 * A neighbour of a genome, never the genome itself. A change is local or one of the graph:
 *
 * - local: one gene that is no connection takes another value: any other choice, or a number a normal step of 0.2 of
 *   its range away, on its scale. Genes and connections that thereby come to mean something are sampled.
 * - graph: one connection, feedback or bypass, is added, removed, or moved between other layers, with even odds among
 *   those of the three that are possible.
 *
 * Two changes are made on the average unless `rate` says otherwise: with some eighty genes to a genome, evolution by
 * single changes was slower on a planted circuit (`plantedCircuit.spec.ts`).
 */
export const mutateGenome = (genome: Genome, rng: Rng, options: Partial<GenomeMutation> = {}): Genome =>
  genomeOf(mutatePoint(all, genomePoint(genome), { rng, ...GenomeMutation.parse(options) }));
