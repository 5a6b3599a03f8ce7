/**
 * A program that hands shapes which do not fit to every gradient and every fused kernel, and writes a line for each:
 * `kernel, input, what is wrong with it: refused` or `taken`. It runs as a process of its own, for what it asks for may end it.
 */
import { writeSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { registerTorch, torchBackend } from './registerTorch';

type Shape = readonly number[];
type Shapes = Readonly<Record<string, Shape>>;

/** A call that fits. */
type Call = { readonly inputs: Shapes; readonly attrs: object };

const plane = { strides: 1, pad: 'same', dataFormat: 'NHWC', dilations: 1 };
const volume = { strides: 1, pad: 'same' };
const pool = { filterSize: 2, strides: 2, pad: 'valid' };
const adam = { rate: 1, beta1: 0.5, beta2: 0.5, epsilon: 1, keep: 1, consume: false };
const fusion = { activation: 'relu', leakyreluAlpha: 0.1 };
const same = (...names: string[]): Shapes => Object.fromEntries(names.map((name) => [name, [6, 5] as const]));

/** By kernel, and what is asked of it. */
const calls: Record<string, Call> = {
  ...Object.fromEntries(
    // LibTorch's own kernels, oneDNN's, and products of taps
    [
      ['of few pixels', [2, 8, 8, 3], [3, 3, 3, 4]],
      ['of many pixels', [4, 32, 32, 16], [3, 3, 16, 16]],
      ['by taps', [4, 5, 5, 64], [3, 3, 64, 64]],
    ].flatMap(([site, image, filter]): [string, Call][] => {
      const [inputShape, filterShape] = [image as number[], filter as number[]];
      const dy = [...inputShape.slice(0, 3), filterShape[3]!];
      const depthwise = [...filterShape.slice(0, 3), 2];
      const error = [...inputShape.slice(0, 3), 2 * inputShape[3]!];
      return [
        [
          `Conv2DBackpropInput ${site}`,
          { inputs: { dy, filter: filterShape }, attrs: { ...plane, inputShape } },
        ],
        [`Conv2DBackpropFilter ${site}`, { inputs: { x: inputShape, dy }, attrs: { ...plane, filterShape } }],
        [
          `DepthwiseConv2dNativeBackpropInput ${site}`,
          { inputs: { dy: error, filter: depthwise }, attrs: { ...plane, inputShape } },
        ],
        [
          `DepthwiseConv2dNativeBackpropFilter ${site}`,
          { inputs: { x: inputShape, dy: error }, attrs: { ...plane, filterShape: depthwise } },
        ],
        [
          `FusedConv2D ${site}`,
          {
            inputs: { x: inputShape, filter: filterShape, bias: [filterShape[3]!] },
            attrs: { ...plane, ...fusion },
          },
        ],
        [
          `FusedDepthwiseConv2D ${site}`,
          { inputs: { x: inputShape, filter: depthwise, bias: [error[3]!] }, attrs: { ...plane, ...fusion } },
        ],
      ];
    }),
  ),
  'Conv2DBackpropInput with an uneven border': {
    inputs: { dy: [2, 4, 4, 4], filter: [3, 3, 3, 4] },
    attrs: { ...plane, strides: 2, inputShape: [2, 8, 8, 3] },
  },
  'Conv2DBackpropFilter with an uneven border': {
    inputs: { x: [2, 8, 8, 3], dy: [2, 4, 4, 4] },
    attrs: { ...plane, strides: 2, filterShape: [3, 3, 3, 4] },
  },
  Conv3DBackpropInputV2: {
    inputs: { dy: [2, 8, 8, 8, 4], filter: [3, 3, 3, 4, 4] },
    attrs: { ...volume, inputShape: [2, 8, 8, 8, 4] },
  },
  Conv3DBackpropFilterV2: {
    inputs: { x: [2, 8, 8, 8, 4], dy: [2, 8, 8, 8, 4] },
    attrs: { ...volume, filterShape: [3, 3, 3, 4, 4] },
  },
  AvgPoolGrad: { inputs: { dy: [2, 4, 4, 3], input: [2, 8, 8, 3] }, attrs: pool },
  AvgPool3DGrad: { inputs: { dy: [2, 2, 2, 2, 3], input: [2, 4, 4, 4, 3] }, attrs: pool },
  MaxPoolGrad: { inputs: { dy: [2, 4, 4, 3], input: [2, 8, 8, 3], output: [2, 4, 4, 3] }, attrs: pool },
  MaxPool3DGrad: {
    inputs: { dy: [2, 2, 2, 2, 3], input: [2, 4, 4, 4, 3], output: [2, 2, 2, 2, 3] },
    attrs: pool,
  },
  AdamStep: { inputs: same('w', 'g', 'm', 'v'), attrs: adam },
  MomentumStep: { inputs: same('w', 'g', 'velocity'), attrs: { ...adam, momentum: 0.5, nesterov: true } },
  DescentStep: { inputs: same('w', 'g'), attrs: adam },
  'BatchNormTraining of rows': { inputs: { x: [6, 5], gamma: [5], beta: [5] }, attrs: { epsilon: 0.1 } },
  'BatchNormTraining of images': {
    inputs: { x: [2, 6, 6, 5], gamma: [5], beta: [5] },
    attrs: { epsilon: 0.1 },
  },
  UpdateGate: {
    inputs: { drive: [6, 10], recurrent: [6, 10], rates: [6, 5] },
    attrs: { forgetBias: 1, activation: 'tanh' },
  },
  UpdateGateGrad: { inputs: { dy: [6, 5], parts: [6, 10], rates: [6, 5] }, attrs: { activation: 'relu' } },
  SoftmaxGrad: { inputs: same('y', 'dy'), attrs: { axis: 1 } },
  LogSoftmaxGrad: { inputs: same('y', 'dy'), attrs: { axis: 1 } },
  ReluGrad: { inputs: same('x', 'dy'), attrs: {} },
  SigmoidGrad: { inputs: same('y', 'dy'), attrs: {} },
  TanhGrad: { inputs: same('y', 'dy'), attrs: {} },
  EluGrad: { inputs: same('y', 'dy'), attrs: {} },
  LRNGrad: {
    inputs: { x: [1, 2, 2, 7], y: [1, 2, 2, 7], dy: [1, 2, 2, 7] },
    attrs: { depthRadius: 2, bias: 1, alpha: 1, beta: 0.5 },
  },
  Dilation2DBackpropInput: {
    inputs: { x: [2, 8, 8, 3], filter: [2, 2, 3], dy: [2, 8, 8, 3] },
    attrs: { strides: 1, pad: 'same', dilations: 1 },
  },
  Dilation2DBackpropFilter: {
    inputs: { x: [2, 8, 8, 3], filter: [2, 2, 3], dy: [2, 8, 8, 3] },
    attrs: { strides: 1, pad: 'same', dilations: 1 },
  },
  ResizeBilinearGrad: {
    inputs: { images: [2, 3, 4, 3], dy: [2, 6, 5, 3] },
    attrs: { size: [6, 5], alignCorners: false, halfPixelCenters: false },
  },
  ResizeNearestNeighborGrad: {
    inputs: { images: [2, 3, 4, 3], dy: [2, 6, 5, 3] },
    attrs: { size: [6, 5], alignCorners: false, halfPixelCenters: false },
  },
  FusedBatchNorm: {
    inputs: { x: [6, 5], mean: [5], variance: [5], offset: [5], scale: [5] },
    attrs: { varianceEpsilon: 0.1 },
  },
  _FusedMatMul: {
    inputs: { a: [6, 5], b: [5, 7], bias: [7] },
    attrs: { ...fusion, transposeA: false, transposeB: false },
  },
};

/** The same kernels below tfjs, where nothing has looked at shapes before. */
const operations: Record<string, { readonly shapes: Shapes; readonly rest: readonly number[] }> = {
  batchNormTrainingGrad: {
    shapes: { dy: [6, 5], x: [6, 5], gamma: [5], mean: [5], inverse: [5] },
    rest: [0.1],
  },
};

type Other = { readonly what: string; readonly shape: Shape };

/** Everything that a shape may be mistaken for. */
function others(shape: Shape): Other[] {
  const changed = shape.flatMap((length, axis) =>
    [0, 1, length + 1, 8 * length].map((other) => ({
      what: `axis ${axis} of ${length} as ${other}`,
      shape: shape.with(axis, other),
    })),
  );
  const reshaped = [
    { what: 'without its first axis', shape: shape.slice(1) },
    { what: 'with an axis before', shape: [1, ...shape] },
    { what: 'with an axis behind', shape: [...shape, 1] },
    { what: 'as one entry', shape: [1] },
    { what: 'as a number', shape: [] },
  ];
  return [...changed, ...reshaped].filter(({ shape: other }) => String(other) !== String(shape));
}

const ones = (shape: Shape, dtype: 'float32' | 'int32' | 'bool' = 'float32'): Tensor =>
  tf.fill([...shape], 1, dtype as 'float32');

function attempt(label: string, run: () => unknown): void {
  writeSync(1, `${label}: `);
  try {
    tf.tidy(() => void run());
    writeSync(1, 'taken\n');
  } catch (error) {
    writeSync(1, error instanceof Error ? 'refused\n' : 'thrown\n');
  }
}

function hostile(name: string, shapes: Shapes, run: (tensors: Record<string, Tensor>) => unknown): void {
  const all = (changed: Record<string, Tensor> = {}) =>
    run(
      Object.fromEntries(
        Object.entries(shapes).map(([input, shape]) => [input, changed[input] ?? ones(shape)]),
      ),
    );
  attempt(`${name}, as it must be`, () => all());
  for (const [input, shape] of Object.entries(shapes)) {
    for (const { what, shape: other } of others(shape)) {
      attempt(`${name}, ${input}, ${what}`, () => all({ [input]: ones(other) }));
    }
    for (const dtype of ['int32', 'bool'] as const) {
      attempt(`${name}, ${input}, ${dtype}`, () => all({ [input]: ones(shape, dtype) }));
    }
  }
}

const read = (results: Tensor | Tensor[]): void => [results].flat().forEach((y) => void y.dataSync());

await registerTorch(tf, { threads: 1 });
await tf.setBackend('torch');
for (const [name, { inputs, attrs }] of Object.entries(calls)) {
  hostile(name, inputs, (tensors) =>
    read(tf.engine().runKernel(name.split(' ')[0]!, tensors, attrs as NamedAttrMap) as Tensor[]),
  );
}
for (const [name, { shapes, rest }] of Object.entries(operations)) {
  hostile(name, shapes, (tensors) => {
    const backend = torchBackend();
    for (const { dataId } of backend.runMany(name, ...Object.values(tensors), ...rest)) {
      backend.readSync(dataId);
      backend.disposeData(dataId);
    }
  });
}
// What has brought a process down, or shown memory of somebody else's.
attempt('conv2dTranspose of another batch', () =>
  read(
    tf.conv2dTranspose(
      ones([1, 64, 64, 32]) as never,
      ones([3, 3, 32, 32]) as never,
      [64, 64, 64, 32],
      1,
      'same',
    ),
  ),
);
attempt('conv3dTranspose of another batch', () =>
  read(
    tf.conv3dTranspose(
      ones([1, 8, 8, 8, 4]) as never,
      ones([1, 1, 1, 2, 4]) as never,
      [3, 8, 8, 8, 2],
      1,
      'same',
    ),
  ),
);
attempt('AdamStep of a gradient of one number', () => {
  const [w, m, v] = [ones([1e7]), ones([1e7]), ones([1e7])];
  read(tf.engine().runKernel('AdamStep', { w, m, v, g: ones([1]) }, adam) as Tensor[]);
});
attempt('LogSoftmaxGrad of a large error', () =>
  read(
    tf
      .engine()
      .runKernel('LogSoftmaxGrad', { y: ones([1, 1]), dy: ones([30, 1_000_000]) }, { axis: 1 }) as Tensor,
  ),
);
attempt('stridedSlice of too few strides', () =>
  torchBackend().run('stridedSlice', ones([4, 4]), [0, 0], [1], [2]),
);
writeSync(1, 'all as it must be: taken\n');
