import type { Rng, Session, StudyEvent } from '@goal-driven/core';
import type { NdArray } from '@goal-driven/core/arrays';
import { describeArena } from '../arena';
import { medianOf } from '../neural/betweenAnimals';
import type { ArenaRecordings } from '../neural/MecDataset';
import { neuralFit } from '../neural/neuralFit';
import { plainScore } from '../studies/reportScores';
import { cellShares, type CellShares } from './cellShares';
import type { ClaimConfig } from './ClaimConfig';
import { networkMaps } from './networkMaps';
import { trainNetwork, type Condition } from './trainNetwork';

/** What was measured of one network in the arena of the recordings. */
export type Measured = {
  readonly condition: string;
  readonly seed: number;
  /** Median over cells of the correlation with bins held out. */
  readonly fit: number;
  readonly shares: CellShares;
};

type Experiment = {
  readonly config: ClaimConfig;
  readonly animals: ArenaRecordings;
  readonly rng: Rng;
  readonly session: Session;
};

/**
 * Trains a network of each condition from each seed and measures it in the arena of the recordings: how it finds its
 * way, how well its maps fit the cells, and which shares its units fall into. Yields the scores.
 */
export async function* overNetworks(
  conditions: readonly Condition[],
  { config, animals, rng, session }: Experiment,
): AsyncGenerator<StudyEvent, Measured[]> {
  const measured: Measured[] = [];
  for (const seed of config.seeds) {
    for (const condition of conditions) {
      session.say?.(`${condition.name}, seed ${seed}`);
      const trained = await trainNetwork(condition, { base: config.base, seed, rng, session });
      try {
        const place = { arena: config.otherArena, binWidth: config.binning.binWidth, session };
        const { maps, report } = await networkMaps(trained, place);
        const shares = cellShares(maps.maps);
        const fit = fitToAnimals(maps.maps, animals, config);
        measured.push({ condition: condition.name, seed, fit, shares });
        const labels = { network: condition.name, seed, arena: describeArena(config.otherArena) };
        const error = 100 * report.decodingError;
        yield plainScore({ metric: 'decodingError', labels, value: error, n: report.samples, unit: 'cm' });
        const still = 100 * report.noMotionError;
        yield plainScore({ metric: 'noMotionError', labels, value: still, n: report.samples, unit: 'cm' });
        yield* measuredScores({ fit, shares }, labels, animals);
      } finally {
        trained.dispose();
      }
    }
  }
  return measured;
}

/** Median over the cells of all animals of how well maps fit them. */
export function fitToAnimals(maps: NdArray, { animals }: ArenaRecordings, { fit }: ClaimConfig): number {
  const values = animals.flatMap(({ maps: target }) => [...neuralFit(maps, target, fit).values.values]);
  return medianOf(values.filter((value) => !Number.isNaN(value)));
}

/** The scores of what was measured; every one says against which animals. */
export function* measuredScores(
  { fit, shares }: Pick<Measured, 'fit' | 'shares'>,
  labels: { readonly [label: string]: string | number },
  { animals, synthetic }: ArenaRecordings,
): Generator<StudyEvent> {
  const cells = animals.reduce((sum, { cells: own }) => sum + own.length, 0);
  const against = { ...labels, animals: synthetic ? 'synthetic' : 'recorded' };
  yield plainScore({ metric: 'neuralFit', labels: against, value: fit, n: cells, unit: '1' });
  yield plainScore({ metric: 'gridShare', labels, value: shares.grid, n: shares.n, unit: '1' });
  const rest = shares.heterogeneous;
  yield plainScore({ metric: 'heterogeneousShare', labels, value: rest, n: shares.n, unit: '1' });
}

/** For each seed the value of one condition less that of another. */
export const differences = (
  measured: readonly Measured[],
  value: (of: Measured) => number,
  [more, less]: readonly [Condition, Condition],
): number[] => of(measured, more).map((one, index) => value(one) - value(of(measured, less)[index]!));

/** What was measured of a condition, in the order of the seeds. */
export const of = (measured: readonly Measured[], { name }: Condition): Measured[] =>
  measured.filter(({ condition }) => condition === name);
