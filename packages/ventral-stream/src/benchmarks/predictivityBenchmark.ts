import type { Benchmark } from '@goal-driven/core';
import { assignLayers, assignmentScores } from './assignLayers';
import { areasOf, type NeuralRecording } from './NeuralRecording';
import { fitArea, predictivityScores } from './neuralPredictivity';
import type { PredictivityConfig } from './PredictivityConfig';
import type { TimedModel } from './TimedModel';

/**
 * The whole of neural predictivity: every layer against every area on averages over time, and the layer that each area
 * prefers against its course. Features are [images, timesteps, units].
 *
 * @param model what its timesteps stand for, and its name for labels
 */
export const predictivityBenchmark = (
  model: Pick<TimedModel, 'name' | 'timesteps'>,
  config: PredictivityConfig,
): Benchmark<NeuralRecording> => ({
  name: 'ventral-stream/neural-predictivity',
  sources: [
    'Nayebi et al. 2018, NeurIPS 31',
    'Nayebi et al. 2022, doi:10.1162/neco_a_01506',
    'Majaj et al. 2015, doi:10.1523/JNEUROSCI.5181-14.2015',
  ],
  async *run({ dataset: recording, layers, features }) {
    const held: TimedModel = { ...model, layers, activity: features };
    const assignment = await assignLayers(held, recording, config);
    yield* assignmentScores(assignment, recording);
    for (const area of areasOf(recording)) {
      const layer = assignment.layers[area];
      if (layer === undefined) continue;
      yield* predictivityScores(await fitArea(held, { layer, area, recording }, config), recording);
    }
  },
});
