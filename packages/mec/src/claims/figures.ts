import type { Figure } from '@goal-driven/core';
import type { Measured } from './overNetworks';
import type { Condition } from './trainNetwork';

/** Grid scores of the units of each condition, all seeds together, and of others by name. */
export function gridScoresOf(
  groups: readonly { readonly label: string; readonly values: readonly number[] }[],
  caption: string,
): Figure {
  return {
    kind: 'histogram',
    name: 'grid-scores',
    title: 'Grid scores',
    caption,
    axes: { x: 'grid score', y: 'units' },
    groups,
    references: [{ label: 'grid cells above 0.3', x: 0.3 }],
  };
}

/** Fit of each network by its seed; seeds share paths and place cells. */
export function fitsOf(
  measured: readonly Measured[],
  conditions: readonly Condition[],
  caption: string,
): Figure {
  const lines = conditions.map(({ name }) => {
    const own = measured.filter(({ condition }) => condition === name);
    return { label: name, x: own.map(({ seed }) => seed), y: own.map(({ fit }) => fit) };
  });
  return {
    kind: 'scatter',
    name: 'fits',
    title: 'Fit to the cells of animals',
    caption,
    axes: { x: 'seed', y: 'median correlation with held-out bins' },
    groups: lines,
  };
}
