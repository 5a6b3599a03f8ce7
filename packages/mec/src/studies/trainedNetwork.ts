import { defineStudy, disposeTree } from '@goal-driven/core';
import { z } from 'zod';
import { loadReferenceModel } from '../loadReferenceModel';
import { banino2018, nayebi2021, sorscher2019 } from '../sources';
import { createParts } from './createParts';
import { evaluateNetwork } from './evaluateNetwork';
import { loadTrainedRun } from './loadTrainedRun';
import { Evaluation, LongerPaths, RecordedPathFile } from './PathIntegrationConfig';

const TrainedNetworkConfig = z
  .strictObject({
    run: z.string().min(1).optional().meta({
      description:
        'Folder of a finished run of mec/path-integration, or a model file; the reference model that comes with the package where left out',
    }),
    evaluation: Evaluation.extend({ longerPaths: LongerPaths.prefault({}) }).prefault({}),
    recordedPath: RecordedPathFile.optional().meta({ description: 'Also evaluate on this recorded path' }),
  })
  .meta({ title: 'A trained network on held-out paths' });

export default defineStudy({
  name: 'mec/trained-network',
  question: 'How well does a trained network know where it is, on paths that it never walked?',
  sources: [nayebi2021, sorscher2019, banino2018],
  config: TrainedNetworkConfig,
  presets: {
    quick: { evaluation: { batches: 10, longerPaths: { batches: 4 } } },
    smoke: {
      evaluation: {
        batches: 1,
        batchSize: 20,
        binWidth: 0.22,
        longerPaths: { times: 2, batches: 1, batchSize: 10 },
      },
    },
  },
  async *run({ config: { run, ...asked }, session }) {
    const loaded = run === undefined ? await loadReferenceModel() : await loadTrainedRun(run);
    const { study, network, rng } = loaded;
    const config = { ...study, ...asked };
    try {
      const parts = createParts(config, rng);
      yield* evaluateNetwork(config, { network, parts, rng, session, prefix: '' });
    } finally {
      disposeTree({ params: network.params, state: network.state });
    }
  },
});
