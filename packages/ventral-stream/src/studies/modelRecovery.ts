import { defineStudy } from '@goal-driven/core';
import { ModelRecovery, modelRecovery } from '../benchmarks/modelRecovery';
import { kar2019, majaj2015, nayebi2022 } from '../sources';

const fewer = { decoder: { cost: 0.1, gain: 2 } };

export default defineStudy({
  name: 'ventral-stream/model-recovery',
  question: 'Do the benchmarks find what was put into an observer whose dynamics are known?',
  sources: [nayebi2022, kar2019, majaj2015],
  config: ModelRecovery,
  presets: {
    quick: { observer: { sites: { trials: 10 } } },
    smoke: {
      observer: { images: { objects: 3, imagesPerObject: 10, units: 8 }, sites: { sites: 2, trials: 4 } },
      predictivity: {
        map: { kind: 'pls', components: 3 },
        splits: { kind: 'withinCategory', splits: 2 },
        halves: 2,
      },
      decoding: { ...fewer, folds: 2 },
      solutionTimes: { ...fewer, testFraction: 0.3, splits: 2 },
    },
  },
  async *run({ config, rng }) {
    const { scores, figures } = await modelRecovery(config, rng);
    for (const score of scores) yield { kind: 'score', score };
    for (const figure of figures) yield { kind: 'figure', figure };
  },
});
