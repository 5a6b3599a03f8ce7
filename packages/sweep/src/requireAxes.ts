import { ConfigError } from '@goal-driven/core/arrays';
import { canonicalJson } from './_canonicalJson';
import { axisName, conditionsOf, isRange, valuesOf, type Axis, type AxisCondition } from './Axis';

/**
 * What must hold of axes beyond their schema: different names and paths, values to choose from, ranges that hold more
 * than one value, conditions on values that an earlier axis can have.
 *
 * @throws ConfigError for the first rule that is broken, naming the axis
 */
export function requireAxes(axes: readonly Axis[]): void {
  const names = axes.map(axisName);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ConfigError(`sweep: axes must have different names, got ${twice} twice`);
  axes.forEach((axis, index) => {
    if ('path' in axis && axis.path.split('.').includes('')) {
      throw new ConfigError(`sweep: a path must be names joined by dots, got "${axis.path}"`);
    }
    if (isRange(axis)) requireRange(axis);
    else requireValues(axis);
    for (const condition of conditionsOf(axis)) requireCondition(axis, condition, axes.slice(0, index));
  });
}

function requireRange(axis: Extract<Axis, { low: number }>): void {
  const { low, high, scale, integer } = axis;
  const who = `sweep: axis ${axisName(axis)}`;
  if (!(low < high)) throw new ConfigError(`${who}: low must be below high, got ${low} and ${high}`);
  if (scale === 'log' && low <= 0) {
    throw new ConfigError(`${who}: low must be above 0 on a logarithmic scale, got ${low}`);
  }
  if (integer && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    throw new ConfigError(`${who}: both ends must be whole numbers, got ${low} and ${high}`);
  }
}

function requireValues(axis: Axis): void {
  const values = valuesOf(axis)!.map(canonicalJson);
  const who = `sweep: axis ${axisName(axis)}`;
  if (values.length === 0) throw new ConfigError(`${who} must have values, got none`);
  const seen = new Set<string>();
  const twice = values.find((value) => seen.size === seen.add(value).size);
  if (twice !== undefined) throw new ConfigError(`${who}: choices must differ, got ${twice} twice`);
}

function requireCondition(axis: Axis, condition: AxisCondition, earlier: readonly Axis[]): void {
  const who = `sweep: axis ${axisName(axis)}`;
  const governor = earlier.find((other) => axisName(other) === condition.axis);
  if (governor === undefined) {
    const known = earlier.map(axisName).join(', ') || 'none';
    throw new ConfigError(`${who}: when.axis must be an axis before it (${known}), got ${condition.axis}`);
  }
  if ('is' in condition) requireValuesOf(who, condition, governor);
  else requireOverlap(who, condition, governor);
}

function requireValuesOf(who: string, { axis, is }: Extract<AxisCondition, { is: unknown }>, governor: Axis) {
  const values = valuesOf(governor)?.map(canonicalJson);
  if (values === undefined) {
    throw new ConfigError(`${who}: when.axis must have single values, got the range ${axis}`);
  }
  const unknown = is.map(canonicalJson).find((value) => !values.includes(value));
  if (unknown !== undefined) {
    throw new ConfigError(
      `${who}: when.is must hold values of ${axis} (${values.join(', ')}), got ${unknown}`,
    );
  }
}

/** A condition on a number must be met by some of its values. */
function requireOverlap(
  who: string,
  { axis, low = -Infinity, high = Infinity }: Exclude<AxisCondition, { is: unknown }>,
  governor: Axis,
) {
  if (!isRange(governor)) {
    throw new ConfigError(`${who}: when.axis must be a range to have low or high, got the choice ${axis}`);
  }
  if (low > high || low > governor.high || high < governor.low) {
    throw new ConfigError(
      `${who}: when must be met by some of ${governor.low} .. ${governor.high} of ${axis}, got ${low} .. ${high}`,
    );
  }
}
