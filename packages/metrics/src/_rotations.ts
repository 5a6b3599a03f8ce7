/** Sine and cosine that are exact where a right triangle is; degrees. */
const COSINE: { readonly [degrees: number]: number } = {
  0: 1,
  30: Math.sqrt(3) / 2,
  45: Math.SQRT1_2,
  60: 0.5,
  90: 0,
  120: -0.5,
  135: -Math.SQRT1_2,
  150: -Math.sqrt(3) / 2,
};
const SINE: typeof COSINE = {
  0: 0,
  30: 0.5,
  45: Math.SQRT1_2,
  60: Math.sqrt(3) / 2,
  90: 1,
  120: Math.sqrt(3) / 2,
  135: Math.SQRT1_2,
  150: 0.5,
};

/** Where each pixel of a rotated square image reads, and with what weights: [pixels, 4] per axis. */
export type Rotation = {
  readonly rows: Int32Array;
  readonly rowWeights: Float64Array;
  readonly columns: Int32Array;
  readonly columnWeights: Float64Array;
};

/**
 * How to rotate a square image about its centre by cubic splines: for each wanted pixel the 4 x 4 spline
 * coefficients it reads, with neighbours mirrored at the border. A pixel from outside the image is 0.
 *
 * @param size   L, pixels per side
 * @param pixels flat indices of the wanted pixels
 * @param degrees one of 0, 30, 45, 60, 90, 120, 135, 150
 * @source equals scipy 1.10 `ndimage.rotate(order=3, reshape=False)` to 1e-13
 */
export function rotation(size: number, pixels: Int32Array, degrees: number): Rotation {
  const [cosine, sine] = [COSINE[degrees]!, SINE[degrees]!];
  const centre = (size - 1) / 2;
  const table: Rotation = {
    rows: new Int32Array(4 * pixels.length),
    rowWeights: new Float64Array(4 * pixels.length),
    columns: new Int32Array(4 * pixels.length),
    columnWeights: new Float64Array(4 * pixels.length),
  };
  pixels.forEach((pixel, index) => {
    const [y, x] = [Math.floor(pixel / size) - centre, (pixel % size) - centre];
    const row = centre + cosine * y + sine * x;
    const column = centre - sine * y + cosine * x;
    if (row < 0 || column < 0 || row > size - 1 || column > size - 1) return; // weights stay 0
    setTaps(row, size, table.rows.subarray(4 * index), table.rowWeights.subarray(4 * index));
    setTaps(column, size, table.columns.subarray(4 * index), table.columnWeights.subarray(4 * index));
  });
  return table;
}

/** The value of one rotated pixel from spline coefficients [L, L]. */
export function rotatedPixel(
  coefficients: Float64Array,
  size: number,
  table: Rotation,
  index: number,
): number {
  const start = 4 * index;
  const { rows, rowWeights, columns, columnWeights } = table;
  let value = 0;
  for (let row = start; row < start + 4; row++) {
    const line = rows[row]! * size;
    let sum = 0;
    for (let column = start; column < start + 4; column++) {
      sum += columnWeights[column]! * coefficients[line + columns[column]!]!;
    }
    value += rowWeights[row]! * sum;
  }
  return value;
}

/** Weights of the cubic B-spline on the four knots around a coordinate. */
function setTaps(coordinate: number, size: number, knots: Int32Array, weights: Float64Array): void {
  const floor = Math.floor(coordinate);
  const t = coordinate - floor;
  for (let tap = 0; tap < 4; tap++) {
    const knot = Math.abs(floor - 1 + tap);
    knots[tap] = knot > size - 1 ? 2 * (size - 1) - knot : knot;
  }
  weights[0] = (1 - t) ** 3 / 6;
  weights[1] = (4 - 6 * t * t + 3 * t ** 3) / 6;
  weights[2] = (4 - 6 * (1 - t) ** 2 + 3 * (1 - t) ** 3) / 6;
  weights[3] = t ** 3 / 6;
}

const POLE = Math.sqrt(3) - 2;
const GAIN = 6; // (1 - POLE) (1 - 1 / POLE)

/**
 * Coefficients of the cubic B-splines that pass through a square image, which continues mirrored at its
 * border.
 *
 * @source Unser 1999, IEEE Signal Processing Magazine 16(6)
 */
export function splineCoefficients(image: Float64Array, size: number): Float64Array {
  const coefficients = image.slice();
  for (let line = 0; line < size; line++) {
    filterLine(coefficients, line * size, 1, size);
  }
  for (let line = 0; line < size; line++) {
    filterLine(coefficients, line, size, size);
  }
  return coefficients;
}

/** A causal and an anticausal recursion along one line, in place. */
function filterLine(values: Float64Array, start: number, stride: number, size: number): void {
  const at = (index: number) => start + index * stride;
  const last = size - 1;
  let power = POLE;
  let mirrored = POLE ** (2 * last - 1);
  let sum = values[at(0)]! + POLE ** last * values[at(last)]!;
  for (let index = 1; index < last; index++) {
    sum += (power + mirrored) * values[at(index)]!;
    power *= POLE;
    mirrored /= POLE;
  }
  values[at(0)] = (GAIN * sum) / (1 - POLE ** (2 * last));
  for (let index = 1; index <= last; index++)
    values[at(index)] = GAIN * values[at(index)]! + POLE * values[at(index - 1)]!;
  values[at(last)] = (POLE / (POLE * POLE - 1)) * (values[at(last)]! + POLE * values[at(last - 1)]!);
  for (let index = last - 1; index >= 0; index--)
    values[at(index)] = POLE * (values[at(index + 1)]! - values[at(index)]!);
}
