import { Interrupted, type Rng, type Session } from '@goal-driven/core';
import { boundsOf, type Arena } from '../arena';
import type { Baseline } from '../baselines/Baseline';
import { fitBaseline } from '../baselines/fitBaseline';
import { featureMaps, placeMaps, type PlaceMaps } from '../baselines/placeMaps';
import { heldOutStream } from '../pathIntegrationStream';
import { createPlaceCells } from '../placeCells';
import type { ArenaRecordings } from '../neural/MecDataset';
import { cellShares } from './cellShares';
import type { ClaimConfig } from './ClaimConfig';
import { fitToAnimals, type Measured } from './overNetworks';

type Experiment = {
  readonly config: ClaimConfig;
  readonly animals: ArenaRecordings;
  readonly rng: Rng;
  readonly session: Session;
};

/** Maps of the place code and the velocity input in an arena, from the paths that networks are evaluated on. */
export async function inputMaps(
  arena: Arena,
  { config, rng, session }: Omit<Experiment, 'animals'>,
): Promise<PlaceMaps> {
  const { motion, placeCells, timesteps, evaluation } = config.base;
  const code = createPlaceCells(placeCells, arena, { rng: rng.child('placeCells') });
  const stream = heldOutStream({ arena, motion, timesteps, code, batchSize: evaluation.batchSize });
  const paths = (async function* () {
    for (let batch = 0; batch < evaluation.batches; batch++) {
      if (session.signal.aborted) throw new Interrupted('inputMaps: interrupted while walking', 0);
      yield (await stream.read({ batch })).batch;
    }
  })();
  return placeMaps(paths, boundsOf(arena), config.binning.binWidth);
}

/** What was measured of features of place that no network learned, fitted to the maps of one arena, tried in another. */
export function measureBaseline(
  baseline: Baseline,
  [fitted, scored]: readonly [PlaceMaps, PlaceMaps],
  { config, animals, rng }: Omit<Experiment, 'session'>,
): Pick<Measured, 'fit' | 'shares'> {
  const { features } = fitBaseline(baseline, fitted, rng);
  const { maps } = featureMaps(features(scored), scored.occupancy);
  return { fit: fitToAnimals(maps, animals, config), shares: cellShares(maps) };
}
