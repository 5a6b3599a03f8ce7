import { defineStudy, Interrupted, type Rng, type Session } from '@goal-driven/core';
import { boundsOf, describeArena, type Arena } from '../arena';
import { baselineName } from '../baselines/Baseline';
import { fitBaseline } from '../baselines/fitBaseline';
import { featureMaps, placeMaps, type PlaceMaps } from '../baselines/placeMaps';
import { heldOutStream } from '../pathIntegrationStream';
import { createPlaceCells } from '../placeCells';
import { unitMapEvents } from '../rateMapScores';
import { dordek2016, nayebi2021, sorscher2019 } from '../sources';
import { BaselinesConfig } from './BaselinesConfig';

export default defineStudy({
  name: 'mec/baselines',
  question: 'How grid-like are features of place that no network learned?',
  sources: [nayebi2021, dordek2016, sorscher2019],
  config: BaselinesConfig,
  presets: {
    published: {},
    quick: { batches: 60, placeCells: { count: 400, centres: 'lattice' } },
    smoke: {
      batches: 2,
      batchSize: 50,
      binWidth: 0.22,
      placeCells: { count: 16, sigma: 0.4 },
      baselines: [
        { kind: 'placeCells' },
        { kind: 'velocity' },
        { kind: 'nmf', components: 2, maxSweeps: 20 },
        { kind: 'pca', components: 2 },
        { kind: 'nonNegativePca', components: 2 },
        { kind: 'hebbian', components: 2, epochs: 2 },
        { kind: 'lowRank', components: 2, maxSweeps: 20 },
      ],
      shownMaps: 2,
    },
  },
  async *run({ config, rng, session }) {
    const fitted = await mapsOf(config.arena, config, { rng, session });
    const { evaluationArena = config.arena } = config;
    const scored =
      evaluationArena === config.arena ? fitted : await mapsOf(evaluationArena, config, { rng, session });
    for (const [index, baseline] of config.baselines.entries()) {
      const name = baselineName(baseline);
      if (session.signal.aborted) throw new Interrupted(`mec/baselines: interrupted before ${name}`, 0);
      session.progress('baselines', index, config.baselines.length, name);
      const { features } = fitBaseline(baseline, fitted, rng.child(name));
      const maps = featureMaps(features(scored), scored.occupancy);
      const labels = { baseline: name, arena: describeArena(evaluationArena), layer: name };
      yield* unitMapEvents(
        { finish: () => maps },
        { labels, shown: config.shownMaps, prefix: `${name}-`, session },
      );
    }
  },
});

/** Maps of an arena from the paths that networks are evaluated on. */
async function mapsOf(
  arena: Arena,
  config: BaselinesConfig,
  { rng, session }: { readonly rng: Rng; readonly session: Session },
): Promise<PlaceMaps> {
  const { motion, placeCells, timesteps, batchSize, batches, binWidth } = config;
  const code = createPlaceCells(placeCells, arena, { rng: rng.child('placeCells') });
  const stream = heldOutStream({ arena, motion, timesteps, batchSize, code });
  const paths = (async function* () {
    for (let batch = 0; batch < batches; batch++) {
      if (session.signal.aborted) throw new Interrupted('mec/baselines: interrupted while walking', 0);
      session.progress('paths', batch, batches, describeArena(arena));
      yield (await stream.read({ batch })).batch;
    }
  })();
  return placeMaps(paths, boundsOf(arena), binWidth);
}
