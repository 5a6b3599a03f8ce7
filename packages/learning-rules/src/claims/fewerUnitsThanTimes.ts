import { ConfigError, defineClaim, plainScore } from '@goal-driven/core';
import { familySplits } from '../identification/balancedSplits';
import { familyAccuracies, overFamilies } from '../identification/familyAccuracies';
import {
  IdentificationClaimConfig,
  identificationClaimPresets,
} from '../identification/IdentificationClaimConfig';
import { IdentificationCondition, windowsOf } from '../identification/IdentificationCondition';
import { openRuleDataset } from '../identification/openRuleDataset';
import { CLEAR } from '../identification/RuleDataset';
import { nayebi2020 } from '../identification/nayebi2020';

const FEW = 'tenth-of-units';

export const fewerUnitsThanTimes = defineClaim({
  name: 'learning-rules/fewer-units-than-times',
  question: 'Which costs an experimenter more: few units, or few times of learning?',
  claim: {
    statement: 'More undersampling of units costs less than undersampling of time.',
    protocol:
      "Networks of several depths learn two tasks with several batch sizes and from several starts, each by momentum, Adam, feedback alignment and information alignment. A random forest that knows nothing of a network's family names its rule from the activity of a layer: of a tenth of its units at all 21 times of training, or of all units at the first three times, a seventh of them, as of an experiment that is short. It learns from what it is tested on: the same units, the same times. What counts is the share of layers named right. Three times far apart are shown beside, and do not count.",
    criteria: [
      {
        statistic: 'fewUnitsOverFewTimes',
        meaning: 'share named right from a tenth of the units, less that from the first three times',
        unit: '1',
        above: 0,
      },
    ],
  },
  sources: [nayebi2020],
  config: IdentificationClaimConfig,
  presets: identificationClaimPresets,
  async *run({ config: { source, trees, folds }, rng, session }) {
    const { dataset } = await openRuleDataset(source, { rng: rng.child('trainings'), session });
    if (dataset.views[FEW] === undefined)
      throw new ConfigError(
        `fewerUnitsThanTimes: trajectories must have the view ${FEW}, got ${Object.keys(dataset.views).join(', ')}`,
      );
    const windows = windowsOf(dataset.views[CLEAR]!.shape[1]!);
    const splits = familySplits(dataset.meta, folds);
    const conditions = [
      { name: 'everything' },
      { name: 'a tenth of the units', view: FEW },
      { name: 'the first three times', times: windows['first three'] },
      { name: 'three times far apart', times: windows['three far apart'] },
    ].map((input) => IdentificationCondition.parse({ ...input, measures: ['act'] }));
    const names = conditions.map(({ name }) => name);
    const seen = conditions.map((condition) =>
      familyAccuracies(dataset, { condition, splits, trees, rng: rng.child(condition.name) }),
    );
    for (const [index, families] of seen.entries()) {
      const value = families.reduce((sum, { accuracy }) => sum + accuracy, 0) / families.length;
      yield plainScore({ metric: 'accuracy', labels: { seen: names[index]! }, value, n: families.length });
    }
    const [units, times] = [seen[1]!, seen[2]!];
    const differences = units.map(({ accuracy }, index) => accuracy - times[index]!.accuracy);
    yield { kind: 'finding', finding: overFamilies('fewUnitsOverFewTimes', units, differences) };
    yield {
      kind: 'figure',
      figure: {
        kind: 'categories',
        name: 'accuracy-undersampled',
        title: 'Few units, or few times',
        caption: 'A dot is a family of networks that start alike and learn by different rules.',
        axes: { x: 'what is seen of activity', y: 'share of layers named right' },
        categories: names,
        groups: [{ label: '', values: seen.map((families) => families.map(({ accuracy }) => accuracy)) }],
        references: [{ label: 'chance', y: 0.25 }],
      },
    };
  },
});
