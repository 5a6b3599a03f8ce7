import { z } from 'zod';
import { ConditionGroup, IdentificationCondition } from '../identification/IdentificationCondition';
import { TrajectorySource } from '../identification/openRuleDataset';
import { RuleClassifier } from '../identification/RuleClassifier';

export const IdentificationConfig = z
  .strictObject({
    source: TrajectorySource.prefault({ kind: 'trained' }),
    classifiers: z
      .array(RuleClassifier)
      .min(1)
      .prefault([{ kind: 'randomForest' }, { kind: 'linearSvm' }, { kind: 'convMlp' }])
      .meta({ description: 'What tells rules apart, with the settings that it chooses among' }),
    groups: z.array(ConditionGroup).default(['measures', 'holdOuts', 'times', 'views', 'matched']).meta({
      description: 'Conditions that follow from the data set',
    }),
    conditions: z.array(IdentificationCondition).default([]).meta({ description: 'Further conditions' }),
    splits: z.int().min(2).default(10).meta({ description: 'Balanced splits of each condition' }),
    testFraction: z.number().gt(0).lt(1).default(0.25).meta({
      description: 'Share of a class that is tested on',
      unit: '1',
    }),
    by: z
      .array(z.enum(['layers', 'networks', 'families']))
      .min(1)
      .default(['layers', 'networks', 'families'])
      .meta({
        description:
          'Whether splits part the layers of a network, as published; keep them together; or keep all networks together ' +
          'that start alike and differ in their rule, each tested on once (hold-outs and matched networks are as by networks)',
      }),
  })
  .meta({ title: 'Identification of learning rules', source: 'Nayebi et al. 2020, arXiv:2010.11765' });
export type IdentificationConfig = z.output<typeof IdentificationConfig>;

const forest = (trees: number) => ({ kind: 'randomForest', trees: [trees], maxFeatures: ['sqrt'] });

/** A grid that is trained in minutes: that of the specification with fewer examples, batches and depths. */
export const smallGrid = {
  base: { epochs: 6, probes: 64, views: { clear: {}, 'tenth-of-units': { share: 0.1 } } },
  tasks: [20, 10].map((classes) => ({
    name: `${classes} classes`,
    examples: { kind: 'templates', classes, train: 1000, test: 300 },
  })),
  networks: [
    { kind: 'dense', widths: [48, 48] },
    { kind: 'dense', widths: [64, 64, 64] },
  ],
  batchSizes: [32, 64],
};

export const identificationPresets = {
  quick: {
    source: {
      kind: 'trained',
      grid: {
        ...smallGrid,
        base: { ...smallGrid.base, views: { ...smallGrid.base.views, noisy: { noise: 0.1 } } },
      },
    },
    classifiers: [forest(100), { kind: 'linearSvm', costs: [1], components: [null] }],
    splits: 5,
  },
  smoke: {
    source: {
      kind: 'trained',
      grid: {
        base: { epochs: 3, checkpoints: 5, probes: 10 },
        tasks: [{ name: 'four', examples: { kind: 'templates', classes: 4, size: 6, train: 64, test: 32 } }],
        networks: [{ kind: 'dense', widths: [6] }],
        batchSizes: [16],
        starts: [0, 1, 2, 3],
      },
    },
    classifiers: [forest(10)],
    groups: ['measures'],
    splits: 2,
  },
  /** The grid of the specification, D.2, and its forest of 300 trees. */
  specified: { classifiers: [forest(300), { kind: 'linearSvm', costs: [1], components: [null] }] },
  published: {},
};
