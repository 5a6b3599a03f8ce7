import { defineStudy, type Rng } from '@goal-driven/core';
import { melander2021, statman2014 } from '../sources';
import { loadSynapseTable } from '../synapses/loadSynapseTable';
import { publishedSynapses } from '../synapses/publishedSynapses';
import { simulateKesten } from '../synapses/kestenProcess';
import { synapseSizes, type SynapseSizes } from '../synapses/SynapseSizes';
import { modelSizes } from './modelSizes';
import { describeSizes, reportModels } from './reportSizes';
import { SynapticSizesConfig, type SizesSource } from './SynapticSizesConfig';

export default defineStudy({
  name: 'learning-rules/synaptic-sizes',
  question:
    'Does the distribution of synaptic sizes come from their ongoing dynamics, and is change multiplicative or additive?',
  sources: [melander2021, statman2014],
  config: SynapticSizesConfig,
  presets: {
    quick: {},
    smoke: { resamples: 2, simulations: 2 },
    pyramidal: { source: { kind: 'synthetic', of: 'pyramidal' }, perBin: 165 },
  },
  async *run({ config, rng }) {
    const { sizes, neverSeen } = await openSizes(config.source, rng.child('sizes'));
    yield* describeSizes(sizes, { config, neverSeen });
    yield* reportModels(modelSizes(sizes, config, rng.child('models')), { sizes, config });
  },
});

type Opened = { readonly sizes: SynapseSizes; readonly neverSeen: number };

async function openSizes(source: SizesSource, rng: Rng): Promise<Opened> {
  if (source.kind === 'file') {
    const dendrites = source.dendrites === undefined ? undefined : await loadSynapseTable(source.dendrites);
    return synapseSizes(await loadSynapseTable(source.sizes), { dendrites, name: source.sizes });
  }
  const published = publishedSynapses[source.of];
  const { synapses = published.synapses, sessions = published.sessions } = source;
  const start = rng
    .child('start')
    .normal(synapses)
    .map((x) => Math.exp(published.logMean + published.logStandardDeviation * x));
  return {
    sizes: simulateKesten(published, { start, sessions }, rng.child('steps')),
    neverSeen: 0,
  };
}
