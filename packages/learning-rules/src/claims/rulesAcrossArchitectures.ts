import { defineClaim, plainScore } from '@goal-driven/core';
import { familyAccuracies, overFamilies } from '../identification/familyAccuracies';
import {
  IdentificationClaimConfig,
  identificationClaimPresets,
} from '../identification/IdentificationClaimConfig';
import { IdentificationCondition } from '../identification/IdentificationCondition';
import { openRuleDataset } from '../identification/openRuleDataset';
import { nayebi2020 } from '../identification/nayebi2020';

const CHANCE = 0.25;

export const rulesAcrossArchitectures = defineClaim({
  name: 'learning-rules/rules-across-architectures',
  question: 'Can the rule be told in networks of an architecture that was never seen?',
  claim: {
    statement: 'Telling rules apart generalises to held-out architectures above chance.',
    protocol:
      'Networks of several architectures learn two tasks with several batch sizes and from several starts, each by momentum, Adam, feedback alignment and information alignment. For each architecture in turn, a random forest learns from the layers of all others, by the 24 admissible observables at 21 times of training, and names the rule of the layers of the one held out. What counts is the share of layers named right, of which chance is a quarter.',
    criteria: [
      {
        statistic: 'heldOutOverChance',
        meaning: 'share of layers of held-out architectures whose rule is named right, less chance',
        unit: '1',
        above: 0,
      },
    ],
  },
  sources: [nayebi2020],
  config: IdentificationClaimConfig,
  presets: identificationClaimPresets,
  async *run({ config: { source, trees }, rng, session }) {
    const { dataset } = await openRuleDataset(source, { rng: rng.child('trainings'), session });
    const { meta } = dataset;
    const architectures = [...new Set(meta.map(({ architecture }) => architecture))];
    const rows = (held: string, out: boolean) =>
      Int32Array.from(meta.flatMap((sample, row) => ((sample.architecture === held) === out ? [row] : [])));
    const splits = architectures.map((held) => ({ train: rows(held, false), test: rows(held, true) }));
    const condition = IdentificationCondition.parse({ name: 'all' });
    const families = familyAccuracies(dataset, { condition, splits, trees, rng: rng.child('held out') });
    const ofArchitecture = architectures.map((held) =>
      families.filter(({ family }) => family.split('|').includes(held)).map(({ accuracy }) => accuracy),
    );
    for (const [index, accuracies] of ofArchitecture.entries()) {
      const value = accuracies.reduce((sum, one) => sum + one, 0) / accuracies.length;
      const labels = { heldOut: architectures[index]! };
      yield plainScore({ metric: 'accuracy', labels, value, n: accuracies.length });
    }
    const over = families.map(({ accuracy }) => accuracy - CHANCE);
    yield { kind: 'finding', finding: overFamilies('heldOutOverChance', families, over) };
    yield {
      kind: 'figure',
      figure: {
        kind: 'categories',
        name: 'accuracy-by-held-out',
        title: 'Rules in architectures that were never seen',
        caption: 'A dot is a family of networks that start alike and learn by different rules.',
        axes: { x: 'architecture held out', y: 'share of layers named right' },
        categories: architectures,
        groups: [{ label: '', values: ofArchitecture }],
        references: [{ label: 'chance', y: CHANCE }],
      },
    };
  },
});
