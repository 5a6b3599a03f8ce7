import type { DataType, NamedAttrMap } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

/** A tensor as an array, so that each backend gets its own. */
export type Given = {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  readonly values: readonly number[];
};

/** One call of a kernel. */
export type KernelCase = {
  readonly inputs: { readonly [name: string]: Given } | readonly Given[];
  readonly attrs: NamedAttrMap;
  /** Sums of so many products: float32 loses digits with their number. */
  readonly terms?: number;
};

type Values = fc.Arbitrary<number>;

const int = (min: number, max: number) => fc.integer({ min, max });
const attrs = (record: object): NamedAttrMap => record as NamedAttrMap;
const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Numbers in a range, on a grid of thousandths: distinct enough, exact enough, and never tiny. */
const within = (min: number, max: number): Values =>
  int(Math.ceil(min * 1000), Math.floor(max * 1000)).map((thousandths) => thousandths / 1000);
const plain = within(-3, 3);
/** Every tenth is none of the usual. */
const special: Values = fc.oneof(
  { weight: 9, arbitrary: plain },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 0, -0) },
);

/** Ranks 0 to 5, axes of 0 to 4; shortened from behind where that were many elements. */
const anyShape = (minRank = 0, minLength = 0): fc.Arbitrary<number[]> =>
  fc
    .array(int(minLength, 4), { minLength: minRank, maxLength: 5 })
    .map((shape) =>
      shape.map((length, axis) => (sizeOf(shape.slice(0, axis)) >= 24 ? Math.min(length, 2) : length)),
    );

const given = (shape: fc.Arbitrary<number[]>, values: Values = plain, dtype: DataType = 'float32') =>
  shape.chain((axes) => givenOf(axes, values, dtype));
const givenOf = (
  shape: readonly number[],
  values: Values = plain,
  dtype: DataType = 'float32',
): fc.Arbitrary<Given> =>
  fc
    .array(values, { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map((list) => ({ shape, dtype, values: list }));
const truths = (shape: readonly number[]) => givenOf(shape, int(0, 1), 'bool');

const unary = (
  values: Values = special,
  dtype: DataType = 'float32',
  attributes = {},
): fc.Arbitrary<KernelCase> =>
  given(anyShape(), values, dtype).map((x) => ({ inputs: { x }, attrs: attrs(attributes) }));

/** Two shapes that broadcast against each other: some axes of each are 1, or absent at the front. */
const broadcastable = anyShape().chain((shape) =>
  fc
    .tuple(
      fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
      fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
      int(0, shape.length),
    )
    .map(([first, second, dropped]): [number[], number[]] => [
      shape.map((length, axis) => (first[axis] && length > 0 ? 1 : length)),
      shape.map((length, axis) => (second[axis] && !first[axis] && length > 0 ? 1 : length)).slice(dropped),
    ]),
);

const binary = (
  values: Values = special,
  dtype: DataType = 'float32',
  [nameA, nameB]: [string, string] = ['a', 'b'],
): fc.Arbitrary<KernelCase> =>
  fc
    .tuple(broadcastable, fc.boolean())
    .chain(([[first, second], swapped]) => {
      const [a, b] = swapped ? [second, first] : [first, second];
      return fc.tuple(givenOf(a, values, dtype), givenOf(b, values, dtype));
    })
    .map(([a, b]) => ({ inputs: { [nameA]: a, [nameB]: b }, attrs: {} }));

/** Reduced axes are not empty unless `minLength` is 0; some are counted from behind. */
const reduction = (
  values: Values,
  dtype: DataType = 'float32',
  axisName = 'axis',
  minLength = 1,
): fc.Arbitrary<KernelCase> =>
  anyShape(0, minLength)
    .chain((shape) =>
      fc.record({
        x: givenOf(shape, values, dtype),
        axes: fc.subarray(shape.map((_, axis) => axis)),
        negative: fc.boolean(),
        keepDims: fc.boolean(),
      }),
    )
    .map(({ x, axes, negative, keepDims }) => ({
      inputs: { x },
      attrs: attrs({
        [axisName]: negative ? axes.map((axis) => axis - x.shape.length) : axes,
        keepDims,
      }),
      terms: 64,
    }));

const alongOne = (values: Values, extra: fc.Arbitrary<object>, name = 'x'): fc.Arbitrary<KernelCase> =>
  anyShape(1, 1)
    .chain((shape) => fc.tuple(givenOf(shape, values), int(0, shape.length - 1), extra))
    .map(([x, axis, rest]) => ({
      inputs: { [name]: x },
      attrs: attrs({ axis, dim: axis, ...rest }),
      terms: 16,
    }));

const flags = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, fc.boolean()])));

