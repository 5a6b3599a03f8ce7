import type { Figure, Score } from '@goal-driven/core';
import { ConfigError, DataError } from '@goal-driven/core/arrays';
import { meanOfKnown } from '@goal-driven/metrics';
import { deviationOfKnown } from './_numbers';
import type { SizedModel } from './publishedZoo';

/** Ways to say how large a model is; which of the units count is not published, so all are offered. */
export const sizes = {
  out: { of: ({ units }: SizedModel) => units.out, label: 'units: outputs of layers' },
  map: { of: ({ units }: SizedModel) => units.map, label: 'units: maps before pooling' },
  mapAndState: {
    of: ({ units }: SizedModel) => units.map + units.state,
    label: 'units: maps before pooling, and states',
  },
  parameters: { of: ({ parameters }: SizedModel) => parameters, label: 'parameters' },
  depth: { of: ({ depth }: SizedModel) => depth, label: 'layers' },
  timesteps: { of: ({ timesteps }: SizedModel) => timesteps, label: 'timesteps' },
} as const;
export type Size = keyof typeof sizes;
/** The names of `sizes`, all six. */
export const sizeNames = Object.keys(sizes) as [Size, ...Size[]]; // an object's own keys

/**
 * The models that no other beats: none is at most as large and at least as good, and better in one of these.
 *
 * @returns by size, the smallest first; models alike in both stand beside each other
 * @throws ConfigError for an unknown size, DataError for a size or performance that is not a number
 * @source Nayebi et al. 2022, doi:10.1162/neco_a_01506
 */
export function paretoFront<Model extends SizedModel>(models: readonly Model[], size: Size): Model[] {
  const of = sizeOf(models, size);
  const beats = (a: Model, b: Model) =>
    of(a) <= of(b) && a.top1 >= b.top1 && (of(a) < of(b) || a.top1 > b.top1);
  return models
    .filter((model) => !models.some((other) => beats(other, model)))
    .sort((a, b) => of(a) - of(b) || a.top1 - b.top1);
}

/**
 * How well a model keeps its performance at a small size: `z(top-1) - z(log10 size)`, z standardised over the models
 * compared (deviation with ddof 0), so the number says nothing outside of this comparison. Of several sizes together the
 * mean of their standard scores is taken.
 *
 * @returns [models]; NaN where all are alike in size or performance
 * @throws as `paretoFront`
 * @source the idea: Nayebi et al. 2022; the formula is our reading, the paper may take sizes themselves or ranks
 */
export function conservedSizeScores(
  models: readonly SizedModel[],
  ...of: readonly [Size, ...Size[]]
): number[] {
  const logSizes = of.map((size) => {
    const measure = sizeOf(models, size);
    return standardised(models.map((model) => Math.log10(measure(model))));
  });
  const performance = standardised(models.map(({ top1 }) => top1));
  return models.map((_, index) => performance[index]! - meanOf(logSizes.map((own) => own[index]!)));
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function standardised(values: readonly number[]): number[] {
  const [mean, deviation] = [meanOfKnown(values), deviationOfKnown(values, 0)];
  return values.map((value) => (value - mean) / deviation);
}

function sizeOf(models: readonly SizedModel[], size: Size): (model: SizedModel) => number {
  if (!Object.hasOwn(sizes, size)) {
    throw new ConfigError(
      `tradeOff: size must be among ${Object.keys(sizes).join(', ')}, got ${String(size)}`,
    );
  }
  const { of } = sizes[size];
  for (const model of models) {
    if (!(of(model) > 0 && of(model) < Infinity) || !Number.isFinite(model.top1)) {
      throw new DataError(
        `tradeOff: ${model.name} must have a size above 0 and a performance, got ${of(model)} and ${model.top1}`,
      );
    }
  }
  return of;
}

/** Of each model its performance, and for each size that size, its conserved-size score, and whether it is on the front. */
export function* tradeOffScores(models: readonly SizedModel[], chosen: readonly Size[]): Generator<Score> {
  const none = { version: 1, ceiling: NaN, ceiled: NaN };
  for (const { name, top1 } of models)
    yield { ...none, metric: 'top1', labels: { model: name }, value: top1, n: 1, unit: '%' };
  for (const size of chosen) {
    const [front, scores] = [paretoFront(models, size), conservedSizeScores(models, size)];
    for (const [index, model] of models.entries()) {
      const labels = { model: model.name, size };
      yield { ...none, metric: 'size', labels, value: sizes[size].of(model), n: 1, unit: '1' };
      yield {
        ...{ ...none, metric: 'conservedSize', value: scores[index]!, n: models.length, unit: '1' },
        labels: { ...labels, front: front.includes(model) ? 'yes' : 'no' },
      };
    }
  }
}

/** Performance against the logarithm of size, models in groups, with the front as a group of its own. */
export function tradeOffFigure(
  models: readonly SizedModel[],
  size: Size,
  groupOf: (model: SizedModel) => string,
): Figure {
  const { of, label } = sizes[size];
  const front = paretoFront(models, size);
  const logSize = (model: SizedModel) => Math.log10(of(model));
  const groups = [...new Set(models.map(groupOf))].map((name) => {
    const own = models.filter((model) => groupOf(model) === name && !front.includes(model));
    return { label: name, x: own.map(logSize), y: own.map(({ top1 }) => top1) };
  });
  return {
    kind: 'scatter',
    name: `trade-off-${size}`,
    title: `Task performance against ${label}`,
    caption: `Each dot a model. On the Pareto front, where no other is at most as large and at least as good: ${front.map(({ name }) => name).join(', ')}.`,
    axes: { x: `log10 of ${label}`, y: 'top-1 accuracy (%)' },
    groups: [...groups, { label: 'Pareto front', x: front.map(logSize), y: front.map(({ top1 }) => top1) }],
  };
}
