import type { Json, RandomStream, Rng } from '@goal-driven/core';
import { ConfigError } from '@goal-driven/core/arrays';
import { deepMerge } from '@goal-driven/core/files';
import { canonicalJson } from './_canonicalJson';
import { axisName, isRange, valuesOf, type Axis } from './Axis';
import { requireAxes } from './requireAxes';
import { isPresent, requirePoint } from './pointRules';
import { rangeScale } from './rangeScale';
import type { Point, SearchSpace } from './SearchSpace';

type Config = { readonly [key: string]: Json };

/** Standard deviation of a mutation of a number, as a share of its range. */
const STEP = 0.2;

/**
 * The space of all combinations of axes' values. A point holds the label, choice or number of each axis that is there;
 * `{ config: label }` is the single configuration of that label, outside the box.
 *
 * - `sample`: each axis uniform, on its scale.
 * - `mutate`: one axis, at random among those that can change, takes another value: any other label or choice; a
 *   number a normal step of 0.2 of its range away, on its scale. Axes that come into being are sampled.
 * - `cross`: each axis from one parent or the other.
 *
 * @throws ConfigError for axes that break `requireAxes`; later for a point that is not one of this box
 */
export function boxSpace(
  axes: readonly Axis[],
  configs: { readonly [label: string]: Config } = {},
): SearchSpace {
  requireAxes(axes);
  if (Object.keys(configs).length > 0 && axes.some((axis) => axisName(axis) === 'config')) {
    throw new ConfigError('sweep: an axis must not be named config beside single configurations, got one');
  }
  const single = (point: Point): Config | undefined => singleOf(axes, configs, point);
  return {
    axes,
    sample: (rng) => filled(axes, {}, rng),
    mutate: (point, rng) => {
      requirePoint(axes, point);
      return mutated(axes, point, rng);
    },
    cross: (one, other, rng) => {
      requirePoint(axes, one);
      requirePoint(axes, other);
      return crossed(axes, [one, other], rng);
    },
    config: (point) => {
      const own = single(point);
      if (own !== undefined) return own;
      requirePoint(axes, point);
      return present(axes, point).reduce(
        (config, axis) => applied(axis, point[axisName(axis)]!, config),
        {} as Config,
      );
    },
    sets: (point) => {
      if (single(point) !== undefined) return {};
      requirePoint(axes, point);
      return Object.fromEntries(
        present(axes, point).flatMap((axis) => ('path' in axis ? [[axis.path, point[axisName(axis)]!]] : [])),
      );
    },
  };
}

/** The single configuration that a point names, if it names one. */
function singleOf(axes: readonly Axis[], configs: { readonly [label: string]: Config }, point: Point) {
  if (!Object.hasOwn(point, 'config') || axes.some((axis) => axisName(axis) === 'config')) return undefined;
  const label = String(point['config']);
  if (Object.hasOwn(configs, label)) return configs[label]!;
  const known = Object.keys(configs).join(', ') || 'none';
  throw new ConfigError(`sweep: config of a point must be one of ${known}, got ${label}`);
}

const present = (axes: readonly Axis[], point: Point) =>
  axes.filter((axis) => Object.hasOwn(point, axisName(axis)));

/** The values of `kept` where their axes are there, the others sampled. */
function filled(axes: readonly Axis[], kept: Point, rng: Rng): Point {
  const point: { [name: string]: Json } = {};
  for (const axis of axes) {
    const name = axisName(axis);
    if (!isPresent(axis, point)) continue;
    point[name] = Object.hasOwn(kept, name) ? kept[name]! : sampled(axis, rng.child(name).stream());
  }
  return point;
}

function sampled(axis: Axis, stream: RandomStream): Json {
  if (!isRange(axis)) {
    const values = valuesOf(axis)!;
    return values[stream.integer(values.length)]!;
  }
  const { low, high, value } = rangeScale(axis);
  return value(low + (high - low) * stream.uniform());
}

function mutated(axes: readonly Axis[], point: Point, rng: Rng): Point {
  const open = present(axes, point).filter((axis) => isRange(axis) || valuesOf(axis)!.length > 1);
  if (open.length === 0) return point;
  const axis = open[rng.child('axis').stream().integer(open.length)]!;
  const name = axisName(axis);
  const value = neighbour(axis, point[name]!, rng.child('value').stream());
  return filled(axes, { ...point, [name]: value }, rng.child('new'));
}

function neighbour(axis: Axis, value: Json, stream: RandomStream): Json {
  if (!isRange(axis)) {
    const others = valuesOf(axis)!.filter((other) => canonicalJson(other) !== canonicalJson(value));
    return others[stream.integer(others.length)]!;
  }
  const scale = rangeScale(axis);
  const from = scale.coordinate(value as number);
  for (;;) {
    const coordinate = from + STEP * (scale.high - scale.low) * stream.normal();
    if (coordinate < scale.low || coordinate > scale.high) continue;
    const next = scale.value(coordinate);
    if (next !== value) return next;
  }
}

/**
 * An axis of one condition that is there in the child is there in the parent that gave its condition. One of several
 * may be there in neither parent, and is sampled.
 */
function crossed(axes: readonly Axis[], parents: readonly [Point, Point], rng: Rng): Point {
  const stream = rng.stream();
  const child: { [name: string]: Json } = {};
  for (const axis of axes) {
    const name = axisName(axis);
    const order = stream.uniform() < 0.5 ? parents : [parents[1], parents[0]];
    if (!isPresent(axis, child)) continue;
    const giver = order.find((parent) => Object.hasOwn(parent, name));
    child[name] = giver === undefined ? sampled(axis, rng.child(name).stream()) : giver[name]!;
  }
  return child;
}

function applied(axis: Axis, value: Json, config: Config): Config {
  if ('values' in axis) return deepMerge(config, axis.values[value as string]!) as Config; // both are records
  const path = axis.path.split('.');
  // A number may be a place in a list, of which a partial configuration has all or nothing: that is for `sets`.
  return path.some((part) => /^\d+$/.test(part)) ? config : setAt(config, path, value);
}

function setAt(config: Config, [name, ...rest]: readonly string[], value: Json): Config {
  if (rest.length === 0) return { ...config, [name!]: value };
  const inner = Object.hasOwn(config, name!) ? config[name!]! : {};
  const record =
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Config) : {};
  return { ...config, [name!]: setAt(record, rest, value) };
}