const product = (fused: boolean): fc.Arbitrary<KernelCase> =>
  fc
    .record({
      batch: fc.array(int(1, 3), { maxLength: 2 }),
      sizes: fc.tuple(int(0, 9), int(0, 9), int(0, 9)),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      activation: fc.constantFrom('linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'),
      biased: fc.boolean(),
    })
    .map((c) => (fused ? { ...c, batch: c.batch.slice(0, 1) } : c))
    .chain(({ batch, sizes: [rows, inner, columns], ...rest }) =>
      fc.record({
        a: givenOf([...batch, ...(rest.transposeA ? [inner, rows] : [rows, inner])]),
        b: givenOf([...batch, ...(rest.transposeB ? [columns, inner] : [inner, columns])]),
        bias: givenOf([columns]),
        preluActivationWeights: givenOf([columns]),
        rest: fc.constant(rest),
      }),
    )
    .map(({ a, b, bias, preluActivationWeights, rest: { transposeA, transposeB, activation, biased } }) => ({
      inputs: fused
        ? {
            a,
            b,
            ...(biased ? { bias } : {}),
            ...(activation === 'prelu' ? { preluActivationWeights } : {}),
          }
        : { a, b },
      attrs: attrs({ transposeA, transposeB, ...(fused ? { activation, leakyreluAlpha: 0.3 } : {}) }),
      terms: 16,
    }));

type Pad = 'same' | 'valid' | [[number, number], [number, number], [number, number], [number, number]];
const padding: fc.Arbitrary<Pad> = fc.oneof(
  fc.constantFrom<Pad>('same', 'valid'),
  fc.tuple(int(0, 2), int(0, 2), int(0, 2), int(0, 2)).map(([top, bottom, left, right]): Pad => [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]),
);

/** Convolutions of images with channels last that leave an output; dilated ones have stride 1, as tfjs wants it. */
const convolution = (
  kind: 'forward' | 'fused' | 'input' | 'filter',
  depthwise: boolean,
): fc.Arbitrary<KernelCase> =>
  fc
    .record({
      x: fc.tuple(int(1, 2), int(1, 8), int(1, 8), int(1, 4)),
      kernel: fc.tuple(int(1, 4), int(1, 4)),
      out: int(1, depthwise ? 2 : 5),
      strides: fc.tuple(int(1, 3), int(1, 3)),
      dilations: fc.tuple(int(1, 3), int(1, 3)),
      pad: padding,
      activation: fc.constantFrom('linear', 'relu', 'prelu'),
    })
    // the `cpu` backend has no gradients of dilated filters
    .map((c) =>
      kind === 'forward' || kind === 'fused' ? c : { ...c, dilations: [1, 1] as [number, number] },
    )
    .map((c) => (c.dilations.some((d) => d > 1) ? { ...c, strides: [1, 1] as [number, number] } : c))
    .map((c) => ({ ...c, filter: [...c.kernel, c.x[3], c.out] as [number, number, number, number] }))
    .map((c) => ({ ...c, info: infoOf(c, depthwise) }))
    .filter(({ info }) => info.outHeight > 0 && info.outWidth > 0)
    .chain((c) =>
      fc.record({
        c: fc.constant(c),
        x: givenOf(c.x),
        filter: givenOf(c.filter),
        dy: givenOf(c.info.outShape),
        bias: givenOf([c.info.outChannels]),
        preluActivationWeights: givenOf([c.info.outChannels]),
      }),
    )
    .map(({ c, x, filter, dy, bias, preluActivationWeights }) => {
      const { strides, pad, dilations, activation } = c;
      const common = { strides, pad, dilations, dataFormat: 'NHWC' };
      const inputs = {
        forward: { x, filter },
        fused: { x, filter, bias, ...(activation === 'prelu' ? { preluActivationWeights } : {}) },
        input: { dy, filter },
        filter: { x, dy },
      }[kind];
      const more = {
        forward: {},
        fused: { activation },
        input: { inputShape: c.x },
        filter: { filterShape: c.filter },
      };
      return {
        inputs: inputs as Record<string, Given>,
        attrs: attrs({ ...common, ...more[kind] }),
        terms: 256,
      };
    });

type Convolved = {
  x: [number, number, number, number];
  filter: [number, number, number, number];
  strides: [number, number];
  dilations: [number, number];
  pad: Pad;
};
const infoOf = ({ x, filter, strides, dilations, pad }: Convolved, depthwise: boolean) =>
  tf.backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, 'floor', depthwise);

const volume = (kind: 'forward' | 'input' | 'filter'): fc.Arbitrary<KernelCase> =>
  fc
    .record({
      x: fc.tuple(int(1, 2), int(3, 5), int(3, 5), int(3, 5), int(1, 2)),
      kernel: fc.tuple(int(1, 3), int(1, 3), int(1, 3)),
      out: int(1, 3),
      strides: int(1, 2),
      pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
    })
    .chain(({ x, kernel, out, strides, pad }) => {
      const filter = [...kernel, x[4], out] as [number, number, number, number, number];
      const { outShape } = tf.backend_util.computeConv3DInfo(x, filter, strides, 1, pad);
      return fc.record({ x: givenOf(x), filter: givenOf(filter), dy: givenOf(outShape) }).map((tensors) => {
        const inputs = {
          forward: { x: tensors.x, filter: tensors.filter },
          input: { dy: tensors.dy, filter: tensors.filter },
          filter: { x: tensors.x, dy: tensors.dy },
        }[kind];
        const more = { forward: {}, input: { inputShape: x }, filter: { filterShape: filter } }[kind];
        const common = { strides, pad, dataFormat: 'NDHWC', dilations: 1 };
        return { inputs: inputs as Record<string, Given>, attrs: attrs({ ...common, ...more }), terms: 256 };
      });
    });

