import { z } from 'zod';

const count = (value: number, description: string) =>
  z.int().positive().default(value).meta({ description, unit: '1' });
const sweeps = (value: number) => count(value, 'Sweeps or iterations at most');
const tolerance = (value: number, description: string) =>
  z.number().nonnegative().default(value).meta({ description, unit: '1' });

/** Features of place that no network learned; `kind` says which. */
export const Baseline = z
  .discriminatedUnion('kind', [
    z
      .strictObject({ kind: z.literal('placeCells') })
      .meta({ title: 'The place code itself', source: 'Nayebi et al. 2021' }),
    z
      .strictObject({ kind: z.literal('velocity') })
      .meta({ title: 'The velocity input itself', source: 'Nayebi et al. 2021' }),
    z
      .strictObject({
        kind: z.literal('nmf'),
        components: count(9, 'Components, k; published are 9, 100, 256 and 512'),
        seed: z.int().nonnegative().default(0).meta({ description: 'Seed of the start (NumPy)', unit: '1' }),
        maxSweeps: sweeps(200),
        tolerance: tolerance(1e-4, 'Of the projected gradient, to the first'),
      })
      .meta({
        title: 'Non-negative matrix factorisation of the place code: grid cells alone',
        source: 'Nayebi et al. 2021, after Dordek et al. 2016',
      }),
    z
      .strictObject({ kind: z.literal('pca'), components: count(9, 'Components, of largest variance first') })
      .meta({ title: 'Principal components of the place code', source: 'Dordek et al. 2016' }),
    z
      .strictObject({
        kind: z.literal('nonNegativePca'),
        components: count(9, 'Starts; each gives one component, and several may give the same'),
        maxIterations: sweeps(2000),
        tolerance: tolerance(1e-7, 'Largest change of a weight in one iteration at the end'),
      })
      .meta({ title: 'Principal components with weights of one sign', source: 'Dordek et al. 2016' }),
    z
      .strictObject({
        kind: z.literal('hebbian'),
        components: count(9, 'Output cells'),
        nonNegative: z
          .boolean()
          .default(true)
          .meta({ description: 'Whether weights are kept from falling below 0' }),
        learningRate: z.number().positive().default(0.01).meta({
          description: 'Learning rate at the start, for inputs whose largest variance is 1',
          unit: '1',
        }),
        epochs: count(20, 'Passes over all positions, in a new order each'),
      })
      .meta({
        title: 'Output cells that learn by the generalised Hebbian rule',
        source: 'Sanger 1989; Dordek et al. 2016, network of place cells and grid cells',
      }),
    z
      .strictObject({
        kind: z.literal('lowRank'),
        components: count(9, 'Rank of the code'),
        nonNegative: z
          .boolean()
          .default(true)
          .meta({ description: 'Whether the code is kept from falling below 0' }),
        penalty: z.number().nonnegative().default(0.01).meta({
          description:
            'Factor on the squares of code and readout, to the largest singular value of the place code',
          unit: '1',
        }),
        maxSweeps: sweeps(500),
        tolerance: tolerance(1e-5, 'Decrease of the error in one sweep at the end, to the first error'),
      })
      .meta({
        title: 'Best code of low rank from which place cells can be read linearly',
        source: 'Sorscher et al. 2019, section 3',
      }),
  ])
  .meta({ title: 'Baseline' });
export type Baseline = z.output<typeof Baseline>;

/** A name for labels and figures, such as `nmf-9`. */
export function baselineName(baseline: Baseline): string {
  switch (baseline.kind) {
    case 'placeCells':
      return 'place-cells';
    case 'velocity':
      return 'velocity';
    case 'nmf':
    case 'pca':
      return `${baseline.kind}-${baseline.components}`;
    case 'nonNegativePca':
      return `non-negative-pca-${baseline.components}`;
    case 'hebbian':
    case 'lowRank': {
      const name = baseline.kind === 'lowRank' ? 'low-rank' : 'hebbian';
      return `${baseline.nonNegative ? 'non-negative-' : ''}${name}-${baseline.components}`;
    }
  }
}
