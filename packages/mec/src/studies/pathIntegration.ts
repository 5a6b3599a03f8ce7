import { backpropagation, defineStudy, disposeTree, train } from '@goal-driven/core';
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
    const trained = await train({
      architecture: parts.architecture,
      task: parts.task,
      stream: parts.stream,
      heldOut: parts.heldOut,
      rule: backpropagation,
      config: config.training,
      rng: rng.child('train'),
      session,
    });
    try {
      const network = {
        architecture: parts.architecture,
        params: trained.params.model,
        state: trained.state,
      };
      const curve = trained.history.flatMap(({ step, values }) =>
        values['taskLoss'] === undefined ? [] : [{ step, value: values['taskLoss'] }],
      );
      yield* evaluateNetwork(config, { network, parts, rng, session, curve, prefix: '' });
    } finally {
      disposeTree({ params: trained.params, state: trained.state, taskState: trained.taskState });
    }
  },
});
