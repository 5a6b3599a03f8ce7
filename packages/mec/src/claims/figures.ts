import { ofCondition, type Figure, type OfCondition } from '@goal-driven/core';
import type { Measured } from './overNetworks';
import type { Condition } from './withNetwork';

/** Grid scores by group, all seeds together: units of networks, parts of a factorisation, cells of animals. */
export function gridScoresOf(
  groups: readonly { readonly label: string; readonly values: readonly number[] }[],
  caption: string,
): Figure {
  return {
    kind: 'histogram',
    name: 'grid-scores',
    title: 'Grid scores',
    caption,
    axes: { x: 'grid score', y: 'share of the group' },
    groups,
    shares: true,
    references: [{ label: 'grid cells above 0.3', x: 0.3 }],
  };
}

/** Fit of each network, one for each seed, by its kind; and of features that no network learned, by their name. */
export function fitsOf(
  measured: readonly OfCondition<Measured>[],
  conditions: readonly Condition[],
  { caption, alone = {} }: { caption: string; alone?: { readonly [name: string]: number } },
): Figure {
  const networks = conditions.map((condition) => ofCondition(measured, condition).map(({ fit }) => fit));
  return {
    kind: 'categories',
    name: 'fits',
    title: 'Fit to the cells of animals',
    caption,
    axes: { x: 'what predicts the cells', y: 'median correlation with held-out bins' },
    categories: [...Object.keys(alone), ...conditions.map(({ name }) => name)],
    groups: [{ label: '', values: [...Object.values(alone).map((fit) => [fit]), ...networks] }],
  };
}
