/** The largest finite number of half precision. */
export const LARGEST_HALF = 65504;

/**
 * Bits of the half-precision number nearest to one of single precision; of two as near, the even one. Above
 * 65520 that is an infinity. Every NaN becomes the quiet one.
 *
 * @source IEEE 754-2019, binary16, roundTiesToEven
 */
export function halfFromFloat(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  const exponent = Math.max(-14, Math.floor(Math.log2(size))); // below 2^-14 halves are evenly spaced
  if (exponent > 15) return sign | 0x7c00;
  const spacings = roundToEven(size / 2 ** (exponent - 10));
  return sign | ((exponent + 14) * 1024 + spacings); // 2048 spacings are the first of the next exponent
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
