import { exponential } from './exponential';

/** Flags: the narrower softmax alone; the narrower exponential is the square of the wider one; doubles come out. */
const GAUSSIAN = 1;
const SQUARE = 2;
const DOUBLE = 4;

/**
 * Place codes of two positions, one in each lane, so that each is added up in the order of the cells: the bits are
 * those of the plain loop in `../src/placeActivities.ts`, which says what is computed.
 *
 * @param positions two pairs of doubles, m
 * @param centres   [count, 2] doubles, m
 * @param scratch   2 x count x 16 bytes
 * @param out       [2, count] floats or doubles
 */
export function encode(
  positions: usize,
  centres: usize,
  scratch: usize,
  out: usize,
  count: i32,
  flags: i32,
  narrow: f64,
  wide: f64,
  periodX: f64,
  periodY: f64,
): void {
  const end = scratch + (<usize>count << 4);
  const broad = <usize>count << 4;
  const nearest = squaredDistances(positions, centres, scratch, end, periodX, periodY);
  const difference = (flags & GAUSSIAN) == 0;
  const square = (flags & SQUARE) != 0;
  let sharpSum = f64x2.splat(0);
  let broadSum = f64x2.splat(0);
  for (let at = scratch; at < end; at += 16) {
    const beyond = f64x2.sub(v128.load(at), nearest);
    const wider = exponential(f64x2.mul(f64x2.splat(wide), beyond));
    const narrower = square
      ? f64x2.mul(wider, wider)
      : exponential(f64x2.mul(f64x2.splat(narrow), beyond));
    v128.store(at + broad, wider);
    v128.store(at, narrower);
    broadSum = f64x2.add(broadSum, wider);
    sharpSum = f64x2.add(sharpSum, narrower);
  }
  let lift = f64x2.splat(0);
  let total = sharpSum;
  if (difference) {
    let lowest = f64x2.splat(Infinity);
    total = f64x2.splat(0);
    for (let at = scratch; at < end; at += 16) {
      const value = f64x2.sub(
        f64x2.div(v128.load(at), sharpSum),
        f64x2.div(v128.load(at + broad), broadSum),
      );
      v128.store(at, value);
      total = f64x2.add(total, value);
      lowest = f64x2.pmin(lowest, value);
    }
    lift = f64x2.abs(lowest);
    total = f64x2.add(total, f64x2.mul(f64x2.splat(<f64>count), lift));
  }
  if (flags & DOUBLE) {
    const second = <usize>count << 3;
    for (let at = scratch; at < end; at += 16, out += 8) {
      const value = f64x2.div(f64x2.add(v128.load(at), lift), total);
      store<f64>(out, f64x2.extract_lane(value, 0));
      store<f64>(out + second, f64x2.extract_lane(value, 1));
    }
  } else {
    const second = <usize>count << 2;
    for (let at = scratch; at < end; at += 16, out += 4) {
      const value = f32x4.demote_f64x2_zero(f64x2.div(f64x2.add(v128.load(at), lift), total));
      store<f32>(out, f32x4.extract_lane(value, 0));
      store<f32>(out + second, f32x4.extract_lane(value, 1));
    }
  }
}

/** Squared distances of two positions to all centres, m^2, into `from..end`; returns the smallest of each. */
// @ts-ignore: decorator
@inline
function squaredDistances(
  positions: usize,
  centres: usize,
  from: usize,
  end: usize,
  periodX: f64,
  periodY: f64,
): v128 {
  const x = f64x2(load<f64>(positions), load<f64>(positions + 16));
  const y = f64x2(load<f64>(positions + 8), load<f64>(positions + 24));
  let nearest = f64x2.splat(Infinity);
  for (let at = from; at < end; at += 16, centres += 16) {
    let dx = f64x2.abs(f64x2.sub(x, v128.load64_splat(centres)));
    let dy = f64x2.abs(f64x2.sub(y, v128.load64_splat(centres + 8)));
    dx = f64x2.pmin(dx, f64x2.sub(f64x2.splat(periodX), dx));
    dy = f64x2.pmin(dy, f64x2.sub(f64x2.splat(periodY), dy));
    const distance = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
    v128.store(at, distance);
    nearest = f64x2.pmin(nearest, distance);
  }
  return nearest;
}
