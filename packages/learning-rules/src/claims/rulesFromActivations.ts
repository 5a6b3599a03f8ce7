import { defineClaim, plainScore } from '@goal-driven/core';
import { familySplits } from '../identification/balancedSplits';
import { familyAccuracies, overFamilies } from '../identification/familyAccuracies';
import {
  IdentificationClaimConfig,
  identificationClaimPresets,
} from '../identification/IdentificationClaimConfig';
import { IdentificationCondition } from '../identification/IdentificationCondition';
import { openRuleDataset } from '../identification/openRuleDataset';
import { nayebi2020 } from '../identification/nayebi2020';

const CHANCE = 0.25;

export const rulesFromActivations = defineClaim({
  name: 'learning-rules/rules-from-activations',
  question: 'Can the rule by which a network learns be told from the activity of its layers alone?',
  claim: {
    statement: 'Rules can be told apart far above chance from activations alone.',
    protocol:
      'Networks of several depths learn two tasks with several batch sizes and from several starts, each by momentum, Adam, feedback alignment and information alignment. A random forest sees eight statistics of the activity of one layer, at 21 times of training, and where the layer stands; it names the rule of the layers of networks of which it knows nothing, not even another network that starts alike. What counts is the share of layers named right, of which chance is a quarter.',
    criteria: [
      {
        statistic: 'activationsOverChance',
        meaning: 'share of layers whose rule is named right from activations, less chance',
        unit: '1',
        above: 0.25,
      },
    ],
  },
  sources: [nayebi2020],
  config: IdentificationClaimConfig,
  presets: identificationClaimPresets,
  async *run({ config: { source, trees, folds }, rng, session }) {
    const { dataset } = await openRuleDataset(source, { rng: rng.child('trainings'), session });
    const splits = familySplits(dataset.meta, folds);
    const seen = [['act'], ['weight'], ['grad'], ['act', 'weight', 'grad']].map((measures) => {
      const measure = measures.length === 1 ? measures[0]! : 'all';
      const condition = IdentificationCondition.parse({ name: measure, measures });
      const families = familyAccuracies(dataset, { condition, splits, trees, rng: rng.child(measure) });
      return { measure, families, accuracies: families.map(({ accuracy }) => accuracy) };
    });
    for (const { measure, accuracies } of seen) {
      const value = accuracies.reduce((sum, one) => sum + one, 0) / accuracies.length;
      yield plainScore({ metric: 'accuracy', labels: { seen: measure }, value, n: accuracies.length });
    }
    const { families, accuracies } = seen[0]!;
    const over = accuracies.map((accuracy) => accuracy - CHANCE);
    yield { kind: 'finding', finding: overFamilies('activationsOverChance', families, over) };
    yield {
      kind: 'figure',
      figure: {
        kind: 'categories',
        name: 'accuracy-by-measure',
        title: 'How well rules are told apart',
        caption: 'A dot is a family of networks that start alike and learn by different rules.',
        axes: { x: 'what is seen of a layer', y: 'share of layers named right' },
        categories: seen.map(({ measure }) => measure),
        groups: [{ label: '', values: seen.map((one) => one.accuracies) }],
        references: [{ label: 'chance', y: CHANCE }],
      },
    };
  },
});
