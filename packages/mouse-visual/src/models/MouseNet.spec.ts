import {
  createPass,
  createRng,
  disposeTree,
  feedForward,
  leafAt,
  leaves,
  tf,
  useBackend,
  valueAndGrad,
  type Operation,
  type Scalar,
} from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { MOUSENET_POPULATIONS, populationName } from './MouseNet';
import { MouseModel, mouseModelConfig } from './MouseModel';
import { MOUSENET_ARROWS, MOUSENET_CHANNELS } from './mouseNetTable';

await useBackend('wasm');

const model = (options: object = {}) => mouseModelConfig(MouseModel.parse({ kind: 'mouseNet', ...options }));
const rng = createRng(2);

type Masked = Extract<Operation, { op: 'maskedConv' }>;
const convolutions = model().nodes.flatMap(({ name, operations }) =>
  operations.flatMap((operation) =>
    operation.op === 'maskedConv' ? [{ ...operation, node: name } as Masked & { node: string }] : [],
  ),
);
const convolution = (name: string) => convolutions.find(({ node }) => node === name)!;
const inputs = (index: number) => MOUSENET_CHANNELS[MOUSENET_ARROWS[index]![0]]!;

describe('the table of MouseNet', () => {
  it('has 49 arrows between 22 populations, with as many weights as the notes', () => {
    expect(MOUSENET_ARROWS).toHaveLength(49);
    expect(new Set(MOUSENET_ARROWS.map(([, target]) => target))).toEqual(new Set(MOUSENET_POPULATIONS));
    expect(MOUSENET_POPULATIONS).toHaveLength(22);
    const sizes = MOUSENET_ARROWS.map(([, target, , , sigma], index) => {
      const side = 2 * Math.floor(sigma) + 1;
      return side * side * inputs(index) * MOUSENET_CHANNELS[target]!;
    });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2_986_558);
    expect(sizes.slice(0, 3)).toEqual([1215, 990, 80_190]);
    const biases = MOUSENET_ARROWS.map(([, target]) => MOUSENET_CHANNELS[target]!);
    expect(biases.reduce((sum, size) => sum + size, 0)).toBe(806);
  });

  it('expects 132,245 of them to exist', () => {
    const expected = MOUSENET_ARROWS.map(([, target, , peak, sigma], index) => {
      const reach = Math.floor(sigma);
      const taps = Array.from({ length: 2 * reach + 1 }, (_, tap) => (tap - reach) ** 2);
      const chances = taps.flatMap((y) =>
        taps.map((x) => Math.min(1, peak * Math.exp(-(x + y) / (2 * sigma ** 2)))),
      );
      return chances.reduce((sum, chance) => sum + chance, 0) * inputs(index) * MOUSENET_CHANNELS[target]!;
    });
    expect(expected.reduce((sum, each) => sum + each, 0)).toBeCloseTo(132_245, -1);
    expect(expected[2]).toBeCloseTo(9368.2, 0);
  });

  it.each([
    ['input_LGNv', [9, 9], [1, 1], [[4, 4], [4, 4]]],
    ['VISp4_VISl4', [19, 19], [2, 2], [[8, 9], [8, 9]]],
    ['VISp2_3_VISrl4', [21, 21], [2, 2], [[9, 10], [9, 10]]],
    ['VISal2_3_VISpor4', [1, 1], [1, 1], [[0, 0], [0, 0]]],
    ['VISli4_VISpor4', [19, 19], [1, 1], [[9, 9], [9, 9]]],
  ])('makes the convolution %s', (name, kernelSize, strides, padding) => {
    expect(convolution(name)).toMatchObject({ kernelSize, strides, padding });
  }); // prettier-ignore
});

