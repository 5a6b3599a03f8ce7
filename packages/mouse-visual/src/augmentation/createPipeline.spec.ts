import { ConfigError, createRng, ndArray } from '@goal-driven/core';
import {
  arraySource,
  augment,
  heldOutImages,
  imageStream,
  lookAt,
  objectSource,
  RenderedObjects,
  type Augmentation,
  type ByteStep,
  type Looks,
} from '@goal-driven/stimuli';
import { describe, expect, it } from 'vitest';
import { createPipeline } from './createPipeline';
import { Pipeline, pipelineNames, type PipelineName } from './Pipeline';

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
  /** A step as the specification's table (2.13) writes it. */
  const written = (step: ByteStep): string => {
    const chance = 'probability' in step ? ` p ${step.probability}` : '';
    switch (step.kind) {
      case 'randomResizedCrop': {
        expect(step.ratio).toEqual([3 / 4, 4 / 3]);
        const [low, high] = step.scale;
        const how = step.resampling === 'bilinear' ? '' : `${step.resampling} `;
        return `${how}RRC(${String(step.size)}, ${low}-${high})`;
      }
      case 'colourJitter':
        return `jitter(${step.brightness}, ${step.contrast}, ${step.saturation}, ${step.hue})${chance}`;
      case 'blur':
        return `blur(${step.radius.join('-')})${chance}`;
      case 'solarise':
        return `solarise(${step.threshold})${chance}`;
      case 'randomCrop':
        return `crop(${step.size}, pad ${step.padding})`;
      case 'resize':
      case 'resizeShorter':
        expect(step.resampling).toBe('bilinear');
        return `${step.kind}(${String(step.size)})`;
      case 'centreCrop':
        return `centreCrop(${step.size})`;
      default:
        return `${step.kind}${chance}`;
    }
  };
  const stepsOf = (augmentation: Augmentation): string => {
    const bytes = augmentation.flatMap((step) => (step.kind === 'bytes' ? step.steps : []));
    const last = augmentation.at(-1)!;
    expect(augmentation.length).toBe(bytes.length === 0 ? 1 : 2);
    const norm = last.kind === 'normalise' ? `norm(${last.mean.join(' ')}, ${last.sd.join(' ')})` : last.kind;
    return [...bytes.map(written), norm].join('; ');
  };
  const IMAGENET = 'norm(0.485 0.456 0.406, 0.229 0.224 0.225)';
  const CIFAR = 'norm(0.4914 0.4822 0.4465, 0.2023 0.1994 0.201)';
  const FLIP = 'flip p 0.5';
  const judgedAt = (size: number) =>
    ['resizeShorter(256)', 'centreCrop(224)', ...(size === 224 ? [] : [`resize(${size})`]), IMAGENET].join(
      '; ',
    );
  const instances = (crop: string) =>
    `RRC(${crop}); grayscale p 0.2; jitter(0.4, 0.4, 0.4, 0.4) p 1; ${FLIP}`;
  const twins = (blurred: number, solarised: number) =>
    `bicubic RRC(224, 0.08-1); ${FLIP}; jitter(0.4, 0.4, 0.2, 0.1) p 0.8; grayscale p 0.2; ` +
    `blur(0.1-2) p ${blurred}; solarise(128) p ${solarised}; resize(64); ${IMAGENET}`;

  type Row = {
    readonly name: PipelineName;
    readonly size: number;
    /** One look, or two. */
    readonly train: string | readonly [string, string];
    readonly test: string;
  };
  const same = (steps: string) => [steps, steps] as const;
  const table: readonly Row[] = [
    { name: 'supervised', size: 64, train: `RRC(224, 0.08-1); ${FLIP}; resize(64); ${IMAGENET}`, test: judgedAt(64) },
    { name: 'supervised', size: 224, train: `RRC(224, 0.08-1); ${FLIP}; ${IMAGENET}`, test: judgedAt(224) },
    ...[32, 44, 64, 84, 104, 124, 144, 164, 184, 204].map(
      (size): Row => ({
        name: 'instanceRecognition',
        size,
        train: `${instances('224, 0.2-1')}; resize(${size}); ${IMAGENET}`,
        test: judgedAt(size),
      }),
    ),
    { name: 'instanceRecognition', size: 224, train: `${instances('224, 0.2-1')}; ${IMAGENET}`, test: judgedAt(224) },
    { name: 'instanceRecognitionMaze', size: 64, train: `${instances('64, 0.4-1')}; ${IMAGENET}`, test: judgedAt(64) },
    {
      name: 'simClr',
      size: 64,
      train: same(
        `RRC(224, 0.08-1); ${FLIP}; jitter(0.8, 0.8, 0.8, 0.2) p 0.8; grayscale p 0.2; blur(0.1-2) p 0.5; resize(64); ` +
          IMAGENET,
      ),
      test: judgedAt(64),
    },
    {
      name: 'moCo',
      size: 64,
      train: same(
        `RRC(224, 0.2-1); jitter(0.4, 0.4, 0.4, 0.1) p 0.8; grayscale p 0.2; blur(0.1-2) p 0.5; ${FLIP}; resize(64); ` +
          IMAGENET,
      ),
      test: judgedAt(64),
    },
    {
      name: 'simSiam',
      size: 64,
      train: same(
        `RRC(224, 0.2-1); ${FLIP}; jitter(0.4, 0.4, 0.4, 0.1) p 0.8; grayscale p 0.2; blur(0.1-2) p 0.5; resize(64); ` +
          IMAGENET,
      ),
      test: judgedAt(64),
    },
    { name: 'barlowTwins', size: 64, train: [twins(1, 0), twins(0.1, 0.2)], test: judgedAt(64) },
    { name: 'rotNet', size: 64, train: `RRC(224, 0.08-1); ${FLIP}; resize(64); ${IMAGENET}`, test: judgedAt(64) },
    { name: 'cifar', size: 64, train: `crop(32, pad 4); ${FLIP}; resize(64); ${CIFAR}`, test: `resizeShorter(64); ${CIFAR}` },
    { name: 'cifar', size: 32, train: `crop(32, pad 4); ${FLIP}; ${CIFAR}`, test: CIFAR },
  ]; // prettier-ignore

  it.each(table)('$name at $size has the published steps and numbers', ({ name, size, train, test }) => {
    const made = pipeline({ name, size });
    const looks = made.train as Augmentation | { kind: 'views'; views: Record<string, Augmentation> };
    const learned = 'kind' in looks ? [looks.views['images']!, looks.views['second']!].map(stepsOf) : stepsOf(looks); // prettier-ignore
    expect(learned).toEqual(train);
    if ('kind' in looks) expect(Object.keys(looks.views)).toEqual(['images', 'second']);
    expect(stepsOf(made.test as Augmentation)).toBe(test);
  });

  it('has a row for every pipeline, but for cells (2.9) and depth, which are no lists of steps', () => {
    const rows = new Set(table.map(({ name }) => name));
    expect(pipelineNames.filter((name) => !rows.has(name))).toEqual(['relativeLocation', 'depth']);
    expect(stepsOf(pipeline({ name: 'relativeLocation' }).test as Augmentation)).toBe(judgedAt(64));
  });

  it('cut depth and image together, and judge both by the middle 224 of 256', () => {
    const colours = { mean: [0.485, 0.456, 0.406], sd: [0.229, 0.224, 0.225] };
    const { train, test } = pipeline({ name: 'depth' });
    expect(train).toEqual({ kind: 'depth', crop: 224, flip: true, size: 64, ...colours });
    const centre = { shorter: 256, size: 224 };
    expect(test).toEqual({ kind: 'depth', centre, flip: false, size: 64, ...colours });
    expect(pipeline({ name: 'depth', crop: 56, size: 56 }).test).toMatchObject({ centre: { shorter: 64, size: 56 } }); // prettier-ignore
  });

  it('show a picture that has depth to colour nets and depth nets alike', () => {
    const objects = objectSource(RenderedObjects.parse({ kind: 'objects', images: 1, pixels: 72 }));
    const shown = (name: string) =>
      lookAt(objects.pixels, 0, pipeline({ name, crop: 56, size: 32 }).test, rng)['images'];
    expect(shown('depth')).toEqual(shown('supervised'));
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
