/**
 * Layers of plain numbers in double precision, written from the definitions and from nothing of the package: what
 * its gradients are held against, by central differences.
 */
import type { ConvolutionOptions } from '@goal-driven/core';
import type { PrimitiveName } from './energies';

export type Plain = { readonly values: Float64Array; readonly shape: readonly number[] };

/** A linear map and its two adjoints, for one kind of layer. */
export type PlainLayer = {
  readonly inputShape: readonly number[];
  readonly kernelShape: readonly number[];
  readonly feedbackShape: readonly number[];
  /** y of x by a kernel in the layout of W. */
  readonly project: (x: Plain, kernel: Plain) => Plain;
  /** x of y by a kernel in the layout of W: the adjoint of `project` in x. */
  readonly back: (y: Plain, kernel: Plain) => Plain;
  /** A feedback kernel in the layout of W. */
  readonly asKernel: (feedback: Plain) => Plain;
};

/** x [N, I] by W [I, O]. */
export const plainDense = (n: number, inputs: number, outputs: number): PlainLayer => ({
  inputShape: [n, inputs],
  kernelShape: [inputs, outputs],
  feedbackShape: [outputs, inputs],
  project: (x, kernel) => {
    const y = zeros([x.shape[0]!, outputs]);
    for (let row = 0; row < x.shape[0]!; row++)
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++)
          y.values[row * outputs + o]! += x.values[row * inputs + i]! * kernel.values[i * outputs + o]!;
    return y;
  },
  back: (y, kernel) => {
    const x = zeros([y.shape[0]!, inputs]);
    for (let row = 0; row < y.shape[0]!; row++)
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++)
          x.values[row * inputs + i]! += y.values[row * outputs + o]! * kernel.values[i * outputs + o]!;
    return x;
  },
  asKernel: ({ values }) => {
    const kernel = zeros([inputs, outputs]);
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++) kernel.values[i * outputs + o] = values[o * inputs + i]!;
    return kernel;
  },
});

/** Images [N, side, side, I] by W [k, k, I, O], one group and no dilation. */
export function plainConvolution(
  { n, side, inputs, outputs, k }: { n: number; side: number; inputs: number; outputs: number; k: number },
  { strides: [stride], padding }: Pick<ConvolutionOptions, 'strides' | 'padding'>,
): PlainLayer {
  const [before, out] = extent(side, { k, stride, padding });
  /** Visits every product x W of the convolution. */
  const visit = (examples: number, f: (x: number, w: number, y: number) => void) => {
    for (let e = 0; e < examples; e++)
      for (let oy = 0; oy < out; oy++)
        for (let ox = 0; ox < out; ox++)
          for (let ky = 0; ky < k; ky++)
            for (let kx = 0; kx < k; kx++) {
              const [iy, ix] = [oy * stride + ky - before, ox * stride + kx - before];
              if (iy < 0 || ix < 0 || iy >= side || ix >= side) continue;
              for (let i = 0; i < inputs; i++)
                for (let o = 0; o < outputs; o++)
                  f(
                    ((e * side + iy) * side + ix) * inputs + i,
                    ((ky * k + kx) * inputs + i) * outputs + o,
                    ((e * out + oy) * out + ox) * outputs + o,
                  );
            }
  };
  return {
    inputShape: [n, side, side, inputs],
    kernelShape: [k, k, inputs, outputs],
    feedbackShape: [k, k, inputs, outputs],
    project: (x, kernel) => {
      const y = zeros([x.shape[0]!, out, out, outputs]);
      visit(x.shape[0]!, (at, w, to) => (y.values[to]! += x.values[at]! * kernel.values[w]!));
      return y;
    },
    back: (y, kernel) => {
      const x = zeros([y.shape[0]!, side, side, inputs]);
      visit(y.shape[0]!, (at, w, to) => (x.values[at]! += y.values[to]! * kernel.values[w]!));
      return x;
    },
    asKernel: (feedback) => feedback,
  };
}

/** Zeros before the first pixel, and places of the kernel along an axis. */
function extent(
  side: number,
  { k, stride, padding }: { k: number; stride: number; padding: ConvolutionOptions['padding'] },
): [number, number] {
  if (padding === 'valid') return [0, Math.floor((side - k) / stride) + 1];
  if (padding === 'same') {
    const out = Math.ceil(side / stride);
    return [Math.floor(Math.max((out - 1) * stride + k - side, 0) / 2), out];
  }
  const [before, after] = padding[0];
  return [before, Math.floor((side + before + after - k) / stride) + 1];
}

/** The energies of a layer, from their definitions. */
export function plainEnergy(
  name: PrimitiveName,
  layer: PlainLayer,
  { x, kernel, feedback }: { readonly x: Plain; readonly kernel: Plain; readonly feedback: Plain },
): number {
  const n = x.shape[0]!;
  const back = layer.asKernel(feedback);
  const [y, q] = [layer.project(x, kernel), layer.project(x, back)];
  switch (name) {
    case 'decay':
      return squares(kernel) + squares(feedback);
    case 'amp':
      return -dot(y, q) / n;
    case 'null':
      return squares(layer.back(y, back)) / n;
    case 'nullReversed':
      return squares(layer.back(q, kernel)) / n;
    case 'sparse':
      return (squares(y) + squares(q)) / n;
    case 'self':
      return -dot(kernel, back);
  }
}

/** The gradient of `f` at `at` by central differences; of a quadratic or quartic `f` exact but for step^2. */
export function centralDifferences(f: (at: Plain) => number, at: Plain, step = 1e-4): Float64Array {
  return at.values.map((_, index) => {
    const moved = (by: number) => {
      const values = Float64Array.from(at.values);
      values[index]! += by;
      return f({ values, shape: at.shape });
    };
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

const zeros = (shape: readonly number[]): Plain => ({
  values: new Float64Array(shape.reduce((a, b) => a * b, 1)),
  shape,
});
export const dot = (a: Plain, b: Plain): number =>
  a.values.reduce((sum, value, index) => sum + value * b.values[index]!, 0);
const squares = (a: Plain): number => dot(a, a);
