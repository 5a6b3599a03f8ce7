const INVERSE_LN2: f64 = 1.44269504088896338700;
const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;
/** Below this distance from 0, half of ln 2, nothing is taken off; as FreeBSD compares, by the upper 32 bits. */
const HALF_LN2: f64 = reinterpret<f64>(0x3fd62e43_00000000);
const TINY: f64 = reinterpret<f64>(0x3e300000_00000000);

/**
 * exp(x) of two x <= 0, with the bits of `Math.exp` in V8: both follow FreeBSD's `e_exp.c`. x = k ln 2 + r with
 * |r| <= ln 2 / 2, exp(r) by a rational function, and the scale by 2^k in two steps, of which only the second can
 * round.
 */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  x = f64x2.pmax(x, f64x2.splat(-800)); // exp(-800) is 0, and k stays small
  const size = f64x2.abs(x);
  const nearest = f64x2.trunc(f64x2.sub(f64x2.mul(f64x2.splat(INVERSE_LN2), x), f64x2.splat(0.5)));
  const k = v128.andnot(nearest, f64x2.lt(size, f64x2.splat(HALF_LN2)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const t = f64x2.mul(r, r);
  let sum = f64x2.splat(4.13813679705723846039e-8);
  sum = f64x2.add(f64x2.splat(-1.65339022054652515390e-6), f64x2.mul(t, sum));
  sum = f64x2.add(f64x2.splat(6.61375632143793436117e-5), f64x2.mul(t, sum));
  sum = f64x2.add(f64x2.splat(-2.77777777770155933842e-3), f64x2.mul(t, sum));
  sum = f64x2.add(f64x2.splat(1.66666666666666019037e-1), f64x2.mul(t, sum));
  const c = f64x2.sub(r, f64x2.mul(t, sum));
  const fraction = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const mantissa = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, fraction), high));
  // The bits of 2^(k + 1000): k + 1000 + 1023 in the exponent, made an integer by adding 2^52.
  const exponent = f64x2.add(k, f64x2.splat(4503599627370496.0 + 2023.0));
  const scale = i64x2.shl(exponent, 52);
  const scaled = f64x2.mul(f64x2.mul(mantissa, scale), f64x2.splat(TINY_SCALE));
  return v128.bitselect(f64x2.add(f64x2.splat(1), x), scaled, f64x2.lt(size, f64x2.splat(TINY)));
}

/** 2^-1000 */
const TINY_SCALE: f64 = reinterpret<f64>(0x01700000_00000000);
