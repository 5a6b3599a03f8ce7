export type { CellInput, CellSite, ConvCell, ConvHidden, Drive, Gates, MapSize } from './cells/ConvCell';
export type { ByteImage, FloatImage } from './stimuli/Image';
export type { ImageLimits, ImageSource, PixelSource } from './stimuli/ImageSource';
export { ImageData, openImageData } from './stimuli/openImageData';
export { Cifar10, cifar10Classes, readCifar10 } from './stimuli/cifar10';
export { ImageFolder, imageFolder } from './stimuli/imageFolder';
export { arraySource } from './stimuli/arraySource';
export { imageAt } from './stimuli/imageAt';
export { decodeImage } from './stimuli/decodeImage';
export {
  heldOutBatches,
  heldOutImages,
  imageStream,
  type ImageBatch,
  type ImageCursor,
  type ImageStream,
  type ImageStreamOptions,
} from './stimuli/imageStream';
export {
  Augmentation,
  AugmentationStep,
  cifarColours,
  imagenetColours,
  type Colours,
} from './stimuli/augmentation/Augmentation';
export { augment } from './stimuli/augmentation/augment';
export {
  cifarEvaluation,
  cifarTraining,
  imagenetEvaluation,
  imagenetTraining,
  objectImages,
} from './stimuli/augmentation/presets';
export { resize } from './stimuli/augmentation/resize';
export { evaluationCrop } from './stimuli/augmentation/evaluationCrop';
export { RenderedObjects } from './stimuli/objects/RenderedObjects';
export { objectLatents, objectSet, type ObjectLatents } from './stimuli/objects/objectSet';
export { objectSource } from './stimuli/objects/objectSource';
export { renderObject } from './stimuli/objects/renderObject';
export { backgroundKinds, FIELD, type BackgroundKind, type ObjectView } from './stimuli/objects/ObjectView';
export { categoryNames, type CategoryName } from './stimuli/objects/categories';
export { variationNames, variations, type Variation, type VariationName } from './stimuli/objects/variations';
