import { criterionOf, defineClaim, differences, type Finding } from '@goal-driven/core';
import { meanFinding } from '@goal-driven/metrics';
import { comparedZoo } from '../benchmarks/publishedZoo';
import { sizeNames, tradeOffFigure, tradeOffScores } from '../benchmarks/tradeOff';
import { graphParameters } from '../models/graphParameters';
import { ModelScale } from '../models/ModelScale';
import { nayebi2018, nayebi2022 } from '../sources';
import { protocolOf } from './accuracyClaim';
import { ClaimConfig } from './ClaimConfig';
import { feedForward, published } from './conditions';
import { accuracyFigure, overNetworks } from './overNetworks';
import { intermediatePresets } from './presets';
import { createExperiment, type Condition } from './withNetwork';

const recurrent = published('rgc_intermediate');
const base = feedForward('base_intermediate');
const comparison = {
  statistic: 'overBase',
  meaning: 'accuracy of rgc_intermediate less that of the feed-forward intermediate network',
  ...{ above: 0, more: recurrent, less: base },
};

export const parametersConserved = defineClaim({
  name: 'ventral-stream/parameters-conserved',
  question: 'Does recurrence pay for performance with parameters?',
  claim: {
    statement:
      'The best cell performs better than the feed-forward network of its depth without more parameters.',
    protocol:
      `${protocolOf([comparison])} Parameters are those that a network learns, counted at the published size (224 pixels, ` +
      '1000 classes). Beside it stand the published networks with their published accuracies, which need no training.',
    criteria: [
      criterionOf(comparison),
      {
        statistic: 'parameterRatio',
        meaning:
          'parameters of rgc_intermediate over those of the feed-forward network, at the published size',
        ...{ unit: '1', below: 1 },
      },
    ],
  },
  sources: [nayebi2018, nayebi2022],
  config: ClaimConfig,
  presets: intermediatePresets,
  async *run({ config, rng, session }) {
    for (const score of tradeOffScores(comparedZoo, sizeNames)) yield { kind: 'score', score };
    for (const size of sizeNames)
      yield { kind: 'figure', figure: tradeOffFigure(comparedZoo, size, publishedKind) };
    yield { kind: 'finding', finding: countedFinding('parameterRatio', publishedRatio()) };
    const experiment = createExperiment(config, { rng, session });
    const measured = yield* overNetworks([recurrent, base], experiment);
    const values = differences(measured, ({ accuracy }) => accuracy, comparison);
    yield { kind: 'finding', finding: meanFinding(comparison.statistic, values, config) };
    const classes = experiment.sources.test.classes.length;
    yield { kind: 'figure', figure: accuracyFigure(measured, [recurrent, base], classes) };
  },
});

/** Of a published network, by its layers. */
const publishedKind = ({ depth }: { readonly depth: number }) => (depth > 6 ? 'intermediate' : 'shallow');

/** 15,445,800 / 16,403,432 by our notes on the published code. */
export function publishedRatio(): number {
  const count = ({ graph }: Condition) => graphParameters(graph(ModelScale.parse({})));
  return count(recurrent) / count(base);
}

/** A number that is counted: nothing of it is left to chance. */
const countedFinding = (statistic: string, value: number): Finding => ({
  ...{ statistic, value, interval: [value, value], level: 1, method: 'counted', n: 1, seeds: [] },
});
