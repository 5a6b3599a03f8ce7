import { defineClaim, type Claim, type ClaimTerms, type Criterion } from '@goal-driven/core';
import { nayebi2021 } from '../sources';
import { ClaimConfig, claimPresets } from './ClaimConfig';
import { fitsOf } from './figures';
import { loadAnimals } from './loadAnimals';
import { animalsOf, meanFinding } from './meanFinding';
import { differences, overNetworks } from './overNetworks';
import type { Condition } from './trainNetwork';

/** The fit of one condition less that of another, and what it must be. */
export type Comparison = {
  readonly statistic: string;
  readonly meaning: string;
  readonly more: Condition;
  readonly less: Condition;
} & ({ readonly above: number } | { readonly below: number });

type Terms = {
  readonly name: string;
  readonly question: string;
  readonly statement: string;
  readonly conditions: readonly Condition[];
  readonly comparisons: readonly Comparison[];
};

/** A claim about how well kinds of networks fit cells in another arena than that of their training. */
export const fitClaim = ({
  name,
  question,
  statement,
  conditions,
  comparisons,
}: Terms): Claim<typeof ClaimConfig> =>
  defineClaim({
    name,
    question,
    claim: {
      statement,
      protocol: protocolOf(conditions),
      criteria: comparisons.map(criterionOf),
    } satisfies ClaimTerms,
    sources: [nayebi2021],
    config: ClaimConfig,
    presets: claimPresets,
    async *run({ config, rng, session }) {
      const animals = await loadAnimals(config, rng);
      const measured = yield* overNetworks(conditions, { config, animals, rng, session });
      for (const { statistic, more, less } of comparisons) {
        const values = differences(measured, ({ fit }) => fit, [more, less]);
        yield {
          kind: 'finding',
          finding: meanFinding(statistic, values, { seeds: config.seeds, against: animals }),
        };
      }
      const caption = `A dot is a network, a rule the mean over seeds; networks of one seed share paths and place cells. Against ${animalsOf(animals)}.`;
      yield { kind: 'figure', figure: fitsOf(measured, conditions, { caption }) };
    },
  });

const protocolOf = (conditions: readonly Condition[]): string =>
  `A network of each kind (${conditions.map(({ name }) => name).join('; ')}) is made from each seed, on the same paths ` +
  'and place cells. Its layer g is mapped in the arena of the recordings, which is not that of its training, and a ridge ' +
  'regression from its maps predicts those of the cells, a fifth of the bins in training. The fit is the median over ' +
  'cells of the correlation on the other bins; what decides is its difference between kinds, seed by seed.';

/** What a comparison asks for, without the conditions that it compares. */
function criterionOf(comparison: Comparison): Criterion {
  const { statistic, meaning } = comparison;
  const bound = 'above' in comparison ? { above: comparison.above } : { below: comparison.below };
  return { statistic, meaning, unit: '1', ...bound };
}
