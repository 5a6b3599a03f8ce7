import type { Json } from '@goal-driven/core';
import type { Point, SearchSpace } from '@goal-driven/sweep';
import { nested } from './_flatten';
import { connectionFigures } from './connectionFigures';
import { connectionFrequencies } from './connectionFrequencies';
import { genomeBox, type KeptTo } from './genomeBox';
import { genomeOf } from './genomePoint';
import { GenomeMutation } from './mutateGenome';
import { mutatePoint } from './mutatePoint';

export type GenomeSpaceOptions = {
  /** Genes kept to some of their choices; all are free where left out. */
  readonly keptTo?: KeptTo;
  /** Where the study's config has its network, dotted; `network` where left out. */
  readonly network?: string;
  /** Where it has core's `TrainConfig`, dotted; `training` where left out, null where genomes do not set it. */
  readonly training?: string | null;
  /** How genomes change; the schema's defaults where left out. */
  readonly mutation?: Partial<GenomeMutation>;
};

/**
 * Genomes as a search space for every search of the sweep package. A point is the genes by path, so that searches with
 * densities know them as axes, conditional ones among them; mutation and crossover are those of genomes.
 *
 * In a study's config the network becomes `{ kind: 'genome', genome }`, its other fields staying as they are; the
 * learning rate is put at the start of the schedule, whose kind must have one, and gradients are clipped by value.
 *
 * @throws ConfigError for `keptTo` that `genomeBox` refuses; later for a point that is no genome of the space
 */
export function genomeSpace(options: GenomeSpaceOptions = {}): SearchSpace {
  const { keptTo, network = 'network', training = 'training' } = options;
  const mutation = GenomeMutation.parse(options.mutation ?? {});
  const box = genomeBox(keptTo);
  const valuesAt = (point: Point): { [path: string]: Json } => {
    const genome = genomeOf(point);
    const { learningRate, clip } = genome.training;
    return {
      [`${network}.kind`]: 'genome',
      [`${network}.genome`]: genome as Json,
      ...(training !== null && {
        [`${training}.schedule.learningRate`]: learningRate,
        [`${training}.clip`]: { kind: 'value', value: clip },
      }),
    };
  };
  return {
    axes: box.axes,
    sample: box.sample,
    mutate: (point, rng) => mutatePoint(box, point, { rng, ...mutation }),
    cross: box.cross,
    config: (point) => {
      box.config(point); // refuses what is no point of the box
      return nested(valuesAt(point));
    },
    sets: valuesAt,
    figures: (rows, objectives) =>
      objectives.length === 0 ? [] : connectionFigures(connectionFrequencies(rows, objectives)),
  };
}
