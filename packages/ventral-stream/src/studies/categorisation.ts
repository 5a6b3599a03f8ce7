import { defineStudy, withTrained } from '@goal-driven/core';
import { createLearningRule } from '@goal-driven/learning-rules';
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
    const { architecture, task, stream, heldOut, testBatches, test } = parts;
    const rule = createLearningRule(config.learningRule);
    const training = { config: config.training, rng: rng.child('train'), session };
    yield* withTrained(
      { architecture, task, stream, heldOut, rule, ...training },
      async function* ({ network, history }) {
        const report = await evaluateImages(network, { stream: heldOut, batches: testBatches, session });
        yield* reportImages(report, { architecture, classes: test.classes, history });
      },
    );
  },
});