/** Distinct values, so that no two are the largest. */
const distinct = (shape: readonly number[]): fc.Arbitrary<Given> =>
  fc
    .shuffledSubarray(
      Array.from({ length: sizeOf(shape) }, (_, index) => index),
      { minLength: sizeOf(shape), maxLength: sizeOf(shape) },
    )
    .map((order) => ({ shape, dtype: 'float32', values: order.map((place) => place / 8 - 3) }));

type Pooling = 'max' | 'average' | 'maxGrad' | 'averageGrad' | 'positions';

const pooling = (kind: Pooling, spatial: 2 | 3): fc.Arbitrary<KernelCase> =>
  fc
    .record({
      batch: int(1, 2),
      lengths: fc.array(int(4, 6), { minLength: spatial, maxLength: spatial }),
      channels: int(1, 3),
      filterSize: int(1, 3),
      strides: int(1, 3),
      // tfjs divides the gradient of a mean at the border by the whole window; ours by what was averaged
      pad:
        kind === 'averageGrad'
          ? fc.constant('valid' as const)
          : fc.constantFrom('same' as const, 'valid' as const),
      includeBatchInIndex: fc.boolean(),
    })
    .chain(({ batch, lengths, channels, ...rest }) => {
      const shape = [batch, ...lengths, channels];
      const { filterSize, strides, pad } = rest;
      const info =
        spatial === 2
          ? tf.backend_util.computePool2DInfo(
              shape as [number, number, number, number],
              filterSize,
              strides,
              1,
              pad,
            )
          : tf.backend_util.computePool3DInfo(
              shape as [number, number, number, number, number],
              filterSize,
              strides,
              1,
              pad,
            );
      return fc.record({ x: distinct(shape), dy: givenOf(info.outShape), rest: fc.constant(rest) });
    })
    .map(({ x, dy, rest }) => ({
      inputs: kind.endsWith('Grad') ? { dy, input: x } : { x },
      attrs: attrs(rest),
      terms: 32,
    })) as fc.Arbitrary<KernelCase>;

const lists = (values: Values = plain): fc.Arbitrary<KernelCase> =>
  anyShape(1, 1)
    .chain((shape) =>
      fc.tuple(fc.array(givenOf(shape, values), { minLength: 1, maxLength: 4 }), int(0, shape.length - 1)),
    )
    .map(([inputs, axis]) => ({ inputs, attrs: attrs({ axis }) }));

const sliced: fc.Arbitrary<KernelCase> = anyShape(1).chain((shape) =>
  fc
    .tuple(
      givenOf(shape),
      fc.tuple(
        ...shape.map((length) =>
          int(0, length).chain((begin) => fc.tuple(fc.constant(begin), int(0, length - begin))),
        ),
      ),
    )
    .map(([x, parts]) => ({
      inputs: { x },
      attrs: attrs({ begin: parts.map(([begin]) => begin), size: parts.map(([, size]) => size) }),
    })),
);

const strided: fc.Arbitrary<KernelCase> = anyShape(1, 1).chain((shape) =>
  fc
    .record({
      x: givenOf(shape),
      begin: fc.tuple(...shape.map((length) => int(-length, length - 1))),
      end: fc.tuple(...shape.map((length) => int(-length - 1, length))),
      strides: fc.tuple(...shape.map(() => fc.constantFrom(1, 2, 3, -1, -2))),
      beginMask: int(0, 2 ** shape.length - 1),
      endMask: int(0, 2 ** shape.length - 1),
    })
    .map(({ x, ...rest }) => ({
      inputs: { x },
      attrs: attrs({ ...rest, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 }),
    })),
);

const padded = (mirror: boolean): fc.Arbitrary<KernelCase> =>
  anyShape(1, mirror ? 2 : 0).chain((shape) =>
    fc
      .tuple(
        givenOf(shape),
        fc.tuple(
          ...shape.map(() => (mirror ? fc.tuple(int(0, 1), int(0, 1)) : fc.tuple(int(0, 3), int(0, 3)))),
        ),
        plain,
        fc.constantFrom('reflect', 'symmetric'),
      )
      .map(([x, paddings, constantValue, mode]) => ({
        inputs: { x },
        attrs: attrs(mirror ? { paddings, mode } : { paddings, constantValue }),
      })),
  );

const gathered: fc.Arbitrary<KernelCase> = fc
  .record({
    batch: fc.array(int(1, 3), { maxLength: 2 }),
    outer: fc.array(int(1, 3), { maxLength: 1 }),
    length: int(1, 5),
    inner: fc.array(int(1, 3), { maxLength: 1 }),
    picked: int(0, 4),
  })
  .chain(({ batch, outer, length, inner, picked }) =>
    fc
      .tuple(
        givenOf([...batch, ...outer, length, ...inner]),
        givenOf([...batch, picked], int(0, length - 1), 'int32'),
      )
      .map(([x, indices]) => ({
        inputs: { x, indices },
        attrs: attrs({ axis: batch.length + outer.length, batchDims: batch.length }),
      })),
  );

const places = (shape: readonly number[], count: number): fc.Arbitrary<Given> =>
  fc
    .shuffledSubarray(
      Array.from({ length: sizeOf(shape) }, (_, index) => index),
      { minLength: count, maxLength: count },
    )
    .map((chosen) => ({
      shape: [count, shape.length],
      dtype: 'int32',
      values: chosen
        .flatMap((place) => tf.util.indexToLoc(place, shape.length, tf.util.computeStrides([...shape])))
        .map(Number),
    }));

