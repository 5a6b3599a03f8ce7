import { createRng, tf, type ConvolutionOptions, type Tensor } from '@goal-driven/core';
import { describe, expect, it, test } from 'vitest';
import {
  centralDifferences,
  plainConvolution,
  plainDense,
  plainEnergy,
  type Plain,
  type PlainLayer,
} from './_plainLayers.fixture';
import { energies, type EnergyView, type PrimitiveName } from './energies';
import { kernelGradient } from './kernelGradients';
import { LOCAL_QUANTITIES, restricted, type LayerView } from './LayerView';
import { convolutionOperator, denseOperator, type LinearOperator } from './LinearOperator';
import { definePrimitive, feedbackGradient, primitives } from './primitives';

const rng = createRng(3);
const drawn = (name: string, shape: readonly number[]): Plain => ({
  // Float32 numbers, so that the tensors hold the same.
  values: Float64Array.from(
    Float32Array.from(rng.child(name).normal(shape.reduce((a, b) => a * b, 1)), (value) => 0.5 * value),
  ),
  shape,
});
const tensorOf = ({ values, shape }: Plain): Tensor => tf.tensor(Float32Array.from(values), [...shape]);

const sizes = { n: 3, side: 5, inputs: 2, outputs: 3, k: 3 };
type Geometry = Pick<ConvolutionOptions, 'strides' | 'padding'>;
const convolutions: { [name: string]: Geometry } = {
  'same, stride 1': { strides: [1, 1], padding: 'same' },
  'same, stride 2': { strides: [2, 2], padding: 'same' },
  'valid, stride 1': { strides: [1, 1], padding: 'valid' },
  'valid, stride 2': { strides: [2, 2], padding: 'valid' },
  'explicit, stride 2': { strides: [2, 2], padding: [[1, 1], [1, 1]] }, // prettier-ignore
};
const options = (geometry: Geometry): ConvolutionOptions => ({ ...geometry, dilations: [1, 1] });
const layers: { [name: string]: { plain: PlainLayer; operator: LinearOperator } } = {
  dense: { plain: plainDense(4, 3, 5), operator: denseOperator },
  ...Object.fromEntries(
    Object.entries(convolutions).map(([name, geometry]) => {
      const plain = plainConvolution(sizes, geometry);
      const shapes = { input: plain.inputShape, kernel: plain.kernelShape };
      return [`convolution, ${name}`, { plain, operator: convolutionOperator(options(geometry), shapes) }];
    }),
  ),
};

function setUp(name: string) {
  const { plain, operator } = layers[name]!;
  const [x, kernel, feedback] = [
    drawn('x', plain.inputShape),
    drawn('kernel', plain.kernelShape),
    drawn('feedback', plain.feedbackShape),
  ];
  return { plain, operator, x, kernel, feedback, view: viewOf(operator, { x, kernel, feedback }) };
}

/** Everything there is to know at a layer. */
function viewOf(
  operator: LinearOperator,
  plain: { x: Plain; kernel: Plain; feedback: Plain },
): LayerView & EnergyView {
  const [input, kernel, feedback] = [tensorOf(plain.x), tensorOf(plain.kernel), tensorOf(plain.feedback)];
  const projection = operator.project(input, kernel);
  const backwardProjection = operator.projectByFeedback(input, feedback);
  return {
    ...{ operator, examples: input.shape[0]!, input, kernel, feedback, projection, backwardProjection },
    reconstruction: operator.reconstruct(projection, feedback),
    backwardReconstruction: operator.reconstructByKernel(backwardProjection, kernel),
  };
}

/** The greatest difference relative to the greatest element: float32 sums of some hundred terms keep 1e-5. */
function relativeError(found: Tensor, wanted: Float64Array): number {
  const values = found.dataSync();
  const scale = Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((value, index) => Math.abs(value - values[index]!))) / scale;
}

const names = Object.keys(energies) as PrimitiveName[];

