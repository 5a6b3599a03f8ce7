// Models
export { AlexNet, TruncatedAlexNet } from './models/AlexNet';
export { DictionaryAlexNet, RotNetAlexNet } from './models/AlexNetVariants';
export { Vgg16 } from './models/Vgg16';
export { ResNet } from './models/ResNet';
export { StreamNet } from './models/StreamNet';
export { Hourglass } from './models/Hourglass';
export { MouseNet, MOUSENET_POPULATIONS } from './models/MouseNet';
export { MOUSENET_ARROWS, MOUSENET_CHANNELS, type MouseNetArrow } from './models/mouseNetTable';
export { MouseModel, mouseModelConfig, type MouseModelInput } from './models/MouseModel';
export { models, type NamedModel } from './models/models';

// Published weights
export { torchEntries, type TorchEntry } from './weights/torchEntries';
export { torchNameMap } from './weights/torchNameMap';
export { placeTorchWeights } from './weights/placeTorchWeights';
