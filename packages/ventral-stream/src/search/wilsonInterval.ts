import { ConfigError } from '@goal-driven/core';

/** 97.5 % of a standard normal lie below. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval of a proportion, 95 %: all p from which `count` of n lies less than 1.96 standard errors away.
 * Unlike the interval by the normal distribution around the share itself it stays within 0 .. 1 and has a width where
 * the share is 0 or 1.
 *
 * @returns low and high end; NaN for n of 0
 * @throws ConfigError unless count and n are whole numbers with 0 <= count <= n
 * @source Wilson 1927, Journal of the American Statistical Association 22:209
 */
export function wilsonInterval(count: number, n: number): readonly [low: number, high: number] {
  if (!Number.isSafeInteger(count) || !Number.isSafeInteger(n) || count < 0 || count > n)
    throw new ConfigError(`wilsonInterval: count must be a whole number in 0 .. n, got ${count} of ${n}`);
  if (n === 0) return [NaN, NaN];
  const share = count / n;
  const square = Z ** 2;
  const centre = (share + square / (2 * n)) / (1 + square / n);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + square / (4 * n ** 2))) / (1 + square / n);
  // The ends of shares of 0 and 1 are exact; rounding must not move them outside.
  return [count === 0 ? 0 : centre - half, count === n ? 1 : centre + half];
}