describe('MouseNet', () => {
  it('has maps of 64 x 64 in LGNv and VISp, of 32 x 32 elsewhere, and the published order', () => {
    const { shapes, units } = feedForward(model());
    for (const population of MOUSENET_POPULATIONS) {
      const side = /^(LGNv|VISp[425])/.test(population) ? 64 : 32;
      expect(shapes[populationName(population)]).toEqual([side, side, MOUSENET_CHANNELS[population]]);
    }
    expect(Object.keys(units)).toEqual(MOUSENET_POPULATIONS.map(populationName));
    expect(MOUSENET_POPULATIONS.slice(0, 6)).toEqual([
      'LGNv',
      'VISp4',
      'VISp2/3',
      'VISp5',
      'VISal4',
      'VISal2/3',
    ]);
  });

  it('reads areas in reverse', () => {
    expect(model().nodes.at(-1)!.from).toEqual(
      ['VISpor', 'VISal', 'VISpl', 'VISli', 'VISrl', 'VISl', 'VISp'].map((area) => `${area}5.read`),
    );
  });

  it('has masks of 0 and 1, with as many ones as expected', () => {
    const { init } = feedForward(model());
    const made = init(rng);
    const masks = leaves(made.state).filter(({ path }) => path.endsWith('/mask'));
    expect(masks).toHaveLength(49);
    const ones = tf.tidy(() => masks.map(({ tensor }) => tf.sum(tensor).dataSync()[0]!));
    for (const { tensor } of masks) expect([...new Set(tensor.dataSync())].sort().join()).toMatch(/^(0,)?1$/);
    // Four standard deviations of 345.
    expect(Math.abs(ones.reduce((sum, count) => sum + count, 0) - 132_245)).toBeLessThan(4 * 345);
    expect(new Set(leafAt(made.state, 'VISal5_VISpor4/conv/mask')!.dataSync())).toEqual(new Set([1]));
    disposeTree(made);
  });

  // LGNv and VISp alone, which need a tenth of the time.
  const { nodes, ...rest } = model();
  const early = feedForward({
    ...rest,
    nodes: nodes.slice(0, nodes.findIndex(({ name }) => name === 'VISp5') + 1),
    record: ['LGNv', 'VISp4', 'VISp2_3', 'VISp5'],
  });
  const images = (count: number) =>
    tf.tensor4d(Float32Array.from(rng.child('images').normal(count * 12_288)), [count, 64, 64, 3]);

  it('learns what exists: masked weights have no gradient, the unused norm one of 0, and masks stay', () => {
    tf.tidy(() => {
      const { params, state } = early.init(rng);
      const input = { images: images(2) };
      const pass = createPass({ training: true, rng });
      const { grads, rest } = valueAndGrad((tree) => {
        const applied = early.apply(tree, state, input, pass);
        return { value: tf.mean<Scalar>(tf.square(applied.output)), rest: { state: applied.state } };
      }, params);
      const masks = leaves(state).filter(({ path }) => path.endsWith('/mask'));
      expect(masks).toHaveLength(4);
      for (const { path, tensor } of masks) {
        const mask = tensor.dataSync();
        const gradient = Float32Array.from(leafAt(grads, path.replace('/mask', '/kernel'))!.dataSync());
        expect(
          gradient.some((each, index) => each !== 0 && mask[index] === 0),
          path,
        ).toBe(false);
        expect(
          gradient.some((each) => each !== 0),
          path,
        ).toBe(true);
        expect(leafAt(rest.state, path)!.dataSync()).toEqual(mask);
      }
      expect(new Set(leafAt(grads, 'LGNv.unused/norm/gamma')!.dataSync())).toEqual(new Set([0]));
    });
  });

  it('does not rectify LGNv, and does all others', () => {
    tf.tidy(() => {
      const { params, state } = early.init(rng);
      const { layers } = early.apply(
        params,
        state,
        { images: images(1) },
        createPass({ training: false, rng }),
      );
      for (const [name, activity] of Object.entries(layers))
        expect(tf.min(activity).dataSync()[0]! < 0, name).toBe(name === 'LGNv');
    });
    for (const population of MOUSENET_POPULATIONS.slice(1)) {
      const node = nodes.find(({ name }) => name === populationName(population))!;
      expect(node.operations.map(({ op }) => op)).toEqual(['batchNorm', 'activation']);
    }
  });
});
