import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createRng, type Rng } from '../Rng';
import { tf } from '../tf';
import type { wasmKernels } from './registerKernels';

/** One call of a kernel: its inputs as arrays, so that each backend gets its own tensors. */
export type Case = {
  readonly label: string;
  readonly shapes: readonly (readonly number[])[];
  readonly seed: number;
  /** Integer values below this instead of normal ones, for the input of this index. */
  readonly integers?: { readonly index: number; readonly below: number };
  readonly f: (...inputs: Tensor[]) => Tensor;
};

type Kernel = keyof typeof wasmKernels;

const size = (max: number, min = 1) => fc.integer({ min, max });
const seed = fc.nat();

/** Values of a case: distinct enough that maxima have no ties and ReLU no zeros. */
export function tensorsOf({ shapes, seed, integers }: Case): Tensor[] {
  const rng: Rng = createRng(seed);
  return shapes.map((shape, index) => {
    const values = rng.child(index).normal(shape.reduce((a, b) => a * b, 1));
    if (integers?.index !== index) return tf.tensor(Float32Array.from(values), [...shape], 'float32');
    return tf.tensor(
      Int32Array.from(values, (value) => Math.floor(Math.abs(value) * 7) % integers.below),
      [...shape],
      'int32',
    );
  });
}

type Explicit = [[number, number], [number, number], [number, number], [number, number]];
type Pad = 'same' | 'valid' | Explicit;

const pad: fc.Arbitrary<Pad> = fc.oneof(
  fc.constantFrom<Pad>('same', 'valid'),
  fc.tuple(size(2, 0), size(2, 0), size(2, 0), size(2, 0)).map(([top, bottom, left, right]): Pad => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]),
);

/** Convolutions with every padding, stride and (with stride 1) dilation that leave an output. */
const convolution = (outChannels: fc.Arbitrary<number>, maxDilation: number) =>
  fc
    .record({
      seed,
      pad,
      x: fc.tuple(size(3), size(9), size(9), size(9)),
      kernel: fc.tuple(size(4), size(4)),
      outChannels,
      strides: fc.tuple(size(3), size(3)),
      dilations: fc.tuple(size(maxDilation), size(maxDilation)),
    })
    .map((c) => (c.dilations.some((d) => d > 1) ? { ...c, strides: [1, 1] as [number, number] } : c))
    .map((c) => ({ ...c, filter: [...c.kernel, c.x[3], c.outChannels] as [number, number, number, number] }))
    .filter(({ x, filter, strides, dilations, pad }) => {
      const info = tf.backend_util.computeConv2DInfo(x, filter, strides, dilations, pad);
      return info.outHeight > 0 && info.outWidth > 0;
    });

const convolve = (maxDilation: number): fc.Arbitrary<Case> =>
  convolution(size(10), maxDilation).map(({ seed, x, filter, strides, dilations, pad }) => ({
    label: JSON.stringify({ x, filter, strides, dilations, pad }),
    seed,
    shapes: [x, filter],
    f: (image, kernel) => tf.conv2d(image as Tensor4D, kernel as Tensor4D, strides, pad, 'NHWC', dilations),
  }));

const depthwise = (maxDilation: number): fc.Arbitrary<Case> =>
  convolution(size(3), maxDilation).map(({ seed, x, filter, strides, dilations, pad }) => ({
    label: JSON.stringify({ x, filter, strides, dilations, pad }),
    seed,
    shapes: [x, filter],
    f: (image, kernel) =>
      tf.depthwiseConv2d(image as Tensor4D, kernel as Tensor4D, strides, pad, 'NHWC', dilations),
  }));

const product: fc.Arbitrary<Case> = fc
  .record({
    seed,
    batch: fc.array(size(3), { maxLength: 2 }),
    sizes: fc.tuple(size(17, 0), size(19, 0), size(17, 0)),
    flags: fc.tuple(fc.boolean(), fc.boolean()),
    deep: fc.boolean(),
  })
  .map(({ seed, batch, sizes: [rows, depth, columns], flags: [a, b], deep }) => {
    const inner = deep ? depth + 256 : depth; // past one block of the depth
    return {
      label: JSON.stringify({ batch, rows, inner, columns, a, b }),
      seed,
      shapes: [
        [...batch, ...(a ? [inner, rows] : [rows, inner])],
        [...batch, ...(b ? [columns, inner] : [inner, columns])],
      ],
      f: (x, y) => tf.matMul(x, y, a, b),
    };
  });

const equations = [
  'ab,bc->ac',
  'abc,acd->abd',
  'abc,cd->dab',
  'ab,ab->',
  'a,c->ac',
  'ab->ba',
  'abc->b',
  'abc,bd->acd',
  'a,a->a',
];

const summation: fc.Arbitrary<Case> = fc
  .record({
    seed,
    equation: fc.constantFrom(...equations),
    sizes: fc.tuple(size(5), size(5), size(5), size(5)),
  })
  .map(({ seed, equation, sizes }) => ({
    label: `${equation} ${sizes.join()}`,
    seed,
    shapes: equation
      .split('->')[0]!
      .split(',')
      .map((term) => [...term].map((axis) => sizes['abcd'.indexOf(axis)]!)),
    f: (...operands) => tf.einsum(equation, ...operands),
  }));

