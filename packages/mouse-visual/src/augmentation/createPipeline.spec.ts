import { ConfigError, createRng, ndArray } from '@goal-driven/core';
import {
  arraySource,
  augment,
  heldOutImages,
  imageStream,
  lookAt,
  type Augmentation,
  type Looks,
} from '@goal-driven/stimuli';
import { describe, expect, it } from 'vitest';
import { createPipeline } from './createPipeline';
import { Pipeline, pipelineNames } from './Pipeline';

const pipeline = (config: object) => createPipeline(Pipeline.parse(config));
const rng = createRng(2);
type Cells = Extract<Looks, { kind: 'cells' }>;
const source = arraySource({
  images: ndArray(
    Uint8Array.from(rng.uniform(2 * 40 * 50 * 3), (value) => value * 256),
    [2, 40, 50, 3],
  ),
  labels: [0, 1],
  classes: ['a', 'b'],
});

describe('pipelines', () => {
  // In the order of the specification's table (2.13), the last step left out.
  it.each([
    ['supervised', 'randomResizedCrop flip resize'],
    ['instanceRecognition', 'randomResizedCrop grayscale colourJitter flip resize'],
    ['instanceRecognitionMaze', 'randomResizedCrop grayscale colourJitter flip'],
    ['rotNet', 'randomResizedCrop flip resize'],
    ['cifar', 'randomCrop flip resize'],
  ])('%s: %s', (name, wanted) => {
    const [bytes, colours] = pipeline({ name }).train as Augmentation;
    expect(bytes!.kind === 'bytes' && bytes!.steps.map(({ kind }) => kind).join(' ')).toBe(wanted);
    expect(colours!.kind).toBe('normalise');
  });

  const viewSteps = (name: string, view: 'images' | 'second') => {
    const looks = pipeline({ name }).train as { kind: 'views'; views: Record<string, Augmentation> };
    const [bytes] = looks.views[view]!;
    return bytes!.kind === 'bytes' ? bytes!.steps : [];
  };
  it.each([
    ['simClr', 'randomResizedCrop flip colourJitter grayscale blur resize'],
    ['moCo', 'randomResizedCrop colourJitter grayscale blur flip resize'],
    ['simSiam', 'randomResizedCrop flip colourJitter grayscale blur resize'],
    ['barlowTwins', 'randomResizedCrop flip colourJitter grayscale blur solarise resize'],
  ])('%s: two views of %s', (name, wanted) => {
    for (const view of ['images', 'second'] as const)
      expect(
        viewSteps(name, view)
          .map(({ kind }) => kind)
          .join(' '),
      ).toBe(wanted);
  });

  it('have the published numbers', () => {
    expect(viewSteps('simClr', 'images')).toEqual([
      {
        kind: 'randomResizedCrop',
        size: 224,
        scale: [0.08, 1],
        ratio: [3 / 4, 4 / 3],
        resampling: 'bilinear',
      },
      { kind: 'flip', probability: 0.5 },
      { kind: 'colourJitter', brightness: 0.8, contrast: 0.8, saturation: 0.8, hue: 0.2, probability: 0.8 },
      { kind: 'grayscale', probability: 0.2 },
      { kind: 'blur', radius: [0.1, 2], probability: 0.5 },
      { kind: 'resize', size: 64, resampling: 'bilinear' },
    ]);
    expect(viewSteps('barlowTwins', 'images')[0]).toMatchObject({ scale: [0.08, 1], resampling: 'bicubic' });
    const chances = (view: 'images' | 'second') =>
      viewSteps('barlowTwins', view)
        .filter(({ kind }) => kind === 'blur' || kind === 'solarise')
        .map((step) => 'probability' in step && step.probability);
    expect([chances('images'), chances('second')]).toEqual([
      [1, 0],
      [0.1, 0.2],
    ]);
  });

  it('judge by the middle of the image, whose blur and crop a smaller crop shares', () => {
    const [bytes] = pipeline({ name: 'simClr' }).test as Augmentation;
    expect(bytes).toMatchObject({
      steps: [
        { kind: 'resizeShorter', size: 256 },
        { kind: 'centreCrop', size: 224 },
        { kind: 'resize', size: 64 },
      ],
    });
    const small = pipeline({ name: 'simClr', crop: 56, size: 56 });
    expect((small.test as Augmentation)[0]).toMatchObject({
      steps: [
        { kind: 'resizeShorter', size: 64 },
        { kind: 'centreCrop', size: 56 },
      ],
    });
  });

  it.each(pipelineNames.filter((name) => name !== 'depth'))('%s makes batches of its size', async (name) => {
    const { train, test } = pipeline({
      name,
      size: 24,
      ...(name === 'cifar' ? {} : { crop: name === 'relativeLocation' ? 72 : 28 }),
    });
    const look = lookAt(source.pixels, 0, train, rng);
    const wanted = name === 'relativeLocation' ? [9, 24, 24, 3] : [24, 24, 3];
    for (const view of Object.values(look)) expect(view.shape).toEqual(wanted);
    const stream = imageStream(source, { batchSize: 2, steps: train, threads: 0 }, rng);
    expect((await stream.read(stream.start)).batch.images.shape).toEqual([2, ...wanted]);
    const judged = heldOutImages(source, { batchSize: 1, steps: test, threads: 0 });
    const { shape } = (await judged.read(judged.start)).batch.images;
    // CIFAR's models see images whole: the shorter side is brought to the size.
    expect(shape).toEqual([1, 24, name === 'cifar' ? 30 : 24, 3]);
  });

  it('show neural stimuli as the published pipeline does', () => {
    // The specification's vector (11.5): the red of row 0 of the steep stimulus, after 256, 224 and 64 pixels.
    const [rows, columns] = [918, 1174];
    const bytes = new Uint8Array(rows * columns * 3);
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++)
        bytes.fill(
          (7 * y + 3 * x + Math.floor((x * y) / 97)) % 256,
          3 * (y * columns + x),
          3 * (y * columns + x + 1),
        );
    const { test } = pipeline({ name: 'instanceRecognition' });
    const { values } = augment(ndArray(bytes, [rows, columns, 3]), test as Augmentation, rng);
    const first = Array.from({ length: 8 }, (_, x) => Math.round(255 * (values[3 * x]! * 0.229 + 0.485)));
    expect(first).toEqual([135, 164, 160, 119, 84, 106, 147, 164]);
    const whole = pipeline({ name: 'cifar' }).test as Augmentation;
    expect(augment(ndArray(bytes, [rows, columns, 3]), whole, rng).shape).toEqual([64, 81, 3]);
  });

  it('cut cells out of a crop of any side, as large as fits', () => {
    const { kind, steps, ...cut } = pipeline({ name: 'relativeLocation' }).train as Cells;
    expect([kind, cut]).toEqual(['cells', { grid: 3, cell: 85, size: 64 }]);
    expect(steps[0]).toMatchObject({
      steps: [
        { kind: 'resizeShorter', size: 292 },
        { kind: 'randomCrop', size: 255 },
        { kind: 'grayscale', probability: 0.66 },
      ],
    });
    const small = pipeline({ name: 'relativeLocation', crop: 30, size: 10 }).train as Cells;
    expect(small).toMatchObject({ cell: 10, size: 10 });
    expect(small.steps[0]).toMatchObject({
      steps: [
        { kind: 'resizeShorter', size: 34 }, // 30 * 292 / 255
        { kind: 'randomCrop', size: 30 },
        { kind: 'grayscale' },
      ],
    });
    expect(() => pipeline({ name: 'relativeLocation', size: 224 })).toThrow(
      new ConfigError(
        "createPipeline: size must be at most 85, a cell of relativeLocation's crop of 255 px, got 224",
      ),
    );
    expect(() => pipeline({ name: 'relativeLocation', crop: 2, size: 1 })).toThrow(ConfigError);
  });

  it('judge models of the maze by 224 pixels, or by the crop that is asked for', () => {
    const judged = (options: object) => {
      const [bytes] = pipeline({ name: 'instanceRecognitionMaze', ...options }).test as Augmentation;
      return bytes!.kind === 'bytes' && bytes!.steps.map((step) => 'size' in step && step.size);
    };
    expect(judged({})).toEqual([256, 224, 64]);
    expect(judged({ crop: 56 })).toEqual([64, 56, 64]);
  });

  it('refuse what is none', () => {
    expect(() => Pipeline.parse({ name: 'byol' })).toThrow(/name/);
    expect(() => Pipeline.parse({ name: 'moCo', sides: 3 })).toThrow(/sides/);
  });
});
