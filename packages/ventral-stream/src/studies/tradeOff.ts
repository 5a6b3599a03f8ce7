import { ConfigError, defineStudy, plainScore } from '@goal-driven/core';
import { conservedSizeFigures, consistencyColouredFigure } from '../benchmarks/consistencyFigures';
import { comparedZoo, type SizedModel } from '../benchmarks/publishedZoo';
import { tradeOffFigure, tradeOffScores } from '../benchmarks/tradeOff';
import { nayebi2018, nayebi2022 } from '../sources';
import { sizedRun } from './sizedRun';
import { TradeOffConfig } from './TradeOffConfig';

export default defineStudy({
  name: 'ventral-stream/trade-off',
  question: 'What do networks pay for performance: units, parameters, depth, or time?',
  sources: [nayebi2022, nayebi2018],
  config: TradeOffConfig,
  presets: { quick: {}, smoke: { sizes: ['parameters'] } },
  async *run({ config }) {
    const published = config.runs.length === 0;
    const models = withConsistencies(published ? comparedZoo : rowsOf(config.runs), config);
    const groupOf = ({ depth }: SizedModel) =>
      published ? (depth > 6 ? 'intermediate' : 'shallow') : 'networks';
    for (const score of tradeOffScores(models, config.sizes)) yield { kind: 'score', score };
    for (const { name, consistency } of models) {
      if (consistency === undefined) continue;
      const { value, observer } = consistency;
      yield plainScore({ metric: 'solutionTimeConsistency', labels: { model: name, observer }, value, n: 1 });
    }
    const timed = models.some(({ consistency }) => Number.isFinite(consistency?.value));
    for (const size of config.sizes) {
      yield { kind: 'figure', figure: tradeOffFigure(models, size, groupOf) };
      if (timed) yield { kind: 'figure', figure: consistencyColouredFigure(models, size) };
    }
    for (const figure of conservedSizeFigures(models)) yield { kind: 'figure', figure };
  },
});

/**
 * One row for each network: the mean over runs of one label.
 *
 * @throws ConfigError for runs judged by other images, or of one label and other sizes
 */
function rowsOf(runs: TradeOffConfig['runs']): SizedModel[] {
  const found = runs.map((own) => ({ ...sizedRun(own.run, own), run: own.run }));
  const [first] = found;
  const other = found.find(({ test }) => JSON.stringify(test) !== JSON.stringify(first!.test));
  if (other !== undefined)
    throw new ConfigError(
      `ventral-stream/trade-off: runs must be judged by the same images, got other data.test in ${first!.run} and ${other.run}`,
    );
  return [...new Set(found.map(({ model }) => model.name))].map((name) =>
    meanOf(found.flatMap(({ model }) => (model.name === name ? [model] : []))),
  );
}

function meanOf(models: readonly SizedModel[]): SizedModel {
  const [first] = models as readonly [SizedModel, ...SizedModel[]];
  const sizeOf = ({ parameters, units, depth, timesteps }: SizedModel) =>
    JSON.stringify([parameters, units, depth, timesteps]);
  if (models.some((model) => sizeOf(model) !== sizeOf(first)))
    throw new ConfigError(
      `ventral-stream/trade-off: runs of label ${first.name} must be of one network, got others; give them labels`,
    );
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const times = models.flatMap(({ consistency }) => consistency ?? []);
  return {
    ...first,
    top1: mean(models.map(({ top1 }) => top1)),
    ...(times.length > 0 && {
      consistency: { value: mean(times.map(({ value }) => value)), observer: times[0]!.observer },
    }),
  };
}

/** @throws ConfigError for a model that there is not */
function withConsistencies(
  models: readonly SizedModel[],
  { consistencies }: TradeOffConfig,
): readonly SizedModel[] {
  const names = models.map(({ name }) => name);
  const unknown = Object.keys(consistencies).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new ConfigError(
      `ventral-stream/trade-off: consistencies must be of ${names.join(', ')}, got ${unknown}`,
    );
  return models.map((model) =>
    Object.hasOwn(consistencies, model.name)
      ? { ...model, consistency: { value: consistencies[model.name]!, observer: 'given' } }
      : model,
  );
}
