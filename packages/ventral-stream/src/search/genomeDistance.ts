import { axisName, isRange, rangeScale, type Axis, type Point } from '@goal-driven/sweep';
import type { Genome } from './Genome';
import { genomeAxes } from './genomeAxes';
import { genomePoint } from './genomePoint';

/**
 * How far two genomes are apart, in genes: the sum over genes of 1 where they differ in a choice or a connection, or
 * only one has the gene, and of the difference as a share of the range, on its scale, where it is a number. It is a
 * metric: symmetric, 0 for equal genomes alone, and no detour is shorter.
 *
 * @returns from 0 to the number of genes
 */
export function genomeDistance(one: Genome, other: Genome): number {
  const [a, b] = [genomePoint(one), genomePoint(other)];
  return genomeAxes.reduce((sum, axis) => sum + geneDistance(axis, a, b), 0);
}

function geneDistance(axis: Axis, a: Point, b: Point): number {
  const name = axisName(axis);
  const has = [a, b].map((point) => Object.hasOwn(point, name));
  if (has[0] !== has[1]) return 1;
  if (!has[0] || a[name] === b[name]) return 0;
  if (!isRange(axis)) return 1;
  const { coordinate } = rangeScale(axis);
  const [from, to] = [a, b].map((point) => coordinate(point[name] as number)) as [number, number];
  // Of whole numbers the first and the last one are a whole range apart, though their cells reach further.
  return Math.abs(from - to) / (coordinate(axis.high) - coordinate(axis.low));
}
