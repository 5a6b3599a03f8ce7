import {
  createPass,
  createRng,
  disposeTree,
  feedForward,
  ndArray,
  parameterShapes,
  ShapeError,
  tf,
  useBackend,
  type Tensor4D,
} from '@goal-driven/core';
import { augment, type FloatImage } from '@goal-driven/stimuli';
import { describe, expect, it } from 'vitest';
import { networkFeatures } from '../neural/networkFeatures';
import { atAnySize } from './atAnySize';
import { models } from './models';

await useBackend('wasm');

const rng = createRng(3);
const named = (name: string) => models[`mouse-visual/${name}`]!;
const cifarNames = Object.keys(models).filter((name) => name.endsWith('cifar10'));

/** A stimulus of the Allen Brain Observatory's size, of two waves. */
const stimulus = (): FloatImage => {
  const [rows, columns] = [918, 1174];
  const bytes = Uint8Array.from({ length: rows * columns * 3 }, (_, at) => {
    const [y, x] = [Math.floor(at / 3 / columns), Math.floor(at / 3) % columns];
    return 127.5 + 60 * Math.sin(y / 23) + 60 * Math.cos(x / 31 + (at % 3));
  });
  const { preparation } = named('simplified_mousenet_single_stream_cifar10').vision(['VISp']);
  return augment(ndArray(bytes, [rows, columns, 3]), preparation, rng);
};

describe('a model of CIFAR-10', () => {
  const { architecture } = named('simplified_mousenet_single_stream_cifar10').vision([
    'VISp',
    'VISpor',
    'avgpool',
  ]);

  it('sees a neural stimulus of 64 x 81 whole', () => {
    const { values, shape } = stimulus();
    expect(shape).toEqual([64, 81, 3]);
    const { params, state } = architecture.init(rng);
    const pass = createPass({ training: false, rng });
    const before = tf.memory().numTensors;
    const whole = tf.tensor4d(values, [1, 64, 81, 3]);
    const square = tf.slice(whole, [0, 0, 0, 0], [1, 64, 64, 3]);
    const seen = architecture.apply(params, state, { images: whole }, pass);
    const cut = architecture.apply(params, state, { images: square }, pass);
    expect(seen.output.shape).toEqual([1, 10]);
    // Sizes by 1.1 and 1.4 of the specification: floor((r - 7) / 4) + 1, then pools of 3 with a step of 2.
    expect(seen.layers['VISp']!.shape).toEqual([1, 7, 9, 64]);
    expect(seen.layers['VISpor']!.shape).toEqual([1, 3, 4, 256]);
    // A place sees the 19 pixels around it alone: the first six columns are those of the left 64 pixels.
    const left = (map: Tensor4D) => tf.tidy(() => tf.slice(map, [0, 0, 0, 0], [1, 7, 6, 64]).dataSync());
    const wanted = left(cut.layers['VISp'] as Tensor4D);
    left(seen.layers['VISp'] as Tensor4D).forEach((value, at) => expect(value).toBeCloseTo(wanted[at]!, 4));
    // Six columns of four: the bins of PyTorch, of which 1 and 4 overlap.
    const map = seen.layers['VISpor']!.dataSync();
    const pooled = seen.layers['avgpool']!.dataSync();
    const bins = [[0], [0, 1], [1], [2], [2, 3], [3]];
    for (let row = 0; row < 6; row++)
      for (let column = 0; column < 6; column++)
        for (const channel of [0, 100, 255]) {
          const of = bins[column]!.map((x) => map[(Math.floor(row / 2) * 4 + x) * 256 + channel]!);
          const mean = of.reduce((sum, value) => sum + value) / of.length;
          expect(pooled[(row * 6 + column) * 256 + channel]).toBeCloseTo(mean, 4);
        }
    tf.dispose([whole, square, seen.output, seen.layers, cut.output, cut.layers]);
    expect(tf.memory().numTensors).toBe(before);
    disposeTree({ params, state });
  });

  it('gives features of the size that it saw', () => {
    const { values, shape } = stimulus();
    const images = ndArray(values, [1, ...shape]);
    const learned = architecture.init(rng);
    const features = networkFeatures(architecture, learned, images, { layers: ['VISpor', 'VISp'] });
    disposeTree(learned);
    expect(Object.keys(features)).toEqual(['VISpor', 'VISp']);
    expect(features['VISpor']!.shape).toEqual([1, 3 * 4 * 256]);
    expect(features['VISp']!.shape).toEqual([1, 7 * 9 * 64]);
  });

  it.each(cifarNames)('%s keeps its parameters at 64 x 81, but for an unpooled readout', (name) => {
    const config = models[name]!.config();
    const shapes = (input: [number, number, number]) =>
      parameterShapes(feedForward({ ...config, input }) as unknown as Parameters<typeof parameterShapes>[0]);
    const same = JSON.stringify(shapes([64, 81, 3])) === JSON.stringify(parameterShapes(models[name]!.architecture() as never)); // prettier-ignore
    expect(same).toBe(name !== 'mouse-visual/shi_mousenet_vispor5_cifar10');
  });

  it('of 32 pixels sees the shorter side so', () => {
    const { architecture: native, preparation } = named('resnet18_cifar10').vision(['relu']);
    expect(native.units).toEqual({ relu: 32 * 32 * 64 });
    const look = (rows: number, columns: number) =>
      augment(ndArray(new Uint8Array(rows * columns * 3).fill(9), [rows, columns, 3]), preparation, rng);
    expect(look(64, 82).shape).toEqual([32, 41, 3]);
    // An image of its own size stays as it is: 9 / 255, normalised.
    expect(look(32, 32).values[0]).toBeCloseTo((9 / 255 - 0.4914) / 0.2023, 5);
  });
});

describe('atAnySize', () => {
  it('refuses sizes that ask for other parameters, and other channels', () => {
    const network = atAnySize(named('shi_mousenet_vispor5_cifar10').config());
    const { params, state } = network.init(rng);
    const pass = createPass({ training: false, rng });
    const before = tf.memory().numTensors;
    for (const [height, width, channels] of [
      [64, 81, 3],
      [64, 64, 1],
    ] as const) {
      // prettier-ignore
      const images = tf.zeros([1, height, width, channels]);
      expect(() => network.apply(params, state, { images }, pass)).toThrow(
        new ShapeError(
          'mouse-visual/shi_mousenet_vispor5_cifar10: images must be [batch, 64,64,3], or of a size that leaves the ' +
            `parameters as they are, got [batch, ${height},${width},${channels}]`,
        ),
      );
      images.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
    disposeTree({ params, state });
  });
});
