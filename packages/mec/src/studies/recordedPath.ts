import { defineStudy, disposeTree } from '@goal-driven/core';
import { z } from 'zod';
import { banino2018, nayebi2021, sargolini2006 } from '../sources';
import { evaluateRecordedPath } from './evaluateRecordedPath';
import { loadTrainedRun } from './loadTrainedRun';
import { Evaluation, RecordedPathFile } from './PathIntegrationConfig';

const RecordedPathConfig = RecordedPathFile.extend({
  run: z.string().min(1).meta({ description: 'Folder of a finished run of mec/path-integration' }),
  layer: Evaluation.shape.layer,
  binWidth: Evaluation.shape.binWidth,
  shownMaps: Evaluation.shape.shownMaps,
  shownPaths: Evaluation.shape.shownPaths,
}).meta({ title: 'A trained network on the path of an animal' });

export default defineStudy({
  name: 'mec/recorded-path',
  question: 'Does a network trained on simulated walks integrate the path of a real animal?',
  sources: [nayebi2021, banino2018, sargolini2006],
  config: RecordedPathConfig,
  presets: { quick: { timesteps: 100 } },
  async *run({ config, session }) {
    const { run, layer, binWidth, shownMaps, shownPaths, ...recorded } = config;
    const { study, network, parts } = await loadTrainedRun(run);
    const shown = { ...study.evaluation, layer, binWidth, shownMaps, shownPaths };
    try {
      yield* evaluateRecordedPath({
        study: { ...study, evaluation: shown },
        recorded,
        network,
        parts,
        session,
      });
    } finally {
      disposeTree({ params: network.params, state: network.state });
    }
  },
});
