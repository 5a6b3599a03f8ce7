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

/** Values of a point that the label of a line says; the whole point is in the table of trials. */
export const MOST_IN_A_LABEL = 6;

/**
 * A point in one line: `cell=gru, rate=0.01234`. Numbers have four significant digits.
 *
 * @param most only so many values, and how many more there are: `cell=gru and 49 more`
 */
export function pointText(point: Point, most = Infinity): string {
  const values = Object.entries(point).map(([name, value]) => `${name}=${valueText(value)}`);
  if (values.length <= most) return values.join(', ');
  return `${values.slice(0, most).join(', ')} and ${values.length - most} more`;
}

function valueText(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return canonicalJson(value);
}
