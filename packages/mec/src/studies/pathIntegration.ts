import { defineStudy, withTrained } from '@goal-driven/core';
import { createLearningRule } from '@goal-driven/learning-rules';
import { banino2018, butler2019, campbell2018, cueva2018, nayebi2021, sorscher2019 } from '../sources';
import { createParts } from './createParts';
import { evaluateNetwork } from './evaluateNetwork';
import { PathIntegrationConfig } from './PathIntegrationConfig';
import { presets } from './presets';

export default defineStudy({
  name: 'mec/path-integration',
  question:
    'Does a network that learns where its own movement takes it come to have the cells of medial entorhinal cortex?',
  sources: [nayebi2021, sorscher2019, banino2018, cueva2018, butler2019, campbell2018],
  config: PathIntegrationConfig,
  presets,
  async *run({ config, rng, session }) {
    const parts = createParts(config, rng);
    const { architecture, task, stream, heldOut } = parts;
    const rule = createLearningRule(config.learningRule);
    const training = { config: config.training, rng: rng.child('train'), session };
    yield* withTrained({ architecture, task, stream, heldOut, rule, ...training }, ({ network, history }) => {
      const curve = history.flatMap(({ step, values }) =>
        values['taskLoss'] === undefined ? [] : [{ step, value: values['taskLoss'] }],
      );
      return evaluateNetwork(config, { network, parts, rng, session, curve, prefix: '' });
    });
  },
});
