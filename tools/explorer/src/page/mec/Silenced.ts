import { createRng, tf } from '@goal-driven/core';
import type { SilencedLayer, Silencing } from '@goal-driven/mec';
import type { UnitClass } from './StoredUnits';

/** Numbers of units whose activity is kept at 0. */
export type Silenced = ReadonlySet<number>;

/** Which units a reader silences: none, those of a class, or those chosen. */
export const silencedGroups = ['none', 'chosen', 'grid', 'border', 'other'] as const;
export type SilencedGroup = (typeof silencedGroups)[number];

/** The units of a group. */
export function unitsOf(group: SilencedGroup, classes: readonly UnitClass[], chosen: Silenced): Silenced {
  if (group === 'none') return new Set();
  if (group === 'chosen') return chosen;
  const wanted = (of: UnitClass) => of === group || (of === 'both' && group !== 'other');
  return new Set(classes.flatMap((of, unit) => (wanted(of) ? [unit] : [])));
}

/** As many units drawn at random from all, the same for the same number of units and draw. */
export const randomUnits = (count: number, units: number, draw: number): Silenced =>
  new Set(createRng(0).child('silenced').child(draw).permutation(units).subarray(0, count));

/** The masks of a layer, a row for each set: [sets, units]. None at all where every set is empty. */
export function masksOf(layer: SilencedLayer, units: number, sets: readonly Silenced[]): Silencing {
  if (sets.every(({ size }) => size === 0)) return {};
  const rows = sets.map((set) => Array.from({ length: units }, (_, unit) => (set.has(unit) ? 0 : 1)));
  return { [layer]: tf.tensor2d(rows, [sets.length, units]) };
}
