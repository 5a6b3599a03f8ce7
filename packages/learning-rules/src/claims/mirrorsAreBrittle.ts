import { defineClaim } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { z } from 'zod';
import { byDepthFigure, overRules } from '../credit/overRules';
import { RuleSetting, ruleSettings } from '../credit/ruleSettings';
import { conditionOf } from '../credit/trainByRule';
import { claimPresets } from '../studies/presets';
import { kunin2020 } from '../sources';
import { DepthClaimConfig } from './DepthClaimConfig';
import { gapsOf } from './gapsOf';

/** The gain of the mirror at which shallow networks learn best and deep ones not at all; decay of the feedback. */
const Config = z
  .strictObject({
    ...DepthClaimConfig.shape,
    gain: z.number().positive().default(2).meta({
      description: 'kappa, scale of the feedback under the weight mirror over W transposed',
      unit: '1',
    }),
    decay: z
      .number()
      .positive()
      .default(0.05)
      .meta({ description: 'Coefficient of decay of both rules', unit: '1' }),
    bound: z.number().positive().default(0.3).meta({
      description: 'Coefficient of null under information alignment over that of decay',
      unit: '1',
    }),
  })
  .meta({ title: 'Transfer of metaparameters', source: 'Shared specification of learning rules, D.1' });

const { weightMirror, informationAlignment } = ruleSettings;

/** Without normalisation, which would hide a feedback of another scale; 5 epochs at a low rate. */
const plain = {
  normalised: false,
  training: {
    steps: 310,
    schedule: { kind: 'constant', learningRate: 0.003 },
  },
};

export const mirrorsAreBrittle = defineClaim({
  name: 'learning-rules/mirrors-are-brittle',
  question: 'Do metaparameters that suit a shallow network suit a deep one too?',
  claim: {
    statement:
      'Weight mirrors are brittle: metaparameters that serve a shallow network ruin a deeper one, which information alignment with the same ones survives.',
    protocol:
      'Shallow and deep networks without normalisation are trained from each seed by a weight mirror and by information alignment with the same coefficients of amp and decay, of which the second has null besides; 50 updates of alignment alone come first. What decides is the accuracy on held-out images; a network that diverged has 0.',
    criteria: [
      {
        statistic: 'mirrorShallow',
        meaning: 'accuracy of the weight mirror in the shallow network',
        unit: '1',
        above: 0.5,
      },
      {
        statistic: 'mirrorLost',
        meaning: 'accuracy of the weight mirror in the shallow network less that in the deep one',
        unit: '1',
        above: 0.3,
      },
      {
        statistic: 'informationLost',
        meaning: 'accuracy of information alignment in the shallow network less that in the deep one',
        unit: '1',
        below: 0.3,
      },
      {
        statistic: 'informationOverMirror',
        meaning: 'accuracy of information alignment in the deep network less that of the weight mirror',
        unit: '1',
        above: 0.3,
      },
    ],
  },
  sources: [kunin2020],
  config: Config,
  presets: {
    full: plain,
    // Short trainings of few rules, so that there is time for more seeds. On seeds 0 to 7 it could not be told; these are
    // others, so that what was seen before does not count, and as many as 10 minutes allow.
    quick: { ...plain, seeds: Array.from({ length: 36 }, (_, index) => 8 + index) },
    smoke: { ...claimPresets.smoke, normalised: false },
  },
  async *run({ config, rng, session }) {
    const { shallow, deep, seeds } = config;
    const [mirror, information] = settingsOf(config);
    const conditions = [shallow, deep].flatMap((depth) => [
      conditionOf(mirror, depth),
      conditionOf(information, depth),
    ]);
    const measured = yield* overRules(conditions, { config, rng, session });
    const shallowMirror = measured.filter(({ condition }) => condition === `${mirror.name} ${shallow}`);
    const found = {
      mirrorShallow: shallowMirror.map(({ accuracy }) => accuracy),
      mirrorLost: gapsOf(measured, { from: `${mirror.name} ${shallow}`, of: `${mirror.name} ${deep}` }),
      informationLost: gapsOf(measured, {
        from: `${information.name} ${shallow}`,
        of: `${information.name} ${deep}`,
      }),
      informationOverMirror: gapsOf(measured, {
        from: `${information.name} ${deep}`,
        of: `${mirror.name} ${deep}`,
      }),
    };
    for (const [statistic, values] of Object.entries(found))
      yield { kind: 'finding', finding: meanFinding(statistic, values, { seeds }) };
    const value = 'accuracy';
    yield {
      kind: 'figure',
      figure: byDepthFigure(measured, { conditions, value, classes: config.data.classes }),
    };
  },
});

function settingsOf({ gain, decay, bound }: z.output<typeof Config>): [RuleSetting, RuleSetting] {
  const amp = 2 * decay * gain; // noise of standard deviation 1
  const mirror = { ...weightMirror.learningRule, amp, decay };
  const information = { ...informationAlignment.learningRule, amp, decay, null: bound * decay };
  return [
    RuleSetting.parse({ ...weightMirror, learningRule: mirror }),
    RuleSetting.parse({ ...informationAlignment, learningRule: information }),
  ];
}