const outerAndInner = fc.record({
  outer: fc.array(int(1, 3), { minLength: 1, maxLength: 3 }),
  inner: fc.array(int(1, 3), { maxLength: 2 }),
});

const scattered = (onto: boolean): fc.Arbitrary<KernelCase> =>
  outerAndInner.chain(({ outer, inner }) => {
    const count = sizeOf(outer);
    return int(1, count).chain((written) =>
      fc
        .record({
          indices: places(outer, written),
          updates: givenOf([written, ...inner]),
          tensor: givenOf([...outer, ...inner]),
        })
        .map(({ indices, updates, tensor }) =>
          onto
            ? { inputs: { tensor, indices, updates }, attrs: {} }
            : { inputs: { indices, updates }, attrs: attrs({ shape: [...outer, ...inner] }) },
        ),
    );
  });

const gatheredNd: fc.Arbitrary<KernelCase> = outerAndInner.chain(({ outer, inner }) =>
  int(1, sizeOf(outer)).chain((read) =>
    fc
      .record({ params: givenOf([...outer, ...inner]), indices: places(outer, read) })
      .map((inputs) => ({ inputs, attrs: {} })),
  ),
);

const image = fc.tuple(int(1, 2), int(1, 5), int(1, 5), int(1, 3));
const resized = (grad: boolean): fc.Arbitrary<KernelCase> =>
  fc
    .record({
      shape: image,
      size: fc.tuple(int(1, 7), int(1, 7)),
      mode: fc.constantFrom('corners', 'centers', 'neither'),
    })
    // tfjs's gradients swap height and width (bilinear) and mix up the entries of a batch (nearest)
    .map((c) => (grad ? { ...c, shape: [1, c.shape[1], c.shape[1], c.shape[3]] } : c))
    .chain(({ shape, size, mode }) =>
      fc
        .record({ images: givenOf(shape), dy: givenOf([shape[0]!, ...size, shape[3]!]) })
        .map(({ images, dy }) => ({
          inputs: grad ? { images, dy } : { images },
          // tfjs's gradients leave out halfPixelCenters
          attrs: attrs({
            size,
            alignCorners: mode === 'corners',
            halfPixelCenters: mode === 'centers' && !grad,
          }),
          terms: 16,
        })),
    ) as fc.Arbitrary<KernelCase>;

const dilated = (kind: 'forward' | 'filter' | 'input'): fc.Arbitrary<KernelCase> =>
  fc
    .record({
      x: fc.tuple(int(1, 2), int(3, 6), int(3, 6), int(1, 2)),
      kernel: fc.tuple(int(1, 3), int(1, 3)),
      strides: int(1, 2),
      dilations: int(1, 2),
      pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
    })
    .map((c) => ({ ...c, filter: [...c.kernel, c.x[3]] as [number, number, number] }))
    .map((c) => ({
      ...c,
      info: tf.backend_util.computeDilation2DInfo(c.x, c.filter, c.strides, c.pad, 'NHWC', c.dilations),
    }))
    .filter(({ info }) => info.outHeight > 0 && info.outWidth > 0)
    .chain(({ x, filter, info, strides, dilations, pad }) =>
      fc
        // filter values finer than the steps between pixels: no two sums are equal
        .record({
          x: distinct(x),
          filter: distinct(filter).map((f) => ({ ...f, values: f.values.map((v) => v / 100) })),
          dy: givenOf(info.outShape),
        })
        .map(({ dy, ...inputs }) => ({
          inputs: kind === 'forward' ? inputs : { ...inputs, dy },
          attrs: attrs({ strides, dilations, pad }),
          terms: 16,
        })),
    ) as fc.Arbitrary<KernelCase>;

const normalized: fc.Arbitrary<KernelCase> = fc
  .tuple(anyShape(1, 1), flags('scaled', 'shifted'))
  .chain(([shape, { scaled, shifted }]) => {
    const channel = [shape.at(-1)!];
    return fc
      .record({
        x: givenOf(shape),
        mean: givenOf(channel),
        variance: givenOf(channel, within(0.1, 3)),
        offset: givenOf(channel),
        scale: givenOf(channel),
      })
      .map(({ offset, scale, ...inputs }) => ({
        inputs: { ...inputs, ...(scaled ? { scale } : {}), ...(shifted ? { offset } : {}) },
        attrs: attrs({ varianceEpsilon: 1e-3 }),
        terms: 16,
      }));
  }) as fc.Arbitrary<KernelCase>;

const response = (grad: boolean): fc.Arbitrary<KernelCase> =>
  fc
    .tuple(
      fc.tuple(int(1, 2), int(1, 3), int(1, 3), int(1, 7)),
      int(0, 3),
      within(0.5, 2),
      within(0.1, 1),
      within(0.2, 1),
    )
    .chain(([shape, depthRadius, bias, alpha, beta]) =>
      fc.record({ x: givenOf(shape), y: givenOf(shape), dy: givenOf(shape) }).map((inputs) => ({
        inputs: grad ? withResponse(inputs, { depthRadius, bias, alpha, beta }) : { x: inputs.x },
        attrs: attrs({ depthRadius, bias, alpha, beta }),
        terms: 64,
      })),
    ) as fc.Arbitrary<KernelCase>;

