import { defineStudy } from '@goal-driven/core';
import { binSessions } from '../neural/binSessions';
import { dordek2016, nayebi2021, schaeffer2022 } from '../sources';
import { fitsAcrossArenas } from './fitsAcrossArenas';
import { fitsInArena, type Held } from './fitsInArena';
import { fitSources } from './fitSources';
import { arenaOf, loadTwins, sessionsOf } from './heldAgainst';
import { NeuralFitsConfig, neuralFitsPresets } from './NeuralFitsConfig';

export default defineStudy({
  name: 'mec/neural-fits',
  question:
    'How well do the layers of a network, features without a network, and other animals predict the cells of medial entorhinal cortex?',
  sources: [nayebi2021, dordek2016, schaeffer2022],
  config: NeuralFitsConfig,
  presets: neuralFitsPresets,
  async *run({ config, rng, session }) {
    const twins = config.run === undefined ? undefined : await loadTwins(config.run);
    try {
      const { arenas } = binSessions(await sessionsOf(config, rng), config.binning);
      const sources = await fitSources({ config, twins, rng, session });
      const held: Held[] = [];
      for (const recordings of arenas) {
        held.push({ recordings, sources: await sources.in(arenaOf(recordings.bounds, recordings.shape)) });
        yield* fitsInArena(held.at(-1)!, { config, session });
      }
      if (config.acrossArenas) yield* fitsAcrossArenas(held, { config, session });
    } finally {
      twins?.dispose();
    }
  },
});
