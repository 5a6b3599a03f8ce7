import { ConfigError } from '@goal-driven/core/arrays';
import { Augmentation, cifarImageColours, imagenetColours, Looks, type ByteStep } from '@goal-driven/stimuli';
import type { z } from 'zod';
import type { Pipeline, PipelineName } from './Pipeline';

/** Looks at an image: those that are learned from, and those that are judged, which are without chance. */
export type Views = {
  readonly train: Augmentation | Looks;
  readonly test: Augmentation | Looks;
};

type Bytes = z.input<typeof ByteStep>;
type Sizes = {
  /** Side of what the network sees. */
  readonly size: number;
  /** Side of the crop that it is resized from, or cut into cells. */
  readonly crop: number;
  /** Side of the crop that it is resized from when it is judged. */
  readonly judged: number;
  /** The last step. */
  readonly colours: { readonly kind: 'normalise'; readonly mean: number[]; readonly sd: number[] };
};

/** The crop that blur and evaluation are stated for. */
const CROP = 224;
const SHORTER = 256;
/** Of relative location: the shorter side, the crop of it, and the cells along each side of that. */
const CELLS = { shorter: 292, crop: 255, grid: 3 };

/**
 * What a published model was shown while it learned, and is shown when it is judged: by its own images and by neural
 * stimuli alike. Steps are Pillow's on bytes, in the published order, and the result is data.
 *
 * Rotations of RotNet are the task's, who turns what is normalised. Depth is judged in the same field of view as all
 * others, the middle 224 of 256 pixels.
 *
 * @throws ConfigError where what the network sees is larger than a cell of relative location
 */
export function createPipeline({ name, size, crop, colours }: Pipeline): Views {
  const whose =
    (colours ?? (name === 'cifar' ? 'cifar' : 'imagenet')) === 'cifar' ? cifarImageColours : imagenetColours;
  const sizes: Sizes = {
    size,
    crop: crop ?? ownCrop(name, size),
    // Frames of the maze are learned from as they are, but neural stimuli are shown to that model too.
    judged: crop ?? (name === 'cifar' ? ownCrop(name, size) : CROP),
    colours: { kind: 'normalise', mean: [...whose.mean], sd: [...whose.sd] },
  };
  return { train: training(name, sizes), test: judging(name, sizes) };
}

const ownCrop = (name: PipelineName, size: number): number => {
  if (name === 'cifar') return 32;
  if (name === 'relativeLocation') return CELLS.crop;
  return name === 'instanceRecognitionMaze' ? size : CROP;
};

const steps = ({ colours }: Sizes, bytes: readonly Bytes[]): Augmentation =>
  Augmentation.parse([{ kind: 'bytes', steps: bytes }, colours]);
const views = (images: Augmentation, second = images): Looks =>
  Looks.parse({ kind: 'views', views: { images, second } });

const cropped = ({ crop }: Sizes, low: number, resampling: 'bilinear' | 'bicubic' = 'bilinear') =>
  ({ kind: 'randomResizedCrop', size: crop, scale: [low, 1], resampling }) satisfies Bytes;
/** The last resizing, where it does anything. */
const resized = ({ size, crop }: Sizes): Bytes[] => (size === crop ? [] : [{ kind: 'resize', size }]);
const flip = { kind: 'flip' } satisfies Bytes;
const gray = { kind: 'grayscale', probability: 0.2 } satisfies Bytes;
const jitter = ([brightness, contrast, saturation, hue]: readonly number[], probability = 1) =>
  ({ kind: 'colourJitter', ...{ brightness, contrast, saturation, hue }, probability }) satisfies Bytes;
const blur = ({ crop }: Sizes, probability = 0.5) =>
  ({ kind: 'blur', radius: [(0.1 * crop) / CROP, (2 * crop) / CROP], probability }) satisfies Bytes;

function training(name: PipelineName, sizes: Sizes): Augmentation | Looks {
  const { size, crop, colours } = sizes;
  switch (name) {
    case 'supervised':
    case 'rotNet':
      return steps(sizes, [cropped(sizes, 0.08), flip, ...resized(sizes)]);
    case 'instanceRecognition':
      return steps(sizes, [cropped(sizes, 0.2), gray, jitter([0.4, 0.4, 0.4, 0.4]), flip, ...resized(sizes)]);
    case 'instanceRecognitionMaze':
      return steps(sizes, [cropped(sizes, 0.4), gray, jitter([0.4, 0.4, 0.4, 0.4]), flip, ...resized(sizes)]);
    case 'simClr': {
      const colour = [jitter([0.8, 0.8, 0.8, 0.2], 0.8), gray, blur(sizes)];
      return views(steps(sizes, [cropped(sizes, 0.08), flip, ...colour, ...resized(sizes)]));
    }
    case 'moCo': {
      const colour = [jitter([0.4, 0.4, 0.4, 0.1], 0.8), gray, blur(sizes)];
      return views(steps(sizes, [cropped(sizes, 0.2), ...colour, flip, ...resized(sizes)]));
    }
    case 'simSiam': {
      const colour = [jitter([0.4, 0.4, 0.4, 0.1], 0.8), gray, blur(sizes)];
      return views(steps(sizes, [cropped(sizes, 0.2), flip, ...colour, ...resized(sizes)]));
    }
    case 'barlowTwins': {
      const start = [cropped(sizes, 0.08, 'bicubic'), flip, jitter([0.4, 0.4, 0.2, 0.1], 0.8), gray];
      const view = (blurred: number, solarised: number) =>
        steps(sizes, [
          ...start,
          blur(sizes, blurred),
          { kind: 'solarise', probability: solarised },
          ...resized(sizes),
        ]);
      return views(view(1, 0), view(0.1, 0.2));
    }
    case 'relativeLocation': {
      const { shorter, crop: own, grid } = CELLS;
      const cell = Math.floor(crop / grid);
      if (size > cell)
        throw new ConfigError(
          `createPipeline: size must be at most ${cell}, a cell of relativeLocation's crop of ${crop} px, got ${size}`,
        );
      const cut = [
        { kind: 'resizeShorter', size: Math.round((shorter * crop) / own) },
        { kind: 'randomCrop', size: crop },
        { kind: 'grayscale', probability: 0.66 },
      ] satisfies Bytes[];
      return Looks.parse({ kind: 'cells', steps: steps(sizes, cut), grid, cell, size });
    }
    case 'cifar':
      return steps(sizes, [{ kind: 'randomCrop', size: crop, padding: 4 }, flip, ...resized(sizes)]);
    case 'depth':
      return Looks.parse({ kind: 'depth', crop, size, mean: colours.mean, sd: colours.sd });
  }
}

function judging(name: PipelineName, sizes: Sizes): Augmentation | Looks {
  const { size, judged: crop, colours } = sizes;
  const shorter = Math.round((SHORTER * crop) / CROP);
  switch (name) {
    case 'cifar':
      return size === crop ? Augmentation.parse([colours]) : steps(sizes, [{ kind: 'resizeShorter', size }]);
    case 'depth':
      return Looks.parse({
        ...{ kind: 'depth', flip: false, centre: { shorter, size: crop }, size },
        ...{ mean: colours.mean, sd: colours.sd },
      });
    default:
      return steps(sizes, [
        { kind: 'resizeShorter', size: shorter },
        { kind: 'centreCrop', size: crop },
        ...(size === crop ? [] : [{ kind: 'resize', size } as const]),
      ]);
  }
}