/** The output that belongs to the input, which the gradient wants. */
function withResponse(
  { x, dy }: { x: Given; dy: Given },
  { depthRadius, bias, alpha, beta }: { depthRadius: number; bias: number; alpha: number; beta: number },
) {
  const channels = x.shape[3]!;
  const y = x.values.map((value, at) => {
    const first = at - (at % channels);
    const near = x.values.slice(
      Math.max(first, at - depthRadius),
      Math.min(first + channels, at + depthRadius + 1),
    );
    return value * (bias + alpha * near.reduce((sum, v) => sum + v * v, 0)) ** -beta;
  });
  return { x, y: { ...x, values: y }, dy };
}

const equations = ['ab,bc->ac', 'abc,acd->abd', 'abc,cd->dab', 'ab,ab->', 'a,c->ac', 'ab->ba', 'a,a->a'];
const einsum: fc.Arbitrary<KernelCase> = fc
  .tuple(fc.constantFrom(...equations), fc.tuple(int(1, 4), int(1, 4), int(1, 4), int(1, 4)))
  .chain(([equation, sizes]) => {
    const shapes = equation
      .split('->')[0]!
      .split(',')
      .map((term) => [...term].map((axis) => sizes['abcd'.indexOf(axis)]!));
    return fc
      .tuple(...shapes.map((shape) => givenOf(shape)))
      .map((inputs) => ({ inputs, attrs: attrs({ equation }), terms: 64 }));
  });

const complexPair = (shape: fc.Arbitrary<number[]>) =>
  shape.chain((axes) => fc.record({ real: givenOf(axes), imag: givenOf(axes) }));

/** Complex numbers are given as real and imaginary parts in turn. */
const complexOf = (shape: readonly number[]): fc.Arbitrary<Given> =>
  givenOf([...shape, 2]).map(({ values }) => ({ shape, dtype: 'complex64', values }));
const complexValues = (name: string): fc.Arbitrary<KernelCase> =>
  anyShape()
    .chain((shape) => complexOf(shape))
    .map((x) => ({ inputs: { [name]: x }, attrs: {} }));
const transformedWaves: fc.Arbitrary<KernelCase> = fc
  .tuple(int(1, 3), int(1, 12))
  .chain((shape) => complexOf(shape))
  .map((input) => ({ inputs: { input }, attrs: {}, terms: 64 }));

const blocks = (back: boolean): fc.Arbitrary<KernelCase> =>
  fc
    .tuple(int(1, 2), int(1, 3), int(1, 3), int(1, 2), fc.tuple(int(1, 2), int(1, 2)), int(0, 1))
    .chain(([batch, h, w, c, blockShape, pad]) => {
      const [bh, bw] = blockShape;
      const shape = back ? [batch * bh * bw, h, w, c] : [batch, h * bh - pad * (bh - 1), w * bw, c];
      const widths = back
        ? [
            [0, pad * (bh - 1)],
            [0, 0],
          ]
        : [
            [pad * (bh - 1), 0],
            [0, 0],
          ];
      return givenOf(shape).map((x) => ({
        inputs: { x },
        attrs: attrs({ blockShape, [back ? 'crops' : 'paddings']: widths }),
      }));
    });

const counted = (dense: boolean): fc.Arbitrary<KernelCase> =>
  fc
    .tuple(
      dense
        ? fc.array(int(1, 4), { minLength: 1, maxLength: 2 })
        : fc.array(int(0, 5), { minLength: 1, maxLength: 1 }),
      int(1, 5),
      fc.boolean(),
      fc.boolean(),
    )
    .chain(([shape, size, weighted, binaryOutput]) =>
      fc.tuple(givenOf(shape, int(0, 6), 'int32'), givenOf(weighted ? shape : [0])).map(([x, weights]) => ({
        inputs: { x, weights },
        attrs: attrs({ size, ...(dense ? { binaryOutput: binaryOutput && shape.length === 2 } : {}) }),
        terms: 8,
      })),
    );

const steps = ['lower', 'upper'] as const;
const searched: fc.Arbitrary<KernelCase> = fc
  .tuple(int(1, 3), int(1, 5), int(1, 4), fc.constantFrom('left', 'right'), fc.constantFrom(...steps))
  .chain(([rows, length, count, side]) =>
    fc
      .tuple(givenOf([rows, length], int(-5, 5)), givenOf([rows, count], int(-6, 6)))
      .map(([sequence, values]) => {
        const sorted = Array.from({ length: rows }, (_, row) =>
          sequence.values.slice(row * length, (row + 1) * length).toSorted((a, b) => a - b),
        ).flat();
        return {
          inputs: { sortedSequence: { ...sequence, values: sorted }, values },
          attrs: attrs({ side }),
        };
      }),
  );

