import { Augmentation, cifarColours, imagenetColours, type Colours } from './Augmentation';

const square = (size: number) => ({ kind: 'resize', size }) as const;
const colours = (values: Colours) => ({ kind: 'normalise', ...values }) as const;

/** CIFAR's standard: four pixels of border, a random crop, a mirror image every other time. */
export const cifarTraining = (size = 32): Augmentation =>
  Augmentation.parse([{ kind: 'padCrop' }, { kind: 'flip' }, square(size), colours(cifarColours)]);

/** CIFAR's images as they are, scaled to a side of `size` pixels and normalised. */
export const cifarEvaluation = (size = 32): Augmentation =>
  Augmentation.parse([square(size), colours(cifarColours)]);

/** ImageNet's standard: a random resized crop, a mirror image every other time. */
export const imagenetTraining = (size = 224): Augmentation =>
  Augmentation.parse([{ kind: 'randomResizedCrop', size }, { kind: 'flip' }, colours(imagenetColours)]);

/** The preprocessing of the published networks, scaled to other sizes. */
export const imagenetEvaluation = (size = 224): Augmentation =>
  Augmentation.parse([
    { kind: 'evaluationCrop', shorter: Math.round((size * 256) / 224), size },
    colours(imagenetColours),
  ]);

/** Rendered objects as they are. Mirror images are left to the renderer, which turns objects. */
export const objectImages = (size: number): Augmentation =>
  Augmentation.parse([square(size), colours(imagenetColours)]);
