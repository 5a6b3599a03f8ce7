/** data [n, f] = code [n, k] times readout [k, f], as far as can be; row-major. */
export type CodeProblem = {
  readonly data: Float64Array;
  readonly k: number;
  readonly code: Float64Array;
  readonly readout: Float64Array;
  /** Factor on the sum of squares of the code. */
  readonly penalty: number;
};

/** Sweeps at most; a row is a convex problem of a few numbers. */
const SWEEPS = 10_000;
/** Largest change of a rate in one sweep, to the largest rate, at which it stops. */
const TOLERANCE = 1e-12;

/** The code, none negative, that says the data best with a readout: non-negative least squares, row by row. */
export function rateCode({ data, k, readout, penalty }: Omit<CodeProblem, 'code'>): Float64Array {
  const code = new Float64Array((data.length / (readout.length / k)) * k);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const change = sweepCode({ data, k, code, readout, penalty });
    if (change <= TOLERANCE * code.reduce((most, rate) => Math.max(most, rate), 0)) break;
  }
  return code;
}

/** Every entry of the code to its best value not below 0, the others held, in place. Returns the largest change. */
export function sweepCode({ data, k, code, readout, penalty }: CodeProblem): number {
  const features = readout.length / k;
  const hessian = products(readout, readout, features);
  const linear = products(data, readout, features);
  let largest = 0;
  for (let row = 0; row < code.length; row += k) {
    for (let t = 0; t < k; t++) {
      let gradient = penalty * code[row + t]! - linear[row + t]!;
      for (let r = 0; r < k; r++) gradient += hessian[t * k + r]! * code[row + r]!;
      const curvature = hessian[t * k + t]! + penalty;
      if (curvature === 0) continue;
      const next = Math.max(0, code[row + t]! - gradient / curvature);
      largest = Math.max(largest, Math.abs(next - code[row + t]!));
      code[row + t] = next;
    }
  }
  return largest;
}

/** Inner products of the rows of a and b, both of `width`: [rows of a, rows of b]. */
function products(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const [rows, columns] = [a.length / width, b.length / width];
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let f = 0; f < width; f++) sum += a[row * width + f]! * b[column * width + f]!;
      out[row * columns + column] = sum;
    }
  }
  return out;
}
