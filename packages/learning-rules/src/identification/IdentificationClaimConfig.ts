import { z } from 'zod';
import { smallGrid } from '../studies/IdentificationConfig';
import { TrajectorySource } from './openRuleDataset';

/** What the claims about telling rules apart are tested on; the defaults are those of the specification, D.2. */
export const IdentificationClaimConfig = z
  .strictObject({
    source: TrajectorySource.prefault({
      kind: 'trained',
      grid: { base: { views: { clear: {}, 'tenth-of-units': { share: 0.1 } } } },
    }),
    trees: z.int().positive().default(300).meta({ description: 'Of the random forest' }),
    folds: z.int().min(2).default(10).meta({
      description:
        'Parts of the networks that are tested on in turn; networks that start alike stay together',
    }),
  })
  .meta({ title: 'Claims about telling rules apart', source: 'Nayebi et al. 2020, arXiv:2010.11765' });
export type IdentificationClaimConfig = z.output<typeof IdentificationClaimConfig>;

/** Partial configurations of every claim of this file's config. */
export const identificationClaimPresets = {
  full: {},
  // A third of the examples, three quarters of the epochs, a quarter of the probes, depths 2 and 3, batches of 32 and 64.
  quick: { source: { kind: 'trained', grid: smallGrid }, trees: 200 },
  smoke: {
    source: {
      kind: 'trained',
      grid: {
        base: { epochs: 2, checkpoints: 5, probes: 10, views: smallGrid.base.views },
        tasks: [{ name: 'four', examples: { kind: 'templates', classes: 4, size: 6, train: 64, test: 32 } }],
        networks: [
          { kind: 'dense', widths: [6] },
          { kind: 'dense', widths: [7, 6] },
        ],
        batchSizes: [16],
        starts: [0, 1],
      },
    },
    trees: 10,
    folds: 2,
  },
};
