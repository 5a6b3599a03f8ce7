import { defineStudy } from '@goal-driven/core';
import { CreditConfig } from '../credit/CreditConfig';
import { byDepthFigure, overRules } from '../credit/overRules';
import { conditionOf } from '../credit/trainByRule';
import { akrout2019, kunin2020, lillicrap2016, nokland2016 } from '../sources';
import { presets } from './presets';

export default defineStudy({
  name: 'learning-rules/credit',
  question:
    'Which learning rules still work when networks become deep, and how well does their feedback align?',
  sources: [kunin2020, akrout2019, lillicrap2016, nokland2016],
  config: CreditConfig,
  presets,
  async *run({ config, rng, session }) {
    const conditions = config.depths.flatMap((depth) => config.rules.map((rule) => conditionOf(rule, depth)));
    const measured = yield* overRules(conditions, { config, rng, session });
    for (const value of ['accuracy', 'angle'] as const) {
      yield {
        kind: 'figure',
        figure: byDepthFigure(measured, { conditions, value, classes: config.data.classes }),
      };
    }
  },
});
