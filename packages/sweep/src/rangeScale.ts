import type { RangeAxis } from './Axis';

/** The coordinate on which a range is uniform, and the way there and back. */
export type RangeScale = {
  /** Ends of the coordinate; of whole numbers, the outer edges of the first and last one's cells. */
  readonly low: number;
  readonly high: number;
  coordinate(value: number): number;
  /** The value at a coordinate: rounded to a whole number where the axis asks for it, never outside the range. */
  value(coordinate: number): number;
  /** Ends, as coordinates, of the cell of a whole number. */
  cell(value: number): readonly [low: number, high: number];
};

/**
 * The coordinate of a range: the value or its natural logarithm. A whole number k owns the values from
 * k - 1/2 to k + 1/2, so that the first and the last are as likely as those between.
 *
 * @differs hyperopt's `quniform` rounds within [low, high], which makes both ends half as likely
 */
export function rangeScale({ low, high, scale, integer }: RangeAxis): RangeScale {
  const [to, back] = scale === 'log' ? [Math.log, Math.exp] : [same, same];
  const margin = integer ? 0.5 : 0;
  return {
    low: to(low - margin),
    high: to(high + margin),
    coordinate: to,
    value: (coordinate) => {
      const value = back(coordinate);
      return Math.min(high, Math.max(low, integer ? Math.round(value) : value));
    },
    cell: (value) => [to(value - 0.5), to(value + 0.5)],
  };
}

const same = (value: number) => value;
