import { createRng, ShapeError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { decoding } from '../decoding';
import { defineMetric } from '../defineMetric';
import { createReadout, ReadoutConfig } from '../readoutConfig';
import { createSplits, SplitConfig } from '../splitConfig';

/** What can be read out of responses. */
export const readoutMetrics = {
  decoding: defineMetric({
    name: 'decoding',
    version: 2,
    description: 'How often the class of samples held out is read from their features',
    unit: '1',
    range: [0, 1],
    arguments: {
      features: { axes: '[samples, features], responses of units or sites', ranks: [2] },
      labels: { axes: '[samples], class of each sample, an integer', ranks: [1] },
      groups: { axes: '[samples], samples of one number are not parted', ranks: [1], optional: true },
    },
    options: z.strictObject({
      readout: ReadoutConfig.prefault({ kind: 'logistic' }).meta({ description: 'How classes are read out' }),
      splits: SplitConfig.prefault({ kind: 'stratifiedKFold', seed: 0 }).meta({
        description: 'Training and test samples; strata are the labels. Groups take groupKFold',
      }),
      seed: z.int().nonnegative().default(0).meta({ description: 'Of readouts that draw at random' }),
    }),
    gives: {
      values: '[splits], accuracy on the samples held out',
      accuracy: 'mean over splits',
      balancedAccuracy: 'mean over splits of the mean over classes',
      majority: 'mean over splits of the accuracy of always saying the largest class of training',
      classes: '[classes], labels, ascending',
      confusion: '[classes, classes], tests of all splits: rows are true, columns are read out',
      classAccuracies: '[classes], share of the tests of each that was read out',
    },
    undefinedFor: 'nothing; the accuracy of a class that is never tested',
    sources: [
      'Hung et al. 2005, doi:10.1126/science.1117593',
      'Majaj et al. 2015, doi:10.1523/JNEUROSCI.5181-14.2015',
    ],
    run: ({ features, labels, groups }, { readout, splits, seed }) => {
      const count = features.shape[0]!;
      for (const [name, array] of Object.entries({ labels, groups })) {
        if (array && array.values.length !== count) {
          throw new ShapeError(
            `decoding: ${name} must have the ${count} samples of features, got ${array.values.length}`,
          );
        }
      }
      const parts = createSplits(splits, { count, groups: groups?.values, strata: labels.values });
      return decoding(features, labels.values, createRng(seed), {
        readout: createReadout(readout),
        splits: parts,
      });
    },
  }),
};
