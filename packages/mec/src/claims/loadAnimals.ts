import { ConfigError, type Rng } from '@goal-driven/core';
import { boundsOf } from '../arena';
import { binSessions } from '../neural/binSessions';
import { loadSessions } from '../neural/loadSessions';
import type { ArenaRecordings } from '../neural/MecDataset';
import { syntheticSessions, type SyntheticAnimals } from '../neural/syntheticSessions';
import type { ClaimConfig } from './ClaimConfig';

/**
 * The cells that networks are held against: those of the recordings, or of synthetic animals in the same arena.
 *
 * @throws ConfigError for recordings in more than one arena, or in one of another size than `otherArena`
 */
export async function loadAnimals(config: ClaimConfig, rng: Rng): Promise<ArenaRecordings> {
  const { recordings, otherArena, binning } = config;
  const animals: SyntheticAnimals = { ...config.animals, arena: otherArena };
  const sessions =
    recordings === undefined
      ? syntheticSessions(animals, rng.child('animals'))
      : await loadSessions(recordings);
  const { arenas } = binSessions(sessions, binning);
  const [arena] = arenas as [ArenaRecordings];
  const { minX, maxX, minY, maxY } = boundsOf(otherArena);
  const { bounds } = arena;
  const [width, height] = [bounds.maxX - bounds.minX, bounds.maxY - bounds.minY];
  const same = Math.abs(width - (maxX - minX)) < 1e-6 && Math.abs(height - (maxY - minY)) < 1e-6;
  if (arenas.length > 1 || !same) {
    throw new ConfigError(
      `claims: recordings must be of one arena of ${maxX - minX} m x ${maxY - minY} m (otherArena), got ` +
        arenas.map((each) => `${each.arena}, ${width} m x ${height} m`).join('; '),
    );
  }
  return arena;
}
