import type { Json } from '@goal-driven/core';
import { canonicalJson } from './_canonicalJson';
import { axisName, isRange, valuesOf, type Axis } from './Axis';
import type { Point } from './SearchSpace';

/** Where a point stands on an axis: its number, or the place of its label or choice from 0; NaN where it has none. */
export function axisPosition(axis: Axis, point: Point): number {
  const name = axisName(axis);
  if (!Object.hasOwn(point, name)) return NaN;
  if (isRange(axis)) return point[name] as number;
  const wanted = canonicalJson(point[name]!);
  const place = valuesOf(axis)!.findIndex((value) => canonicalJson(value) === wanted);
  return place === -1 ? NaN : place;
}

/** The labels or choices of an axis as words, none of a range. */
export const axisText = (axis: Axis): string[] => (valuesOf(axis) ?? []).map(valueText);

/** A point in one line: `cell=gru, rate=0.01234`. Numbers have four significant digits. */
export const pointText = (point: Point): string =>
  Object.entries(point)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join(', ');

function valueText(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return canonicalJson(value);
}