const sampledImage = fc.tuple(fc.constant(1), int(1, 5), int(1, 5), int(1, 4));
const transformed: fc.Arbitrary<KernelCase> = sampledImage.chain((shape) =>
  fc
    .record({
      image: givenOf(shape),
      transforms: givenOf([1, 8], within(-1, 1)),
      interpolation: fc.constantFrom('nearest', 'bilinear'),
      fillMode: fc.constantFrom('constant', 'reflect', 'wrap', 'nearest'),
      fillValue: plain,
      outputShape: fc.tuple(int(1, 5), int(1, 5)),
    })
    .map(({ image: picture, transforms, ...rest }) => ({
      inputs: { image: picture, transforms },
      attrs: attrs(rest),
      terms: 256,
    })),
);
const rotated: fc.Arbitrary<KernelCase> = image.chain((shape) =>
  fc
    .record({
      image: givenOf(shape),
      radians: within(-3, 3),
      fillValue: plain,
      center: fc.tuple(within(0, 1), within(0, 1)),
    })
    .map(({ image: picture, ...rest }) => ({ inputs: { image: picture }, attrs: attrs(rest) })),
);
const cropped: fc.Arbitrary<KernelCase> = image.chain((shape) =>
  fc
    .record({
      image: givenOf(shape),
      boxes: givenOf([3, 4], within(-0.2, 1.2)),
      boxInd: givenOf([3], int(0, shape[0] - 1), 'int32'),
      cropSize: fc.tuple(int(1, 4), int(1, 4)),
      method: fc.constantFrom('bilinear', 'nearest'),
      extrapolationValue: plain,
    })
    .map(({ image: picture, boxes, boxInd, ...rest }) => ({
      inputs: { image: picture, boxes, boxInd },
      attrs: attrs(rest),
      terms: 64,
    })),
);

const integers = int(-9, 9);
const truth = (names: string[]) =>
  broadcastable.chain(([a, b]) =>
    fc
      .tuple(truths(a), truths(b))
      .map(([x, y]) => ({ inputs: names.length === 1 ? { x } : { a: x, b: y }, attrs: {} })),
  ) as fc.Arbitrary<KernelCase>;

