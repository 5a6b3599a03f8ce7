export type { ByteImage, FloatImage } from './Image';
export type { ImageLimits, ImageSource, PixelSource } from './ImageSource';
export { ImageData, openImageData } from './openImageData';
export { Cifar10, cifar10Classes, readCifar10 } from './cifar10';
export { Cifar100, cifar100Classes, readCifar100 } from './cifar100';
export { ImageFolder, imageFolder } from './imageFolder';
export { requireApart } from './requireApart';
export { arraySource } from './arraySource';
export { imageAt } from './imageAt';
export { decodeImage } from './decodeImage';
export {
  heldOutBatches,
  heldOutImages,
  imageStream,
  type ImageBatch,
  type ImageCursor,
  type ImageStream,
  type ImageStreamOptions,
} from './imageStream';
export {
  Augmentation,
  AugmentationStep,
  cifarColours,
  imagenetColours,
  type Colours,
} from './augmentation/Augmentation';
export { augment } from './augmentation/augment';
export {
  cifarEvaluation,
  cifarTraining,
  imagenetEvaluation,
  imagenetTraining,
  objectImages,
} from './augmentation/presets';
export { resize } from './augmentation/resize';
export { evaluationCrop } from './augmentation/evaluationCrop';
export { RenderedObjects } from './objects/RenderedObjects';
export { objectLatents, objectSet, type ObjectLatents } from './objects/objectSet';
export { objectSource } from './objects/objectSource';
export { renderObject } from './objects/renderObject';
export { backgroundKinds, FIELD, type BackgroundKind, type ObjectView } from './objects/ObjectView';
export { categoryNames, type CategoryName } from './objects/categories';
export { variationNames, variations, type Variation, type VariationName } from './objects/variations';
export { makeImages } from './makeImages';
export type { ImageModel } from './ImageModel';
export { ByteStep } from './bytes/ByteStep';
export { augmentBytes } from './bytes/augmentBytes';
export { resample, resamplings, type Resampling } from './bytes/resample';
export { nearest } from './bytes/nearest';
export { gaussianBlur } from './bytes/gaussianBlur';
export { Looks } from './Looks';
export { lookAt, type Looked } from './lookAt';
export { depthAt, hasDepth } from './depthAt';
export { renderDepth } from './objects/renderDepth';
export { cifarImageColours } from './augmentation/Augmentation';
export { openVideo, Video, type VideoFrames } from './video';

// Mazes
export { MazeWorld } from './maze/MazeWorld';
export { makeMaze, type Look, type Maze, type Place } from './maze/makeMaze';
export type { Room } from './maze/carveBlocks';
export { textureNames, type Texture, type TextureName } from './maze/textures';
export { MazeView } from './maze/MazeView';
export { renderMaze } from './maze/renderMaze';
export { castRay, type Hit } from './maze/castRay';
export { moveAnimal, requireBody, type Movement, type Pose } from './maze/moveAnimal';
export { Forage, forage } from './maze/forage';
export { MazeImages } from './maze/MazeImages';
export { mazeFrames, remembered, type MazeFrame, type MazeFrames } from './maze/mazeFrames';
export { mazeSource } from './maze/mazeSource';

// Textures, and images that are kept
export { TextureImages } from './textures/TextureImages';
export { textureImage, textureLabel } from './textures/textureImage';
export { textureSource } from './textures/textureSource';
export { heldInMemory } from './heldInMemory';
export { imageBatchFields, ImageThreads } from './imageBatchFields';