const segments: fc.Arbitrary<Case> = fc
  .record({ seed, rows: size(9), inner: fc.array(size(6), { maxLength: 2 }), count: size(5) })
  .map(({ seed, rows, inner, count }) => ({
    label: JSON.stringify({ rows, inner, count }),
    seed,
    shapes: [[rows, ...inner], [rows]],
    integers: { index: 1, below: count + 1 },
    f: (x, indices) => tf.unsortedSegmentSum(x, indices as never, count),
  }));

const windows = fc
  .record({
    seed,
    x: fc.tuple(size(3), size(9, 4), size(9, 4), size(6)),
    window: size(4),
    stride: size(3),
    pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
  })
  .map(({ seed, x, ...rest }) => ({ seed, shapes: [x], label: JSON.stringify({ x, ...rest }), ...rest }));

const pooled: fc.Arbitrary<Case> = windows.map(({ window, stride, pad, ...rest }) => ({
  ...rest,
  f: (image) => tf.maxPool(image as Tensor4D, window, stride, pad),
}));

/** Has no gradient, so that its input counts as integers. */
const found: fc.Arbitrary<Case> = fc
  .tuple(windows, fc.boolean())
  .map(([{ window, stride, pad, ...rest }, withBatch]) => ({
    ...rest,
    integers: { index: -1, below: 1 },
    f: (image) => {
      const { result, indexes } = tf.maxPoolWithArgmax(image as Tensor4D, window, stride, pad, withBatch);
      return tf.stack([result!, tf.cast(indexes!, 'float32')]);
    },
  }));

const rectified: fc.Arbitrary<Case> = fc
  .record({ seed, shape: fc.array(size(7, 0), { minLength: 1, maxLength: 3 }) })
  .map(({ seed, shape }) => ({ label: JSON.stringify(shape), seed, shapes: [shape], f: (x) => tf.relu(x) }));

/** Axes of two or more: tfjs itself has no gradient for unstacking a single one. */
const shape3 = fc.tuple(size(5), size(6), size(7), size(3));

const sliced: fc.Arbitrary<Case> = fc
  .record({
    seed,
    shape: shape3,
    from: fc.tuple(...[0, 1, 2, 3].map(() => fc.double({ min: 0, max: 0.99, noNaN: true }))),
    full: fc.tuple(...[0, 1, 2, 3].map(() => fc.boolean())),
  })
  .map(({ seed, shape, from, full }) => {
    const begin = shape.map((length, axis) => (full[axis] ? 0 : Math.floor(length * from[axis]!)));
    const size = shape.map((length, axis) =>
      full[axis] ? length : Math.max(0, length - begin[axis]! - (axis % 2)),
    );
    return {
      label: JSON.stringify({ shape, begin, size }),
      seed,
      shapes: [shape],
      f: (x) => tf.slice(x, begin, size),
    };
  });

const split: fc.Arbitrary<Case> = fc
  .record({ seed, shape: shape3, axis: size(3, 0), parts: size(3, 2) }) // tfjs has no gradient of a split into one
  .map(({ seed, shape, axis, parts }) => {
    const long = shape.with(axis, shape[axis]! * parts);
    return {
      label: JSON.stringify({ long, axis, parts }),
      seed,
      shapes: [long],
      f: (x) => tf.concat(tf.split(x, parts, axis).toReversed(), axis),
    };
  });

const summed: fc.Arbitrary<Case> = fc
  .record({ seed, shape: shape3, axes: fc.subarray([0, 1, 2, 3]), keep: fc.boolean() })
  .map(({ seed, shape, axes, keep }) => ({
    label: JSON.stringify({ shape, axes, keep }),
    seed,
    shapes: [shape],
    f: (x) => tf.sum(x, axes, keep),
  }));

const unstacked: fc.Arbitrary<Case> = fc
  .record({ seed, shape: fc.tuple(size(4, 2), size(5, 2), size(6, 2)), axis: fc.constantFrom(0, 1, 2, -1) })
  .map(({ seed, shape, axis }) => ({
    label: JSON.stringify({ shape, axis }),
    seed,
    shapes: [shape],
    f: (x) => tf.concat(tf.unstack(x, axis).toReversed(), 0),
  }));

/** For each kernel an operation whose value or gradient runs it. */
export const cases: Record<Kernel, fc.Arbitrary<Case>> = {
  batchMatMul: product,
  conv2d: convolve(1),
  conv2dBackpropFilter: convolve(1),
  conv2dBackpropInput: convolve(1),
  depthwiseBackpropFilter: depthwise(1),
  depthwiseBackpropInput: depthwise(1),
  depthwiseConv2d: depthwise(1),
  einsum: summation,
  maxPoolGrad: pooled,
  maxPoolWithArgmax: found,
  reluGrad: rectified,
  slice: sliced,
  splitV: split,
  sum: summed,
  unpack: unstacked,
  unsortedSegmentSum: segments,
};

/** Dilated filters, whose gradients the `cpu` backend does not have. */
export const dilated: fc.Arbitrary<Case> = fc.oneof(convolve(3), depthwise(3));
