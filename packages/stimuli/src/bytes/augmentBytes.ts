import { ShapeError, type RandomStream, type Rng } from '@goal-driven/core/arrays';
import { jitterOf } from '../augmentation/colourJitter';
import { crop, flip } from '../augmentation/crop';
import { randomResizedCropBox } from '../augmentation/randomResizedCropBox';
import type { ByteImage } from '../Image';
import type { ByteStep } from './ByteStep';
import {
  brightnessBytes,
  contrastBytes,
  grayBytes,
  hueBytes,
  saturationBytes,
  solariseBytes,
} from './colour';
import { gaussianBlur } from './gaussianBlur';
import { resample } from './resample';

/**
 * An image through steps on bytes, each rounding as Pillow does. Step k draws from `rng.child(k)` alone.
 *
 * @param image [height, width, 3]
 * @returns [height, width, 3] of the last step that changes the size
 * @throws ShapeError where a crop is larger than the image
 * @source torchvision 0.7, transforms on PIL images
 */
export const augmentBytes = (image: ByteImage, steps: readonly ByteStep[], rng: Rng): ByteImage =>
  steps.reduce((changed, step, index) => apply(changed, step, rng.child(index).stream()), image);

/** Whether a step depends on chance. */
export const isRandomOnBytes = ({ kind }: ByteStep): boolean =>
  !['resize', 'resizeShorter', 'centreCrop'].includes(kind);

function apply(image: ByteImage, step: ByteStep, draw: RandomStream): ByteImage {
  const [rows, columns] = image.shape as [number, number, number];
  const byChance = (change: () => ByteImage, { probability }: { probability: number }) =>
    draw.uniform() < probability ? change() : image;
  switch (step.kind) {
    case 'randomResizedCrop': {
      const box = randomResizedCropBox([rows, columns], step, draw);
      return resample(crop(image, box), sidesOf(step.size), step.resampling);
    }
    case 'resize':
      return resample(image, sidesOf(step.size), step.resampling);
    case 'resizeShorter':
      return resample(image, shorterTo(step.size, [rows, columns]), step.resampling);
    case 'centreCrop':
      return crop(image, centralBox(step.size, [rows, columns]));
    case 'randomCrop': {
      const [down, right] = [rows + 2 * step.padding - step.size, columns + 2 * step.padding - step.size];
      requireRoom('randomCrop', Math.min(down, right), [rows, columns]);
      const [top, left] = [draw.integer(down + 1) - step.padding, draw.integer(right + 1) - step.padding];
      return crop(image, { top, left, height: step.size, width: step.size });
    }
    case 'flip':
      return byChance(() => flip(image), step);
    case 'colourJitter':
      return byChance(
        () =>
          jitterOf(step, draw).reduce((changed, { kind, factor }) => changes[kind](changed, factor), image),
        step,
      );
    case 'grayscale':
      return byChance(() => grayBytes(image), step);
    case 'blur': {
      const [low, high] = step.radius;
      return byChance(() => gaussianBlur(image, low + (high - low) * draw.uniform()), step);
    }
    case 'solarise':
      return byChance(() => solariseBytes(image, step.threshold), step);
  }
}

const changes = {
  brightness: brightnessBytes,
  contrast: contrastBytes,
  saturation: saturationBytes,
  hue: hueBytes,
};

const sidesOf = (size: number | readonly [number, number]): readonly [number, number] =>
  typeof size === 'number' ? [size, size] : size;

function shorterTo(size: number, [rows, columns]: readonly [number, number]): readonly [number, number] {
  const longer = (length: number, shorter: number) => Math.trunc((size * length) / shorter);
  return rows < columns ? [size, longer(columns, rows)] : [longer(rows, columns), size];
}

function centralBox(size: number, [rows, columns]: readonly [number, number]) {
  requireRoom('centreCrop', Math.min(rows, columns) - size, [rows, columns]);
  const [top, left] = [halfToEven(rows - size), halfToEven(columns - size)];
  return { top, left, height: size, width: size };
}

/** Half of a whole number, as Python rounds it. */
function halfToEven(value: number): number {
  const below = Math.floor(value / 2);
  return value % 2 === 1 && below % 2 === 1 ? below + 1 : below;
}

function requireRoom(step: string, room: number, size: readonly [number, number]): void {
  if (room < 0) throw new ShapeError(`${step}: the crop must fit into the image, got an image [${size}]`);
}
