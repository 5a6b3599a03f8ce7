import { backpropagation, defineStudy, disposeTree, train } from '@goal-driven/core';
import { kubilius2019, nayebi2018, nayebi2022 } from '../sources';
import { CategorisationConfig } from './CategorisationConfig';
import { createParts } from './createParts';
import { evaluateImages } from './evaluateImages';
import { presets } from './presets';
import { reportImages } from './reportImages';

export default defineStudy({
  name: 'ventral-stream/categorisation',
  question:
    'How well does a convolutional recurrent network tell objects apart, and how soon after it saw them?',
  sources: [nayebi2018, nayebi2022, kubilius2019],
  config: CategorisationConfig,
  presets,
  async *run({ config, rng, session }) {
    const parts = createParts(config, rng);
    const { architecture, task, stream, heldOut } = parts;
    try {
      const trained = await train({
        ...{ architecture, task, stream, heldOut, session },
        rule: backpropagation,
        config: config.training,
        rng: rng.child('train'),
      });
      try {
        const network = { architecture, params: trained.params.model, state: trained.state };
        const report = await evaluateImages(network, {
          stream: heldOut,
          batches: parts.testBatches,
          session,
        });
        yield* reportImages(report, { architecture, classes: parts.test.classes, history: trained.history });
      } finally {
        disposeTree({ params: trained.params, state: trained.state, taskState: trained.taskState });
      }
    } finally {
      await Promise.all([stream.close(), heldOut.close()]);
    }
  },
});
