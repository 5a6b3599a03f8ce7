import { DataError, ShapeError, type NdArray } from '@goal-driven/core/arrays';

/** @throws ShapeError unless a rate map has two axes with bins, DataError for an infinite rate; NaN is allowed */
export function requireMap(who: string, { values, shape }: NdArray): void {
  if (shape.length !== 2 || shape.some((axis) => axis < 1)) {
    throw new ShapeError(`${who}: rateMap must be [y, x] with bins, got [${shape}]`);
  }
  const infinite = values.findIndex((rate) => Math.abs(rate) === Infinity);
  if (infinite >= 0) {
    throw new DataError(`${who}: rateMap must be finite or NaN, got ${values[infinite]} in bin ${infinite}`);
  }
}
