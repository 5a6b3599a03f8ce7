import { defineStudy, Interrupted, type Rng, type Session, type StudyEvent } from '@goal-driven/core';
import { boundsOf } from '../arena';
import { heldSession } from '../neural/heldSession';
import { mapClasses } from '../neural/mapClasses';
import type { RecordedSession } from '../neural/recordedSession';
import { hardcastle2017, langston2010, nayebi2021 } from '../sources';
import { cellFigures, type CellGroup } from './cellFigures';
import { CellsConfig, cellsPresets } from './CellsConfig';
import { characteriseCells, classScores, shareScores } from './characteriseCells';
import { mapScores } from './fitScores';
import { animalsLabel, arenaOf, encodingIn, loadTwins, pathsIn, sessionsOf } from './heldAgainst';
import { heldNetwork } from './heldNetwork';
import { lnScores, lnShares } from './lnScores';

type Experiment = { readonly config: CellsConfig; readonly rng: Rng; readonly session: Session };

export default defineStudy({
  name: 'mec/cells',
  question: 'Which cells are grid, border, head direction and speed cells, and how many are none of them?',
  sources: [nayebi2021, langston2010, hardcastle2017],
  config: CellsConfig,
  presets: cellsPresets,
  async *run(experiment) {
    const { config, rng, session } = experiment;
    const sessions = await sessionsOf(config, rng);
    const groups: CellGroup[] = [];
    for (const [index, recorded] of sessions.entries()) {
      if (session.signal.aborted) throw new Interrupted('mec/cells: interrupted between sessions', 0);
      session.progress('sessions', index, sessions.length);
      groups.push(yield* ofSession(recorded, experiment, index));
    }
    for (const arena of new Set(sessions.map((recorded) => recorded.arena))) {
      const own = groups.filter((_, index) => sessions[index]!.arena === arena);
      const labels = { of: 'animals', arena, animals: animalsLabel(sessions[0]!) };
      yield* shareScores(
        own.map(({ found }) => found.classes),
        labels,
      );
      yield* lnShares(
        own.map(({ ln }) => ln),
        labels,
      );
    }
    if (config.run !== undefined) groups.push(yield* ofNetwork(config.run, experiment, sessions[0]!));
    for (const figure of cellFigures(groups, config.shownMaps)) yield { kind: 'figure', figure };
  },
});

/** What the cells of one session are. */
function* ofSession(
  recorded: RecordedSession,
  { config, rng }: Experiment,
  index: number,
): Generator<StudyEvent, CellGroup> {
  const { arena, animal, session, bounds, shape = 'rectangle' } = recorded;
  const { t } = recorded.path;
  const interval = (t.at(-1)! - t[0]!) / (t.length - 1);
  const labels = { of: 'animals', arena, animal, session, animals: animalsLabel(recorded) };
  const held = heldSession(recorded, config.binning);
  const own = { config, bounds, shape, labels };
  const found = characteriseCells(held, {
    ...own,
    minimumOffset: Math.round(config.shortestShift / interval),
    rng: rng.child('shuffles').child(index),
  });
  yield* classScores(found, held.ids, labels);
  const drawn = { highestSpeed: config.ln.highestSpeed, rng: rng.child('ln').child(index) };
  const ln = yield* lnScores(held, { ...own, ...drawn });
  const name = `${animal}, session ${session}, ${arena}`;
  return { who: `cells of ${labels.animals} animals`, name, found, ids: held.ids, ln };
}

/** What units of a network are in the arena of a session, on random walks of their own. */
async function* ofNetwork(
  run: string,
  { config, rng, session }: Experiment,
  { arena: named, bounds: box, shape = 'rectangle' }: RecordedSession,
): AsyncGenerator<StudyEvent, CellGroup> {
  const twins = await loadTwins(run);
  try {
    const { layer, batches, batchSize, heldUnits, binning } = config;
    const { motion, timesteps } = twins.run.study;
    const arena = arenaOf(box, shape);
    const walking = { motion, timesteps, batches, batchSize, session };
    const paths = pathsIn({ ...walking, arena, encoding: encodingIn(arena, twins.run) });
    const { maps, held } = await heldNetwork(twins.trained, paths, {
      ...{ arena, layer, units: heldUnits, binWidth: binning.binWidth, dt: motion.dt },
    });
    const labels = { of: 'model', arena: named, layer };
    yield* mapScores(maps.maps, mapClasses(maps.maps), { labels });
    const own = { config, bounds: boundsOf(arena), shape, labels };
    const offset = { minimumOffset: timesteps, rng: rng.child('networkShuffles') };
    const found = characteriseCells(held, { ...own, ...offset });
    yield* classScores(found, held.ids, labels);
    // Above it lie 3 in 10,000 steps of random speed, which bins of speed need not reach to.
    const highestSpeed =
      motion.constantSpeed === undefined ? 4 * motion.speedScale : 2 * motion.constantSpeed;
    const drawn = { highestSpeed, step: motion.dt, rng: rng.child('networkLn') };
    const ln = yield* lnScores(held, { ...own, ...drawn });
    yield* lnShares([ln], labels);
    return { who: 'units of the network', name: `network, layer ${layer}`, found, ids: held.ids, ln };
  } finally {
    twins.dispose();
  }
}