describe.each(Object.keys(layers))('primitives of a layer: %s', (layer) => {
  test.each(names)('%s: energy and both gradients against double precision', (name) => {
    const { plain, x, kernel, feedback, view } = setUp(layer);
    const energy = (at: { kernel?: Plain; feedback?: Plain }) =>
      plainEnergy(name, plain, { x, kernel, feedback, ...at });
    expect(energies[name](view).dataSync()[0]! / energy({})).toBeCloseTo(1, 5);
    const inFeedback = centralDifferences((at) => energy({ feedback: at }), feedback);
    expect(relativeError(feedbackGradient({ [name]: 1 }, view), inFeedback)).toBeLessThan(1e-5);
    const inKernel = centralDifferences((at) => energy({ kernel: at }), kernel);
    expect(relativeError(kernelGradient({ [name]: 1 }, view), inKernel)).toBeLessThan(1e-5);
  });

  it('sums what shares a side as it sums what does not', () => {
    const { view } = setUp(layer);
    const whole = { amp: 0.7, null: 0.3, decay: 0.2, sparse: 0.1, self: 0.4, nullReversed: 0.05 };
    const apart = names.map((name) => feedbackGradient({ [name]: whole[name] }, view));
    const sum = Float64Array.from(tf.addN(apart).dataSync());
    expect(relativeError(feedbackGradient(whole, view), sum)).toBeLessThan(1e-5);
    const both = (coefficients: object) => Float64Array.from(feedbackGradient(coefficients, view).dataSync());
    const [amp, sparse] = [both({ amp: 2 }), both({ sparse: 1 })];
    const together = feedbackGradient({ amp: 2, sparse: 1 }, view);
    expect(
      relativeError(
        together,
        amp.map((value, index) => value + sparse[index]!),
      ),
    ).toBeLessThan(1e-5);
  });

  it('amp is also the correlation of the input with its reconstruction', () => {
    const { view } = setUp(layer);
    const other = -tf.sum(tf.mul(view.input, view.reconstruction)).dataSync()[0]! / view.examples;
    expect(energies.amp(view).dataSync()[0]! / other).toBeCloseTo(1, 5);
  });

  it('leaves one tensor', () => {
    const { view } = setUp(layer);
    const before = tf.memory().numTensors;
    const made = [feedbackGradient({ amp: 1, null: 1, decay: 1 }, view), kernelGradient({ null: 1 }, view)];
    expect(tf.memory().numTensors - before).toBe(made.length);
    feedbackGradient({}, view);
    expect(tf.memory().numTensors - before).toBe(made.length + 1);
  });
});

describe('primitives', () => {
  it('are as by hand for one synapse', () => {
    // x = 2, W = 3, so y = 6; B = 0.5, so q = 1, r = 3 and the other reconstruction is 3.
    const one = (value: number): Plain => ({ values: Float64Array.of(value), shape: [1, 1] });
    const view = viewOf(denseOperator, { x: one(2), kernel: one(3), feedback: one(0.5) });
    const gradient = (name: PrimitiveName) => feedbackGradient({ [name]: 1 }, view).dataSync()[0];
    expect(names.map((name) => [name, gradient(name)])).toEqual([
      ['decay', 1],
      ['amp', -12],
      ['null', 36],
      ['nullReversed', 36],
      ['sparse', 4],
      ['self', -3],
    ]);
  });

  it('are handed what they declare and nothing else', () => {
    const { view } = setUp('dense');
    for (const { reads } of Object.values(primitives)) {
      expect(Object.keys(restricted(view, reads)).sort()).toEqual(['examples', 'operator', ...reads].sort());
    }
  });

  it('say by what they read which are local', () => {
    const local = names.filter((name) =>
      primitives[name].reads.every((read) => LOCAL_QUANTITIES.includes(read)),
    );
    expect(local).toEqual(['decay', 'amp', 'null']);
  });

  it('cannot be written to read more than they declare', () => {
    const cheat = definePrimitive(['feedback'], (view) => ({
      scale: 1,
      // @ts-expect-error the kernel is not among what is read
      direct: view.kernel as Tensor,
    }));
    expect(cheat.term(setUp('dense').view)).toEqual({ scale: 1, direct: undefined });
  });
});

describe.each([
  ['dilated', { strides: [1, 1], dilations: [2, 2], padding: 'same' }, [2, 6, 6, 2], [3, 3, 2, 4]],
  ['grouped', { strides: [2, 2], dilations: [1, 1], padding: 'same', groups: 2 }, [2, 6, 6, 4], [3, 3, 2, 4]],
  [
    'depthwise',
    { strides: [1, 1], dilations: [1, 1], padding: 'valid', groups: 4 },
    [2, 6, 6, 4],
    [3, 3, 1, 8],
  ],
  ['plain', { strides: [2, 2], dilations: [1, 1], padding: 'same' }, [2, 6, 6, 4], [3, 3, 4, 3]],
] as const)('the operator of a convolution, %s', (_, geometry, input, kernel) => {
  it('has the adjoints that it should', () => {
    const operator = convolutionOperator(geometry as ConvolutionOptions, { input, kernel });
    const [x, w] = [tensorOf(drawn('x', input)), tensorOf(drawn('w', kernel))];
    const y0 = operator.project(x, w);
    const y = tensorOf(drawn('y', y0.shape));
    const inner = (a: Tensor, b: Tensor) => tf.sum(tf.mul(a, b)).dataSync()[0]!;
    const before = tf.memory().numTensors;
    const [back, outer] = [operator.reconstruct(y, w), operator.kernelOuter(x, y)];
    expect(tf.memory().numTensors - before).toBe(2);
    // Three ways to the same sum of some hundred products, in float32.
    expect(inner(x, back) / inner(y0, y)).toBeCloseTo(1, 4);
    expect(inner(w, outer) / inner(y0, y)).toBeCloseTo(1, 4);
    expect([back.shape, outer.shape]).toEqual([[...input], [...kernel]]);
  });
});
