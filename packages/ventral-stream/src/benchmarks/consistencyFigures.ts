import type { Figure } from '@goal-driven/core';
import type { SizedModel } from './publishedZoo';
import { conservedSizeScores, sizes, type Size } from './tradeOff';

type Timed = SizedModel & Required<Pick<SizedModel, 'consistency'>>;

const THIRDS = 3;

/** Models whose solution times are known, those that agree least with the observer first. */
const timedOf = (models: readonly SizedModel[]): Timed[] =>
  models
    .filter(
      (model): model is Timed => model.consistency !== undefined && Number.isFinite(model.consistency.value),
    )
    .sort((a, b) => a.consistency.value - b.consistency.value);

/** Who was asked for times, in words. */
const observersOf = (models: readonly Timed[]): string =>
  [...new Set(models.map(({ consistency }) => `${consistency.observer} observer`))].join(', ');

/**
 * Performance against the logarithm of size, coloured by how well solution times agree with the observer's: models in
 * thirds, the least consistent first, and those without times by themselves.
 *
 * @source Nayebi et al. 2022, doi:10.1162/neco_a_01506; its colours are continuous
 */
export function consistencyColouredFigure(models: readonly SizedModel[], size: Size): Figure {
  const { of, label } = sizes[size];
  const timed = timedOf(models);
  const others = models.filter((model) => !timed.includes(model as Timed));
  const length = Math.ceil(timed.length / THIRDS);
  const thirds = Array.from({ length: THIRDS }, (_, third) =>
    timed.slice(third * length, (third + 1) * length),
  ).filter((own) => own.length > 0);
  const range = (own: readonly Timed[]) =>
    [own[0]!, own.at(-1)!].map(({ consistency }) => consistency.value.toFixed(2)).join(' to ');
  const inOrder = (own: readonly SizedModel[]) => models.filter((model) => own.includes(model));
  const groups = [
    ...thirds.map((own) => ({ label: `consistency ${range(own)}`, own: inOrder(own) })),
    ...(others.length > 0 ? [{ label: 'no solution times', own: others }] : []),
  ];
  return {
    kind: 'scatter',
    name: `trade-off-${size}-by-consistency`,
    title: `Task performance against ${label}, and solution times`,
    caption: `Each dot a model, coloured by the rank correlation of its object solution times with those of a ${observersOf(timed)}.`,
    axes: { x: `log10 of ${label}`, y: 'top-1 accuracy (%)' },
    groups: groups.map(({ label: name, own }) => ({
      ...{ label: name, x: own.map((model) => Math.log10(of(model))) },
      y: own.map(({ top1 }) => top1),
    })),
  };
}

const conserved: { readonly [what: string]: readonly [Size, ...Size[]] } = {
  units: ['map'],
  parameters: ['parameters'],
  both: ['map', 'parameters'],
};

/**
 * Consistency of solution times against how well performance is kept at a small size (`conservedSizeScores`): once for
 * units, once for parameters, once for both. Models without times are left out; where fewer than 2 have any, there is no
 * figure.
 *
 * @source Nayebi et al. 2022, doi:10.1162/neco_a_01506; which units count is not published: here maps before pooling
 */
export function conservedSizeFigures(models: readonly SizedModel[]): Figure[] {
  const timed = timedOf(models);
  const known = models.filter((model): model is Timed => timed.includes(model as Timed));
  if (known.length < 2) return [];
  return Object.entries(conserved).map(([what, of]) => {
    const scores = conservedSizeScores(known, ...of);
    const label = of.map((size) => sizes[size].label).join(' and ');
    return {
      kind: 'scatter' as const,
      name: `consistency-conserved-${what}`,
      title: `Solution times against performance at few ${what === 'both' ? 'units and parameters' : what}`,
      caption: `Each dot a model: rank correlation of its object solution times with those of a ${observersOf(known)}, against z(top-1) - z(log10 size), standardised over these models; size is ${label}${of.length > 1 ? ', the mean of both' : ''}.`,
      axes: { x: 'performance kept at a small size (standard scores)', y: 'consistency of solution times' },
      groups: known.map(({ name, consistency }, index) => ({
        ...{ label: name, x: [scores[index]!], y: [consistency.value] },
      })),
    };
  });
}
