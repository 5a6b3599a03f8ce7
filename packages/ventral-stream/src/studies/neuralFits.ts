import { defineStudy, disposeTree } from '@goal-driven/core';
import { assignLayers, assignmentFigure, assignmentScores } from '../benchmarks/assignLayers';
import {
  fitArea,
  predictivityFigure,
  predictivityScores,
  type AreaFit,
} from '../benchmarks/neuralPredictivity';
import { areasOf, takeAreas } from '../benchmarks/NeuralRecording';
import { majaj2015, nayebi2018, nayebi2022 } from '../sources';
import { chosenNetwork } from './chosenNetwork';
import { NeuralFitsConfig, neuralFitsPresets } from './NeuralFitsConfig';
import { readRecording } from './readRecording';
import { heardSites, overTime, shownImages } from './shownImages';

export default defineStudy({
  name: 'ventral-stream/neural-fits',
  question:
    'Do the dynamics of a network predict those of V4 and IT, and which of its layers goes with which area?',
  sources: [nayebi2018, nayebi2022, majaj2015],
  config: NeuralFitsConfig,
  presets: neuralFitsPresets,
  async *run({ config, rng, session }) {
    const chosen = await chosenNetwork(config, rng);
    try {
      const { recordings: recorded, layers, units, sites } = config;
      const shown = shownImages(chosen, { recorded, layers, units, rng, session });
      const model = await overTime(chosen.network, shown);
      const all =
        recorded === undefined
          ? await heardSites(chosen, shown, sites)
          : await readRecording(recorded.responses, shown.source.labels.length);
      const recording = config.areas === undefined ? all : takeAreas(all, config.areas);
      const assignment = await assignLayers(model, recording, config.predictivity);
      for (const score of assignmentScores(assignment, recording)) yield { kind: 'score', score };
      yield { kind: 'figure', figure: assignmentFigure(assignment, { model, recording }) };
      for (const area of areasOf(recording)) {
        const layer = assignment.layers[area];
        if (layer === undefined) continue;
        session.progress('areas', areasOf(recording).indexOf(area), areasOf(recording).length, area);
        const fits: AreaFit[] = [await fitArea(model, { layer, area, recording }, config.predictivity)];
        for (const score of predictivityScores(fits[0]!, recording)) yield { kind: 'score', score };
        yield { kind: 'figure', figure: predictivityFigure(fits, { area, recording }) };
      }
    } finally {
      disposeTree({ params: chosen.network.params, state: chosen.network.state });
    }
  },
});
