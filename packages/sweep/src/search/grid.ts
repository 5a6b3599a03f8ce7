import type { Json } from '@goal-driven/core';
import { ConfigError } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { axisName, isRange, valuesOf, type Axis, type RangeAxis } from '../Axis';
import { isPresent } from '../pointRules';
import { rangeScale } from '../rangeScale';
import type { Point, SearchSpace } from '../SearchSpace';
import type { Searcher } from './Searcher';

export const GridSearch = z
  .strictObject({ kind: z.literal('grid') })
  .meta({ title: 'All combinations of the values of all axes, then the single configurations' });

/**
 * All combinations, the last axis fastest, then the single configurations by label. A range gives `points` values, evenly on its scale, both ends among them. An axis whose condition
 * does not hold multiplies nothing.
 *
 * @throws ConfigError for a space without axes, a range without points, and nothing to run
 */
export function grid(space: SearchSpace, labels: readonly string[] = []): Searcher {
  if (space.axes === undefined) throw new ConfigError("grid: the space must have axes, got a study's own");
  const points = [...gridPoints(space.axes), ...labels.map((label): Point => ({ config: label }))];
  if (points.length === 0) throw new ConfigError('grid: there must be axes or configs, got neither');
  return {
    count: points.length,
    suggest: ({ index }) => (index < points.length ? { point: points[index]! } : 'done'),
  };
}

/** The combinations alone, none without axes. */
export function gridPoints(axes: readonly Axis[]): Point[] {
  if (axes.length === 0) return [];
  return axes.reduce<Point[]>(
    (points, axis) => {
      const values = gridValues(axis);
      return points.flatMap((point) =>
        isPresent(axis, point) ? values.map((value) => ({ ...point, [axisName(axis)]: value })) : [point],
      );
    },
    [{}],
  );
}

const gridValues = (axis: Axis): readonly Json[] => (isRange(axis) ? rangeValues(axis) : valuesOf(axis)!);

/** Rounded to whole numbers where the axis asks for them, each then once. */
function rangeValues(axis: RangeAxis): number[] {
  const { low, high, points } = axis;
  if (points === undefined) {
    throw new ConfigError(`grid: a range must have points, got none on axis ${axisName(axis)}`);
  }
  const { coordinate, value } = rangeScale(axis);
  const [from, to] = [coordinate(low), coordinate(high)];
  const values = Array.from({ length: points }, (_, at) => value(from + ((to - from) * at) / (points - 1)));
  values[0] = low;
  values[points - 1] = high;
  return [...new Set(values)];
}
