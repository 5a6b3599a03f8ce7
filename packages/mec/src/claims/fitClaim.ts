import {
  criterionOf,
  defineClaim,
  differences,
  type Claim,
  type ClaimTerms,
  type Comparison,
} from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { nayebi2021 } from '../sources';
import { animalsOf } from './animalsOf';
import { ClaimConfig, claimPresets } from './ClaimConfig';
import { fitsOf } from './figures';
import { loadAnimals } from './loadAnimals';
import { overNetworks } from './overNetworks';
import type { Condition } from './withNetwork';

type Terms = {
  readonly name: string;
  readonly question: string;
  readonly statement: string;
  readonly conditions: readonly Condition[];
  /** Of fits. */
  readonly comparisons: readonly Comparison<Condition>[];
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
      const of = { seeds: config.seeds, against: animalsOf(animals) };
      for (const comparison of comparisons) {
        const values = differences(measured, ({ fit }) => fit, comparison);
        yield { kind: 'finding', finding: meanFinding(comparison.statistic, values, of) };
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
