import type { Json } from '@goal-driven/core';
import { ConfigError } from '@goal-driven/core/arrays';
import { canonicalJson } from './_canonicalJson';
import { axisName, conditionsOf, isRange, valuesOf, type Axis } from './Axis';
import type { Point } from './SearchSpace';

/** Whether an axis is there, given the values of those before it. */
export const isPresent = (axis: Axis, point: Point): boolean =>
  conditionsOf(axis).every((condition) => {
    if (!Object.hasOwn(point, condition.axis)) return false;
    const value = point[condition.axis]!;
    if ('is' in condition) return includes(condition.is, value);
    const { low = -Infinity, high = Infinity } = condition;
    return typeof value === 'number' && value >= low && value <= high;
  });

/** Values as text, kept for lists that are asked again and again: every point of a large sweep is checked. */
const texts = new WeakMap<readonly Json[], ReadonlySet<string>>();

/** Whether one of the values is equal to another as JSON. */
function includes(values: readonly Json[], value: Json): boolean {
  let known = texts.get(values);
  if (known === undefined) texts.set(values, (known = new Set(values.map(canonicalJson))));
  return known.has(canonicalJson(value));
}

/**
 * What must hold of a point in a box: a value of each axis that is there, none of any other.
 *
 * @throws ConfigError for the first value that is missing, too many or not one of its axis
 */
export function requirePoint(axes: readonly Axis[], point: Point): void {
  const names = axes.map(axisName);
  const unknown = Object.keys(point).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ConfigError(`sweep: a point must have names of axes (${names.join(', ')}), got ${unknown}`);
  }
  for (const axis of axes) {
    const name = axisName(axis);
    const given = Object.hasOwn(point, name);
    if (given !== isPresent(axis, point)) {
      throw new ConfigError(
        given
          ? `sweep: a point must have ${name} only under its condition, got ${canonicalJson(point)}`
          : `sweep: a point must have a value of ${name}, got ${canonicalJson(point)}`,
      );
    }
    if (given) requireValue(axis, point[name]!);
  }
}

function requireValue(axis: Axis, value: Json): void {
  const who = `sweep: ${axisName(axis)} of a point`;
  if (!isRange(axis)) {
    const values = valuesOf(axis)!;
    if (includes(values, value)) return;
    const known = values.map(canonicalJson).join(', ');
    throw new ConfigError(`${who} must be one of ${known}, got ${canonicalJson(value)}`);
  }
  const { low, high, integer } = axis;
  const fits = typeof value === 'number' && value >= low && value <= high;
  if (!fits || (integer && !Number.isInteger(value))) {
    const kind = integer ? 'a whole number' : 'a number';
    throw new ConfigError(`${who} must be ${kind} in ${low} .. ${high}, got ${canonicalJson(value)}`);
  }
}
