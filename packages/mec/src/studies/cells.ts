import { defineStudy, Interrupted, type Figure, type StudyEvent } from '@goal-driven/core';
import { heldSession, type HeldCells } from '../neural/heldCells';
import { mapClasses } from '../neural/mapClasses';
import { hardcastle2017, langston2010, nayebi2021 } from '../sources';
import { CellsConfig, cellsPresets } from './CellsConfig';
import { characteriseCells, classScores, lnScores, type Characterised } from './characteriseCells';
import { mapScores, type Labels } from './fitScores';
import { animalsLabel, arenaOf, encodingIn, loadTwins, pathsIn, sessionsOf } from './heldAgainst';
import { heldNetwork } from './heldNetwork';

export default defineStudy({
  name: 'mec/cells',
  question: 'Which cells are grid, border, head direction and speed cells, and how many are none of them?',
  sources: [nayebi2021, langston2010, hardcastle2017],
  config: CellsConfig,
  presets: cellsPresets,
  async *run({ config, rng, session }) {
    const { shortestShift, ln, batches, batchSize, layer } = config;
    const sessions = await sessionsOf(config, rng);
    for (const [index, recorded] of sessions.entries()) {
      if (session.signal.aborted) throw new Interrupted('mec/cells: interrupted between sessions', 0);
      session.progress('sessions', index, sessions.length);
      const { t } = recorded.path;
      const interval = (t.at(-1)! - t[0]!) / (t.length - 1);
      const labels = {
        ...{ arena: recorded.arena, animal: recorded.animal, session: recorded.session },
        animals: animalsLabel(recorded),
      };
      const held = heldSession(recorded, config.binning);
      const minimumOffset = Math.round(shortestShift / interval);
      const own = { config, bounds: recorded.bounds, labels };
      const found = characteriseCells(held, {
        ...own,
        minimumOffset,
        rng: rng.child('shuffles').child(index),
      });
      yield* classScores(found, held.ids, labels);
      yield* lnScores(held, { ...own, highestSpeed: ln.highestSpeed });
      yield* figuresOf(
        found,
        held,
        config,
        labels,
        `${recorded.animal}-${recorded.session}-${recorded.arena}`,
      );
    }
    if (config.run === undefined) return;
    const twins = await loadTwins(config.run);
    try {
      const { study } = twins.run;
      const { bounds } = sessions[0]!;
      const arena = arenaOf(bounds);
      const walking = { motion: study.motion, timesteps: study.timesteps, batches, batchSize, session };
      const paths = pathsIn({ ...walking, arena, encoding: encodingIn(arena, twins.run) });
      const centred = { minX: -(bounds.maxX - bounds.minX) / 2, maxX: (bounds.maxX - bounds.minX) / 2 };
      const walls = {
        ...centred,
        minY: -(bounds.maxY - bounds.minY) / 2,
        maxY: (bounds.maxY - bounds.minY) / 2,
      };
      const { maps, held } = await heldNetwork(twins.trained, paths, {
        ...{ arena, layer, units: config.heldUnits },
        ...{ binWidth: config.binning.binWidth, dt: study.motion.dt },
      });
      const labels = { arena: sessions[0]!.arena, source: 'network', layer };
      yield* mapScores(maps.maps, mapClasses(maps.maps), { labels });
      const own = { config, bounds: walls, labels };
      const offset = { minimumOffset: study.timesteps, rng: rng.child('networkShuffles') };
      const found = characteriseCells(held, { ...own, ...offset });
      yield* classScores(found, held.ids, labels);
      yield* figuresOf(found, held, config, labels, `network-${layer}`);
    } finally {
      twins.dispose();
    }
  },
});

function* figuresOf(
  { classes, scores, maps }: Characterised,
  { ids }: HeldCells,
  { shownMaps }: CellsConfig,
  labels: Labels,
  group: string,
): Generator<StudyEvent> {
  const suffix = group.replaceAll(/[^\w.-]+/g, '-');
  const who =
    labels['animals'] === undefined ? 'Units of a network' : `Cells of ${labels['animals']} animals`;
  const caption = `${who}, ${group}, ${classes.n} in all.`;
  const named = (own: readonly string[]) => own.join(' + ') || 'none';
  const order = [...ids.keys()].sort(
    (a, b) => named(classes.labels[a]!).localeCompare(named(classes.labels[b]!)) || a - b,
  );
  const rows = ({ values, shape }: (typeof maps)[number]) =>
    Array.from({ length: shape[0]! }, (_, y) => [...values.subarray(y * shape[1]!, (y + 1) * shape[1]!)]);
  const { conjunctive, none, heterogeneous } = classes;
  const shares = Object.entries({ ...classes.classes, conjunctive, none, heterogeneous });
  const share = 'share of cells (1)';
  const figures: Figure[] = [
    {
      ...{
        kind: 'maps',
        name: `maps-${suffix}`,
        title: 'Rate maps by class',
        caption,
        unit: 'spikes per sample or activity',
      },
      maps: order.slice(0, shownMaps).map((cell) => ({
        label: `${named(classes.labels[cell]!)}, ${ids[cell]}`,
        values: rows(maps[cell]!),
      })),
    },
    {
      ...{ kind: 'scatter', name: `shares-${suffix}`, title: 'Classes of cells', caption },
      axes: { x: 'class, in the order of the legend', y: share },
      groups: shares.map(([label, { fraction }], index) => ({ label, x: [index + 1], y: [fraction] })),
    },
    {
      ...{ kind: 'histogram', name: `scores-${suffix}`, title: 'Scores of cells', caption },
      axes: { x: 'score (place: bits per spike)', y: 'cells' },
      groups: Object.entries(scores).map(([label, { values }]) => ({ label, values: [...values] })),
    },
    {
      ...{ kind: 'scatter', name: `grid-and-border-${suffix}`, title: 'Grid and border scores', caption },
      axes: { x: 'grid score', y: 'border score' },
      groups: [{ label: 'cells', x: [...scores.grid!.values], y: [...scores.border!.values] }],
    },
  ];
  for (const figure of figures) yield { kind: 'figure', figure };
}
