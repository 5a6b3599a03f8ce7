import { ConfigError, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { requireFinite } from './_matrix';

/**
 * Checks two variables at a public boundary: one axis each, one length of at least `least`, finite.
 *
 * @throws ShapeError, DataError
 */
export function requirePair(
  who: string,
  a: readonly [string, NdArray],
  b: readonly [string, NdArray],
  least: number,
): void {
  requireSample(who, a, 1);
  requireSample(who, b, 1);
  const [sizeA, sizeB] = [a[1].values.length, b[1].values.length];
  if (sizeA !== sizeB || sizeA < least) {
    throw new ShapeError(
      `${who}: ${a[0]} and ${b[0]} must have one length of at least ${least}, got ${sizeA} and ${sizeB}`,
    );
  }
}

/** Checks one sample of numbers. */
export function requireSample(who: string, [name, sample]: readonly [string, NdArray], least: number): void {
  requireFinite(who, name, sample, 1);
  if (sample.values.length < least) {
    throw new ShapeError(`${who}: ${name} must hold at least ${least} values, got ${sample.values.length}`);
  }
}

/** @throws ConfigError unless `level` is a confidence level, such as 0.95 */
export function requireLevel(who: string, level: number): void {
  if (!(level > 0 && level < 1)) throw new ConfigError(`${who}: level must be between 0 and 1, got ${level}`);
}

/** @throws ConfigError unless `value` is an integer of at least `least` */
export function requireCount(who: string, name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ConfigError(`${who}: ${name} must be an integer of at least ${least}, got ${value}`);
  }
}

export const total = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum;
};

export const meanOf = (values: ArrayLike<number>): number => total(values) / values.length;

/** Sum of squared deviations from the mean, two passes; exactly 0 when all values are equal. */
export function squaredDeviations(values: ArrayLike<number>): number {
  if (allEqual(values)) return 0;
  const mean = meanOf(values);
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += (values[index]! - mean) ** 2;
  return sum;
}

export function allEqual(values: ArrayLike<number>): boolean {
  for (let index = 1; index < values.length; index++) if (values[index] !== values[0]) return false;
  return true;
}
