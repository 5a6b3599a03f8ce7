import type { Rng } from '@goal-driven/core';
import type { Genome } from './Genome';
import { genomeBox } from './genomeBox';
import { genomeOf, genomePoint } from './genomePoint';

const all = genomeBox();

/**
 * A child of two genomes: each gene and each connection from one parent or the other, with even odds. One that means
 * something under the other genes of the child alone comes from the parent that has it; a connection between layers
 * of which each parent has a cell in one is there or not at random.
 */
export const crossGenomes = (one: Genome, other: Genome, rng: Rng): Genome =>
  genomeOf(all.cross(genomePoint(one), genomePoint(other), rng));
