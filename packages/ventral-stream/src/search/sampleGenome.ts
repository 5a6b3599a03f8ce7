import type { Rng } from '@goal-driven/core';
import type { Genome } from './Genome';
import { genomeBox } from './genomeBox';
import { genomeOf } from './genomePoint';

const all = genomeBox();

/**
 * A genome at random: each gene that is there uniform on its scale, each connection between two layers with cells there
 * or not with even odds.
 */
export const sampleGenome = (rng: Rng): Genome => genomeOf(all.sample(rng));
