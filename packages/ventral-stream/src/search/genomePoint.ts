import { axisName, requirePoint, type Point } from '@goal-driven/sweep';
import { flattened, nested } from './_flatten';
import { Genome } from './Genome';
import { genomeAxes } from './genomeAxes';

/** A genome as a point of its space: its genes by path, in the order of the axes. */
export function genomePoint(genome: Genome): Point {
  const genes = flattened(genome);
  return Object.fromEntries(
    genomeAxes.flatMap((axis) => {
      const gene = axisName(axis);
      return Object.hasOwn(genes, gene) ? [[gene, genes[gene]!]] : [];
    }),
  );
}

/**
 * The genome at a point of the space.
 *
 * @throws ConfigError for a gene that is unknown, missing, out of its range or without meaning under the others
 */
export function genomeOf(point: Point): Genome {
  requirePoint(genomeAxes, point);
  return Genome.parse(nested(point));
}