/** Random calls of every kernel that is not left to JavaScript. */
export const kernelCases: { readonly [kernel: string]: fc.Arbitrary<KernelCase> } = {
  Abs: fc.oneof(unary(), unary(integers, 'int32')),
  Acos: unary(within(-1, 1)),
  Acosh: unary(within(1, 9)),
  Add: fc.oneof(binary(), binary(integers, 'int32')),
  AddN: lists(),
  All: reduction(int(0, 1), 'bool'),
  Any: reduction(int(0, 1), 'bool'),
  ArgMax: alongOne(special, fc.constant({})),
  ArgMin: alongOne(special, fc.constant({})),
  Asin: unary(within(-1, 1)),
  Asinh: unary(),
  Atan: unary(),
  Atan2: binary(),
  Atanh: unary(within(-0.99, 0.99)),
  AvgPool: pooling('average', 2),
  AvgPool3D: pooling('average', 3),
  AvgPool3DGrad: pooling('averageGrad', 3),
  AvgPoolGrad: pooling('averageGrad', 2),
  BatchMatMul: product(false),
  BatchToSpaceND: blocks(true),
  Bincount: counted(false),
  BitwiseAnd: binary(int(0, 255), 'int32'),
  Cast: fc
    .constantFrom('float32', 'int32', 'bool', 'complex64')
    .chain((dtype) => fc.oneof(unary(plain, 'float32', { dtype }), unary(integers, 'int32', { dtype }))),
  Ceil: fc.oneof(unary(), unary(integers, 'int32')),
  ClipByValue: fc
    .tuple(within(-2, 0), within(0, 2))
    .chain(([clipValueMin, clipValueMax]) =>
      fc.oneof(
        unary(special, 'float32', { clipValueMin, clipValueMax }),
        unary(integers, 'int32', { clipValueMin, clipValueMax }),
      ),
    ),
  ComplexAbs: complexValues('x'),
  Complex: complexPair(anyShape()).map((inputs) => ({ inputs, attrs: {} })),
  Concat: lists(),
  Conv2D: convolution('forward', false),
  Conv2DBackpropFilter: convolution('filter', false),
  Conv2DBackpropInput: convolution('input', false),
  Conv3D: volume('forward'),
  Conv3DBackpropFilterV2: volume('filter'),
  Conv3DBackpropInputV2: volume('input'),
  Cos: unary(),
  Cosh: unary(),
  CropAndResize: cropped,
  Cumprod: alongOne(plain, flags('exclusive', 'reverse')),
  Cumsum: alongOne(plain, flags('exclusive', 'reverse')),
  DenseBincount: counted(true),
  DepthToSpace: fc
    .tuple(int(1, 2), int(1, 3), int(1, 3), int(1, 2), int(1, 2))
    .chain(([b, h, w, c, blockSize]) =>
      givenOf([b, h, w, c * blockSize ** 2]).map((x) => ({
        inputs: { x },
        attrs: attrs({ blockSize, dataFormat: 'NHWC' }),
      })),
    ),
  DepthwiseConv2dNative: convolution('forward', true),
  DepthwiseConv2dNativeBackpropFilter: convolution('filter', true),
  DepthwiseConv2dNativeBackpropInput: convolution('input', true),
  Diag: given(fc.array(int(1, 3), { minLength: 1, maxLength: 3 })).map((x) => ({ inputs: { x }, attrs: {} })),
  Dilation2D: dilated('forward'),
  Dilation2DBackpropFilter: dilated('filter'),
  Dilation2DBackpropInput: dilated('input'),
  Einsum: einsum,
  Elu: unary(),
  EluGrad: anyShape()
    .chain((shape) => fc.record({ dy: givenOf(shape), y: givenOf(shape) }))
    .map((inputs) => ({ inputs, attrs: {} })),
  Equal: fc.oneof(
    binary(fc.oneof(integers, fc.constantFrom(NaN, Infinity))),
    binary(integers, 'int32'),
    binary(int(0, 1), 'bool'),
  ),
  Erf: unary(),
  Exp: unary(),
  FFT: transformedWaves,
  ExpandDims: given(fc.array(int(0, 3), { maxLength: 4 })).chain((x) =>
    int(-x.shape.length - 1, x.shape.length).map((dim) => ({ inputs: { input: x }, attrs: attrs({ dim }) })),
  ),
  Expm1: unary(),
  Fill: fc.tuple(anyShape(), plain, fc.constantFrom('float32', 'int32')).map(([shape, value, dtype]) => ({
    inputs: {},
    attrs: attrs({ shape, value: dtype === 'int32' ? Math.round(value) : value, dtype }),
  })),
  FlipLeftRight: image
    .chain((shape) => givenOf(shape))
    .map((picture) => ({ inputs: { image: picture }, attrs: {} })),
  Floor: fc.oneof(unary(), unary(integers, 'int32')),
  FloorDiv: binary(integers, 'int32'),
  FusedBatchNorm: normalized,
  FusedConv2D: convolution('fused', false),
  FusedDepthwiseConv2D: convolution('fused', true),
  GatherNd: gatheredNd,
  GatherV2: gathered,
  Greater: binary(fc.oneof(integers, fc.constantFrom(NaN, Infinity))),
  GreaterEqual: binary(fc.oneof(integers, fc.constantFrom(NaN, Infinity))),
  IFFT: transformedWaves,
  Identity: unary(),
  Imag: complexValues('input'),
  IsFinite: unary(),
  IsInf: unary(),
  IsNan: unary(),
  LRN: response(false),
  LRNGrad: response(true),
  LeakyRelu: within(0, 1).chain((alpha) => unary(special, 'float32', { alpha })),
  Less: binary(fc.oneof(integers, fc.constantFrom(NaN, Infinity))),
  LessEqual: binary(fc.oneof(integers, fc.constantFrom(NaN, Infinity))),
  LinSpace: fc
    .tuple(plain, plain, int(2, 9))
    .map(([start, stop, num]) => ({ inputs: {}, attrs: attrs({ start, stop, num }) })),
  Log: unary(),
  Log1p: unary(),
  LogicalAnd: truth(['a', 'b']),
  LogicalNot: truth(['x']),
  LogicalOr: truth(['a', 'b']),
  Max: fc.oneof(
    reduction(special, 'float32', 'reductionIndices'),
    reduction(integers, 'int32', 'reductionIndices'),
    reduction(int(0, 1), 'bool', 'reductionIndices'),
    reduction(plain, 'float32', 'reductionIndices', 0),
    reduction(integers, 'int32', 'reductionIndices', 0),
  ),
  MaxPool: pooling('max', 2),
  MaxPool3D: pooling('max', 3),
  MaxPool3DGrad: pooling('maxGrad', 3),
  MaxPoolGrad: pooling('maxGrad', 2),
  MaxPoolWithArgmax: pooling('positions', 2),
  Maximum: fc.oneof(binary(), binary(integers, 'int32'), binary(int(0, 1), 'bool')),
  Mean: fc.oneof(reduction(special), reduction(integers, 'int32'), reduction(plain, 'float32', 'axis', 0)),
  Min: fc.oneof(
    reduction(special),
    reduction(integers, 'int32'),
    reduction(int(0, 1), 'bool'),
    reduction(plain, 'float32', 'axis', 0),
    reduction(integers, 'int32', 'axis', 0),
  ),
  Minimum: fc.oneof(binary(), binary(integers, 'int32'), binary(int(0, 1), 'bool')),
  MirrorPad: padded(true),
  Mod: fc.oneof(binary(fc.oneof(within(-3, -0.1), within(0.1, 3))), binary(int(1, 9), 'int32')),
  Multiply: fc.oneof(binary(), binary(integers, 'int32'), binary(int(0, 1), 'bool')),
  Neg: fc.oneof(unary(), unary(integers, 'int32')),
  NotEqual: binary(fc.oneof(integers, fc.constantFrom(NaN, Infinity))),
  OneHot: fc.tuple(anyShape(), int(1, 5)).chain(([shape, depth]) =>
    givenOf(shape, int(-1, depth), 'int32').map((indices) => ({
      inputs: { indices },
      attrs: attrs({ depth, onValue: 2, offValue: -1, dtype: 'float32' }),
    })),
  ),
  OnesLike: unary(),
  Pack: lists(),
  PadV2: padded(false),
  Pow: binary(within(0.1, 3)),
  Prelu: binary(special, 'float32', ['x', 'alpha']),
  Prod: fc.oneof(
    reduction(plain),
    reduction(int(-2, 2), 'int32'),
    reduction(int(0, 1), 'bool'),
    reduction(plain, 'float32', 'axis', 0),
  ),
  Range: fc
    .tuple(int(-5, 5), int(-5, 5), fc.constantFrom(0.5, 1, 2, -1), fc.constantFrom('float32', 'int32'))
    .map(([start, stop, step, dtype]) => ({
      inputs: {},
      attrs: attrs({ start, stop, step: dtype === 'int32' ? Math.ceil(step) : step, dtype }),
    })),
  RealDiv: binary(),
  Real: complexValues('input'),
  Reciprocal: unary(),
  Relu: fc.oneof(unary(), unary(integers, 'int32')),
  Relu6: fc.oneof(unary(), unary(integers, 'int32')),
  Reshape: given(anyShape()).chain((x) =>
    fc
      .constantFrom([sizeOf(x.shape)], [1, sizeOf(x.shape)], [...x.shape, 1])
      .map((shape) => ({ inputs: { x }, attrs: attrs({ shape }) })),
  ),
  ResizeBilinear: resized(false),
  ResizeBilinearGrad: resized(true),
  ResizeNearestNeighbor: resized(false),
  ResizeNearestNeighborGrad: resized(true),
  Reverse: anyShape(1)
    .chain((shape) => fc.tuple(givenOf(shape), fc.subarray(shape.map((_, axis) => axis))))
    .map(([x, dims]) => ({ inputs: { x }, attrs: attrs({ dims }) })),
  RotateWithOffset: rotated,
  Round: unary(),
  Rsqrt: unary(),
  ScatterNd: scattered(false),
  SearchSorted: searched,
  Select: anyShape()
    .chain((shape) =>
      fc.record({ condition: truths(shape), t: givenOf(shape, special), e: givenOf(shape, special) }),
    )
    .map((inputs) => ({ inputs, attrs: {} })),
  Selu: unary(),
  Sigmoid: unary(),
  Sign: fc.oneof(unary(), unary(integers, 'int32')),
  Sin: unary(),
  Sinh: unary(),
  Slice: sliced,
  Softmax: alongOne(plain, fc.constant({}), 'logits').map((one) => lastAxis(one)),
  Softplus: unary(),
  SpaceToBatchND: blocks(false),
  SparseToDense: outerAndInner.chain(({ outer }) =>
    int(1, sizeOf(outer)).chain((written) =>
      fc
        .record({
          sparseIndices: places(outer, written),
          sparseValues: givenOf([written]),
          defaultValue: givenOf([]),
        })
        .map((inputs) => ({ inputs, attrs: attrs({ outputShape: outer }) })),
    ),
  ),
  SplitV: anyShape(1, 1)
    .chain((shape) => fc.tuple(givenOf(shape.with(0, shape[0]! * 3)), int(0, 1)))
    .map(([x, rest]) => ({
      inputs: { x },
      attrs: attrs({ numOrSizeSplits: rest ? [x.shape[0]! / 3, -1] : 3, axis: 0 }),
    })),
  Sqrt: unary(),
  Square: fc.oneof(unary(), unary(integers, 'int32')),
  SquaredDifference: fc.oneof(binary(), binary(integers, 'int32'), binary(int(0, 1), 'bool')),
  Step: fc.oneof(
    within(-1, 1).chain((alpha) => unary(special, 'float32', { alpha })),
    unary(integers, 'int32', { alpha: 2 }),
  ),
  StridedSlice: strided,
  Sub: fc.oneof(binary(), binary(integers, 'int32')),
  Sum: fc.oneof(
    reduction(special),
    reduction(integers, 'int32'),
    reduction(int(0, 1), 'bool'),
    reduction(plain, 'float32', 'axis', 0),
  ),
  Tan: unary(within(-1.4, 1.4)),
  Tanh: unary(),
  TensorScatterUpdate: scattered(true),
  Tile: anyShape(1)
    .chain((shape) => fc.tuple(givenOf(shape), fc.tuple(...shape.map(() => int(1, 3)))))
    .map(([x, reps]) => ({ inputs: { x }, attrs: attrs({ reps }) })),
  TopK: fc
    .array(int(1, 4), { minLength: 1, maxLength: 3 })
    .chain((shape) => fc.tuple(distinct(shape), int(1, shape.at(-1)!)))
    .map(([x, k]) => ({ inputs: { x }, attrs: attrs({ k, sorted: true }) })),
  Transform: transformed,
  Transpose: anyShape()
    .chain((shape) =>
      fc.tuple(
        givenOf(shape),
        fc.shuffledSubarray(
          shape.map((_, axis) => axis),
          { minLength: shape.length, maxLength: shape.length },
        ),
      ),
    )
    .map(([x, perm]) => ({ inputs: { x }, attrs: attrs({ perm }) })),
  Unpack: anyShape(1, 1)
    .chain((shape) => fc.tuple(givenOf(shape), int(-shape.length, shape.length - 1)))
    .map(([value, axis]) => ({ inputs: { value }, attrs: attrs({ axis }) })),
  // tfjs drops rows of ids that name no segment
  UnsortedSegmentSum: fc
    .tuple(int(1, 5), fc.array(int(1, 3), { maxLength: 2 }), int(1, 4))
    .chain(([rows, inner, numSegments]) =>
      fc
        .tuple(givenOf([rows, ...inner]), givenOf([rows], int(-1, numSegments + 1), 'int32'))
        .map(([x, segmentIds]) => ({ inputs: { x, segmentIds }, attrs: attrs({ numSegments }), terms: 8 })),
    ),
  ZerosLike: unary(),
  _FusedMatMul: product(true),
};

/** The `cpu` backend's softmax knows the last axis alone. */
function lastAxis(one: KernelCase): KernelCase {
  const { logits } = one.inputs as { logits: Given };
  return { ...one, attrs: attrs({ dim: logits.shape.length - 1 }) };
}
