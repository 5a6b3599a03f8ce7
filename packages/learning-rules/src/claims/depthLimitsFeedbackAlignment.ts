import { defineClaim } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { byDepthFigure, overRules } from '../credit/overRules';
import { ruleSettings } from '../credit/ruleSettings';
import { conditionOf } from '../credit/trainByRule';
import { claimPresets } from '../studies/presets';
import { akrout2019, kunin2020, lillicrap2016 } from '../sources';
import { DepthClaimConfig } from './DepthClaimConfig';
import { gapsOf } from './gapsOf';

const { backpropagation, feedbackAlignment, kolenPollack, symmetricAlignment, informationAlignment } =
  ruleSettings;
const followers = { kolenPollack, symmetricAlignment, informationAlignment };

/** What a rule that keeps up may lose to backpropagation; feedback alignment lost .36 where this was measured first. */
const MARGIN = 0.06;

export const depthLimitsFeedbackAlignment = defineClaim({
  name: 'learning-rules/depth-limits-feedback-alignment',
  question: 'Do learning rules without weight symmetry keep up with backpropagation as networks become deep?',
  claim: {
    statement:
      'Feedback alignment falls behind backpropagation as depth grows, while Kolen-Pollack, symmetric and information alignment keep up.',
    protocol:
      'A shallow and a deep network are trained from each seed by each rule, for equally many updates of the task on the same images in the same order, from the same forward kernels. What decides is the accuracy of backpropagation on held-out images less that of the rule, seed by seed: for feedback alignment how much more of it there is in the deep network than in the shallow one, for the others how much there is in the deep one. A network that diverged has accuracy 0.',
    criteria: [
      {
        statistic: 'feedbackAlignmentGapGrowth',
        meaning: 'gap of feedback alignment in the deep network less that in the shallow one',
        unit: '1',
        above: 0.1,
      },
      ...Object.entries(followers).map(([name, rule]) => ({
        statistic: `${name}Gap`,
        meaning: `gap of ${rule.name} in the deep network`,
        unit: '1',
        below: MARGIN,
      })),
    ],
  },
  sources: [kunin2020, akrout2019, lillicrap2016],
  config: DepthClaimConfig,
  presets: claimPresets,
  async *run({ config, rng, session }) {
    const { shallow, deep, seeds } = config;
    const rules = [backpropagation, feedbackAlignment, ...Object.values(followers)];
    const conditions = [shallow, deep].flatMap((depth) => rules.map((rule) => conditionOf(rule, depth)));
    const measured = yield* overRules(conditions, { config, rng, session });
    const gaps = (name: string, depth: number) =>
      gapsOf(measured, { of: `${name} ${depth}`, from: `${backpropagation.name} ${depth}` });
    const shallowGaps = gaps(feedbackAlignment.name, shallow);
    const growth = gaps(feedbackAlignment.name, deep).map((gap, index) => gap - shallowGaps[index]!);
    yield { kind: 'finding', finding: meanFinding('feedbackAlignmentGapGrowth', growth, { seeds }) };
    for (const [name, rule] of Object.entries(followers))
      yield { kind: 'finding', finding: meanFinding(`${name}Gap`, gaps(rule.name, deep), { seeds }) };
    for (const value of ['accuracy', 'angle'] as const) {
      const figure = byDepthFigure(measured, { conditions, value, classes: config.data.classes });
      yield { kind: 'figure', figure };
    }
  },
});
