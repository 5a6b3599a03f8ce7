import { kernels, type Kernels } from './_kernels';
import {
  padded,
  rotated,
  rotation,
  splineCoefficients,
  splineStart,
  type Interpolation,
  type Rotation,
} from './_rotations';

const INNER = 0.2;
/** How far the rings are turned, in degrees. */
export const RING_ANGLES = [30, 45, 60, 90, 120, 135, 150] as const;
/** Sums of a ring: of its values, of their squares; then for each angle of the turned values, and of products of both. */
export const RING_SUMS = 2 + 2 * RING_ANGLES.length;

/**
 * For maps of one size: the pixels of the widest ring from the inside out, and how each is turned. Only
 * those after the centre: an autocorrelogram, turned or not, is the same at the opposite pixel.
 */
export type RingPlan = {
  /** Inner radius, and the outer ones, as shares of the map's side. */
  readonly inner: number;
  readonly outers: readonly number[];
  readonly pixels: Int32Array;
  /** Number of these pixels in each ring; half of the ring's. */
  readonly ends: readonly number[];
  readonly interpolation: Interpolation;
  readonly rotations: readonly Rotation[];
};

const plans = { cubic: new Map<number, RingPlan>(), linear: new Map<number, RingPlan>() };

export function ringPlan(bins: number, interpolation: Interpolation): RingPlan {
  const known = plans[interpolation].get(bins);
  if (known !== undefined) return known;
  const size = 2 * bins - 1;
  const distance = (pixel: number) =>
    Math.sqrt((Math.floor(pixel / size) - bins + 1) ** 2 + ((pixel % size) - bins + 1) ** 2);
  // As NumPy's linspace(0.4, 1, 10): the last digit decides which pixels lie on a rim.
  const outers = Array.from({ length: 10 }, (_, index) => (index === 9 ? 1 : 0.4 + index * ((1 - 0.4) / 9)));
  const within = Array.from({ length: size * size }, (_, pixel) => pixel).filter(
    (pixel) => pixel > (size * size) >> 1 && distance(pixel) > INNER * bins && distance(pixel) <= bins,
  );
  const pixels = Int32Array.from(within.sort((a, b) => distance(a) - distance(b) || a - b));
  const plan = {
    inner: INNER,
    outers,
    pixels,
    ends: outers.map((outer) => pixels.filter((pixel) => distance(pixel) <= outer * bins).length),
    interpolation,
    rotations: RING_ANGLES.map((degrees) => rotation(size, pixels, degrees, interpolation)),
  };
  plans[interpolation].set(bins, plan);
  return plan;
}

/** First double in the shared memory: what lies before is the compiler's. */
const BASE = 128;
/** Coefficients around an image in the kernel. */
const PADDING = 3;

/**
 * Sums over the rings of images, by all threads; rings share their inner rim, so one walk outwards sums them all.
 *
 * @param images [units, L, L]
 * @returns [units, rings, RING_SUMS]
 */
export function ringSums(images: Float64Array, side: number, plan: RingPlan): Float64Array {
  const size = side * side;
  const units = images.length / size;
  const width = plan.ends.length * RING_SUMS;
  const layout = layoutOf(side, plan);
  // The kernel turns by splines; straight lines are a variant to hold them against, and need no speed.
  const compiled = layout.together >= 1 && plan.interpolation === 'cubic' ? kernels() : undefined;
  const together = compiled === undefined ? 1 : layout.together;
  const sums = new Float64Array(units * width);
  for (let first = 0; first < units; first += together) {
    const some = images.subarray(first * size, (first + together) * size);
    const own =
      compiled === undefined ? byLoops(some, side, plan) : byKernel(compiled, some, { side, plan, layout });
    sums.set(own, first * width);
  }
  return sums;
}

/** The most doubles to be held in the shared memory. */
const MOST = 2 ** 24;

/** Where things lie there, in doubles, and how many images fit. */
function layoutOf(side: number, { pixels, ends, rotations }: RingPlan) {
  let end = BASE;
  const take = (size: number) => (end += Math.ceil(size)) - Math.ceil(size);
  const count = rotations.length * pixels.length;
  const at = {
    pixels: take(pixels.length / 2),
    ends: take(ends.length / 2),
    filter: take(side + 1),
    starts: take(count / 2),
    weights: take(8 * count),
  };
  const room = (side + PADDING) ** 2 + side * side;
  const together = Math.floor((MOST - end) / (side * side + room + ends.length * RING_SUMS));
  return { at, images: end, room, together };
}

type Job = {
  readonly side: number;
  readonly plan: RingPlan;
  readonly layout: ReturnType<typeof layoutOf>;
};

function byKernel(
  { doubles, run }: Kernels,
  images: Float64Array,
  { side, plan, layout }: Job,
): Float64Array {
  const { pixels, ends, rotations } = plan;
  const [count, rings, angles] = [pixels.length, ends.length, rotations.length];
  const units = images.length / (side * side);
  const { at } = layout;
  const rooms = layout.images + images.length;
  const sums = rooms + units * layout.room;
  const end = sums + units * rings * RING_SUMS;
  const memory = doubles(end);
  const integers = new Int32Array(memory.buffer);
  integers.set(pixels, 2 * at.pixels);
  integers.set(ends, 2 * at.ends);
  memory.set(splineStart(side), at.filter);
  rotations.forEach(({ starts, weights }, angle) => {
    integers.set(starts, 2 * at.starts + angle * count);
    memory.set(weights, at.weights + 8 * angle * count);
  });
  memory.set(images, layout.images);
  const places = [...Object.values(at), layout.images, rooms, sums].map((double) => 8 * double);
  run('ringSums', [side, count, rings, angles, ...places], { chunks: units, helped: true });
  return memory.slice(sums, end);
}

/** Of one image, [rings, RING_SUMS]. */
function byLoops(image: Float64Array, side: number, plan: RingPlan): Float64Array {
  const { pixels, ends, rotations, interpolation } = plan;
  const coefficients = interpolation === 'cubic' ? splineCoefficients(image, side) : padded(image, side);
  const turned = rotations.map((table) => rotated(coefficients, side, table));
  const running = new Float64Array(RING_SUMS);
  const sums = new Float64Array(ends.length * RING_SUMS);
  let done = 0;
  ends.forEach((end, ring) => {
    for (; done < end; done++) {
      const value = image[pixels[done]!]!;
      running[0]! += value;
      running[1]! += value * value;
      for (let angle = 0; angle < turned.length; angle++) {
        const other = turned[angle]![done]!;
        running[2 + 2 * angle]! += other;
        running[3 + 2 * angle]! += value * other;
      }
    }
    sums.set(running, ring * RING_SUMS);
  });
  return sums;
}
