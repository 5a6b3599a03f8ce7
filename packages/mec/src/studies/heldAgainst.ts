import { DataError, disposeTree, Interrupted, type Rng, type Session } from '@goal-driven/core';
import { Arena, type Bounds } from '../arena';
import type { Network } from '../evaluatePaths';
import type { ArenaRecordings } from '../neural/MecDataset';
import { loadSessions } from '../neural/loadSessions';
import type { RecordedSession } from '../neural/recordedSession';
import { syntheticSessions, type SyntheticAnimals } from '../neural/syntheticSessions';
import {
  heldOutStream,
  positionReadout,
  type PathEncoding,
  type PathIntegrationBatch,
} from '../pathIntegrationStream';
import { saysPosition } from '../pathIntegrationTask';
import { createPlaceCells } from '../placeCells';
import type { Motion } from '../trajectories';
import { loadTrainedRun } from './loadTrainedRun';

/** The sessions of the recordings, or of synthetic animals. */
export const sessionsOf = async (
  { recordings, animals }: { readonly recordings?: string | undefined; readonly animals: SyntheticAnimals },
  rng: Rng,
): Promise<RecordedSession[]> =>
  recordings === undefined ? syntheticSessions(animals, rng.child('animals')) : loadSessions(recordings);

/** Whether an animal was recorded; every output says it. */
export const animalsLabel = ({ synthetic }: Pick<ArenaRecordings, 'synthetic'>): string =>
  synthetic ? 'synthetic' : 'recorded';

/** The arena of recordings as one in which networks walk: of the same shape and size, centred; a track from 0 on. */
export function arenaOf({ minX, maxX, minY, maxY }: Bounds, shape: Arena['kind'] = 'rectangle'): Arena {
  const [width, height] = [rounded(maxX - minX), rounded(maxY - minY)];
  if (shape === 'track') return Arena.parse({ kind: shape, length: width });
  if (shape === 'rectangle') return Arena.parse({ kind: shape, width, height });
  if (width === height) return Arena.parse({ kind: shape, radius: width / 2 });
  throw new DataError(`arenaOf: the box of a circle must be square, got ${width} m x ${height} m`);
}

/** Extents of coordinates are off by the last bits of their difference. */
const rounded = (extent: number): number => Number(extent.toFixed(9));

/** A network and its untrained twin; `dispose` frees both. */
export type TwinNetworks = {
  readonly run: Awaited<ReturnType<typeof loadTrainedRun>>;
  readonly trained: Network;
  /** From the parameters that its training started with. */
  readonly untrained: Network;
  dispose(): void;
};

/** The network of a finished run beside what it was before training. */
export async function loadTwins(directory: string): Promise<TwinNetworks> {
  const run = await loadTrainedRun(directory);
  const { architecture } = run.network;
  const { params, state } = architecture.init(run.rng.child('train').child('model'));
  return {
    run,
    trained: run.network,
    untrained: { architecture, params, state },
    dispose: () =>
      disposeTree({ params, state, trained: { params: run.network.params, state: run.network.state } }),
  };
}

type Walking = {
  readonly arena: Arena;
  readonly motion: Motion;
  readonly timesteps: number;
  readonly encoding: PathEncoding;
  readonly batches: number;
  readonly batchSize: number;
  readonly session: Session;
};

/** The paths on which published networks are evaluated, in any arena. */
export async function* pathsIn({
  batches,
  session,
  encoding,
  ...plan
}: Walking): AsyncGenerator<PathIntegrationBatch> {
  const stream = heldOutStream({ ...encoding, ...plan });
  for (let batch = 0; batch < batches; batch++) {
    if (session.signal.aborted) throw new Interrupted('pathsIn: interrupted while walking', 0);
    session.progress('paths', batch, batches);
    yield (await stream.read({ batch })).batch;
  }
}

/**
 * How a network is told of its paths in an arena that need not be that of its training: by the same place cells, their
 * centres drawn together with the walls.
 *
 * @source Nayebi et al. 2021, evaluation in the arena of the recordings
 */
export function encodingIn(arena: Arena, { study, parts, rng }: TwinNetworks['run']): PathEncoding {
  const code = saysPosition(study.task)
    ? positionReadout
    : createPlaceCells(study.placeCells, arena, { rng: rng.child('placeCells') });
  return { ...parts.encoding, code };
}
