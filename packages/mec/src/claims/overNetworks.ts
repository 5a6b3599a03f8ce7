import {
  overConditions,
  plainScore,
  type OfCondition,
  type Rng,
  type Session,
  type StudyEvent,
} from '@goal-driven/core';
import type { NdArray } from '@goal-driven/core/arrays';
import { describeArena } from '../arena';
import { medianOf } from '../neural/betweenAnimals';
import type { ArenaRecordings } from '../neural/MecDataset';
import { neuralFit } from '../neural/neuralFit';
import { cellShares, type CellShares } from './cellShares';
import type { ClaimConfig } from './ClaimConfig';
import { networkMaps } from './networkMaps';
import { withNetwork, type Condition, type TrainedNetwork } from './withNetwork';

/** What was measured of one network in the arena of the recordings. */
export type Measured = {
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
export const overNetworks = (
  conditions: readonly Condition[],
  experiment: Experiment,
): AsyncGenerator<StudyEvent, OfCondition<Measured>[]> =>
  overConditions(
    conditions,
    { seeds: experiment.config.seeds, session: experiment.session },
    (condition, seed) =>
      withNetwork(condition, { base: experiment.config.base, seed, ...experiment }, (trained) =>
        measure(trained, { condition, seed, ...experiment }),
      ),
  );

async function* measure(
  trained: TrainedNetwork,
  { config, animals, session, condition, seed }: Experiment & { condition: Condition; seed: number },
): AsyncGenerator<StudyEvent, Measured> {
  const place = { arena: config.otherArena, binWidth: config.binning.binWidth, session };
  const { maps, report } = await networkMaps(trained, place);
  const shares = cellShares(maps.maps);
  const fit = fitToAnimals(maps.maps, animals, config);
  const labels = { network: condition.name, seed, arena: describeArena(config.otherArena) };
  const [n, unit] = [report.samples, 'cm'];
  yield plainScore({ metric: 'decodingError', labels, value: 100 * report.decodingError, n, unit });
  yield plainScore({ metric: 'noMotionError', labels, value: 100 * report.noMotionError, n, unit });
  yield* measuredScores({ fit, shares }, labels, animals);
  return { fit, shares };
}

/** Median over the cells of all animals of how well maps fit them. */
export function fitToAnimals(maps: NdArray, { animals }: ArenaRecordings, { fit }: ClaimConfig): number {
  const values = animals.flatMap(({ maps: target }) => [...neuralFit(maps, target, fit).values.values]);
  return medianOf(values.filter((value) => !Number.isNaN(value)));
}

/** The scores of what was measured; every one says against which animals. */
export function* measuredScores(
  { fit, shares }: Measured,
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
