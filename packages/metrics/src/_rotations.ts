/** Cosine and sine that are exact where a right triangle is; by degrees. */
const DIRECTIONS = {
  30: [Math.sqrt(3) / 2, 0.5],
  45: [Math.SQRT1_2, Math.SQRT1_2],
  60: [0.5, Math.sqrt(3) / 2],
  90: [0, 1],
  120: [-0.5, Math.sqrt(3) / 2],
  135: [-Math.SQRT1_2, Math.SQRT1_2],
  150: [-Math.sqrt(3) / 2, 0.5],
} as const;

/** How a turned image is read between its pixels: by cubic splines through them, or by straight lines between them. */
export type Interpolation = 'cubic' | 'linear';

/** Where each pixel of a rotated square image reads, and with what weights. */
export type Rotation = {
  /** [pixels], the first of the 4 x 4 coefficients in a padded image. */
  readonly starts: Int32Array;
  /** [pixels, 8], weights of the four rows, then of the four columns; zeros for a pixel from outside. */
  readonly weights: Float64Array;
};

/** Coefficients around the image that hold its mirrored border: one before, two after. */
const BEFORE = 1;
const PADDING = 3;

/**
 * How to rotate a square image about its centre: for each wanted pixel the 4 x 4 coefficients it reads, of which
 * linear interpolation has weights for the middle ones alone. A pixel from outside the image is 0.
 *
 * @param size   L, pixels per side
 * @param pixels flat indices of the wanted pixels
 * @source equals scipy 1.10 `ndimage.rotate(order=3, reshape=False)` to 1e-13, and that of order 1
 */
export function rotation(
  size: number,
  pixels: Int32Array,
  degrees: keyof typeof DIRECTIONS,
  interpolation: Interpolation = 'cubic',
): Rotation {
  const setWeights = interpolation === 'cubic' ? setCubicWeights : setLinearWeights;
  const [cosine, sine] = DIRECTIONS[degrees];
  const centre = (size - 1) / 2;
  const starts = new Int32Array(pixels.length);
  const weights = new Float64Array(8 * pixels.length);
  pixels.forEach((pixel, index) => {
    const [y, x] = [Math.floor(pixel / size) - centre, (pixel % size) - centre];
    const row = centre + cosine * y + sine * x;
    const column = centre - sine * y + cosine * x;
    if (row < 0 || column < 0 || row > size - 1 || column > size - 1) return; // weights stay 0
    // The first knot is one before the coordinate's own; in the padded image that is its own index.
    starts[index] = Math.floor(row) * (size + PADDING) + Math.floor(column);
    setWeights(row % 1, weights.subarray(8 * index));
    setWeights(column % 1, weights.subarray(8 * index + 4));
  });
  return { starts, weights };
}

/** The rotated pixels, [pixels], from `splineCoefficients` of an image of L pixels per side; from `padded` ones where rotation is linear. */
export function rotated(
  coefficients: Float64Array,
  size: number,
  { starts, weights }: Rotation,
): Float64Array {
  const stride = size + PADDING;
  const values = new Float64Array(starts.length);
  for (let pixel = 0, w = 0; pixel < starts.length; pixel++, w += 8) {
    const [a, b, c, d] = [weights[w + 4]!, weights[w + 5]!, weights[w + 6]!, weights[w + 7]!];
    let value = 0;
    let at = starts[pixel]!;
    for (let row = w; row < w + 4; row++, at += stride) {
      const line =
        a * coefficients[at]! +
        b * coefficients[at + 1]! +
        c * coefficients[at + 2]! +
        d * coefficients[at + 3]!;
      value += weights[row]! * line;
    }
    values[pixel] = value;
  }
  return values;
}

/** Weights of the pixels on either side of a coordinate, the second and third of four, t beyond the second. */
function setLinearWeights(t: number, weights: Float64Array): void {
  weights[1] = 1 - t;
  weights[2] = t;
}

/** Weights of the cubic B-spline on the four knots around a coordinate, t beyond the second. */
function setCubicWeights(t: number, weights: Float64Array): void {
  weights[0] = (1 - t) ** 3 / 6;
  weights[1] = (4 - 6 * t * t + 3 * t ** 3) / 6;
  weights[2] = (4 - 6 * (1 - t) ** 2 + 3 * (1 - t) ** 3) / 6;
  weights[3] = t ** 3 / 6;
}

const POLE = Math.sqrt(3) - 2;
const GAIN = 6; // (1 - POLE) (1 - 1 / POLE)

/**
 * Coefficients of the cubic B-splines that pass through a square image, which continues mirrored at its
 * border; padded by that border to [L + 3, L + 3].
 *
 * @source Unser 1999, IEEE Signal Processing Magazine 16(6)
 */
export function splineCoefficients(image: Float64Array, size: number): Float64Array {
  const inner = image.slice();
  const weights = splineStart(size);
  for (let row = 0; row < size; row++) filterLine(inner, row * size, 1, weights);
  for (let column = 0; column < size; column++) filterLine(inner, column, size, weights);
  return padded(inner, size);
}

/** A square image with its mirrored border, [L + 3, L + 3]. */
export function padded(image: Float64Array, size: number): Float64Array {
  const side = size + PADDING;
  const mirrored = Int32Array.from({ length: side }, (_, index) => {
    const knot = Math.abs(index - BEFORE);
    return knot > size - 1 ? 2 * (size - 1) - knot : knot;
  });
  const values = new Float64Array(side * side);
  for (let y = 0, at = 0; y < side; y++) {
    const row = mirrored[y]! * size;
    for (let x = 0; x < side; x++) values[at++] = image[row + mirrored[x]!]!;
  }
  return values;
}

/**
 * Weights of a line's pixels in the start of its causal recursion, the line continued mirrored; then what their sum is
 * divided by.
 */
export function splineStart(size: number): Float64Array {
  const last = size - 1;
  const weights = new Float64Array(size + 1);
  let power = POLE;
  let mirrored = POLE ** (2 * last - 1);
  weights[0] = 1;
  for (let at = 1; at < last; at++) {
    weights[at] = power + mirrored;
    power *= POLE;
    mirrored /= POLE;
  }
  weights[last] = POLE ** last;
  weights[size] = 1 - POLE ** (2 * last);
  return weights;
}

/** A causal and an anticausal recursion along one line, in place. */
function filterLine(values: Float64Array, start: number, stride: number, weights: Float64Array): void {
  const last = weights.length - 2;
  const end = start + last * stride;
  let sum = values[start]! + weights[last]! * values[end]!;
  for (let k = 1, at = start + stride; at < end; k++, at += stride) sum += weights[k]! * values[at]!;
  values[start] = (GAIN * sum) / weights[last + 1]!;
  for (let at = start + stride; at <= end; at += stride)
    values[at] = GAIN * values[at]! + POLE * values[at - stride]!;
  values[end] = (POLE / (POLE * POLE - 1)) * (values[end]! + POLE * values[end - stride]!);
  for (let at = end - stride; at >= start; at -= stride)
    values[at] = POLE * (values[at + stride]! - values[at]!);
}
