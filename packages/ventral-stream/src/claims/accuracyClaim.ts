import { criterionOf, defineClaim, differences, type Claim, type Comparison } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { nayebi2018, nayebi2022 } from '../sources';
import { ClaimConfig } from './ClaimConfig';
import { accuracyFigure, overNetworks } from './overNetworks';
import { createExperiment, type Condition } from './withNetwork';

type Terms = {
  readonly name: string;
  readonly question: string;
  readonly statement: string;
  /** Of accuracies. */
  readonly comparisons: readonly Comparison<Condition>[];
  readonly presets: Claim['presets'];
};

/** A claim about which kind of network tells objects apart better. */
export const accuracyClaim = ({
  name,
  question,
  statement,
  comparisons,
  presets,
}: Terms): Claim<typeof ClaimConfig> =>
  defineClaim({
    ...{ name, question, presets },
    claim: { statement, protocol: protocolOf(comparisons), criteria: comparisons.map(criterionOf) },
    sources: [nayebi2018, nayebi2022],
    config: ClaimConfig,
    async *run({ config, rng, session }) {
      const experiment = createExperiment(config, { rng, session });
      const conditions = conditionsOf(comparisons);
      const measured = yield* overNetworks(conditions, experiment);
      for (const comparison of comparisons) {
        const values = differences(measured, ({ accuracy }) => accuracy, comparison);
        yield { kind: 'finding', finding: meanFinding(comparison.statistic, values, config) };
      }
      const classes = experiment.sources.test.classes.length;
      yield { kind: 'figure', figure: accuracyFigure(measured, conditions, classes) };
    },
  });

/** Every condition of comparisons once, in their order. */
export const conditionsOf = (comparisons: readonly Comparison<Condition>[]): Condition[] => [
  ...new Set(comparisons.flatMap(({ more, less }) => [more, less])),
];

export const protocolOf = (comparisons: readonly Comparison<Condition>[]): string => {
  const names = conditionsOf(comparisons).map(({ name }) => name);
  return (
    `A network of each kind (${names.join('; ')}) is trained from each seed for equally many updates, on the same images ` +
    'in the same order. Recurrent ones are read at the last step of their presentation. What decides is the difference ' +
    'of the shares of held-out images that they name right, seed by seed.'
  );
};
