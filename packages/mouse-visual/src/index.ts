export {};
export { mouseAreaNames, mouseAreas, storedAreas, type MouseArea } from './neural/mouseAreas';
export { MouseHeader, mouseRecordings, type MouseRecordings, type MouseUnit } from './neural/MouseRecordings';
export { mouseArrays, mouseRecordingsOf, readMouseRecordings } from './neural/mouseRecordingsFile';
export { mouseResponses, type AreaResponses, type MouseAnimal } from './neural/mouseResponses';
export type { BinWindow } from './neural/responsesIn';
export {
  publishedSelections,
  selectionCounts,
  selectUnits,
  UnitSelection,
  type SelectedAnimal,
  type SelectedUnits,
  type SelectionStage,
} from './neural/selectUnits';
export { withReliability } from './neural/withReliability';
export { MouseMap, mouseMapName, MousePredictivity, publishedMaps } from './neural/MousePredictivity';
export { mouseFit, type FitTerms, type MouseFit, type MouseFitOptions } from './neural/mouseFit';
export { intervalOverAnimals, summariseFits, type AnimalFit, type FitSummary } from './neural/summariseFits';
export { fitLayers, type FitLayersOptions, type LayerFit, type ModelLayers } from './neural/fitLayers';
export {
  chooseLayers,
  chooseLayersWithin,
  LayerChoice,
  layerChoices,
  type ChosenLayers,
} from './neural/chooseLayers';
export {
  animalConsistency,
  unitReliability,
  type AnimalConsistencyOptions,
  type AreaConsistency,
} from './neural/animalConsistency';
export {
  consistencyByImages,
  consistencyByUnits,
  extrapolateUnits,
  type CurvePoint,
} from './neural/consistencyCurves';
export { layerHierarchy, type AreaPosition, type LayerHierarchy } from './neural/layerHierarchy';
export { shuffleLayers } from './neural/shuffleLayers';
export { areaConsistencies, areaMap, type AreaConsistencies, type AreaMap } from './neural/areaMap';
export { temporalHierarchy, type AreaCourse } from './neural/temporalHierarchy';
export { fitOverTime, type TimedFit } from './neural/fitOverTime';
export { RandomHierarchy, randomHierarchy } from './neural/randomHierarchy';
export { AreaSource, SyntheticMice, syntheticMice } from './neural/syntheticMice';
export { studies } from './studies';
export { layerFeatures } from './studies/layerFeatures';
export { modelLayers, type LayerFeatures } from './neural/LayerFeatures';
export { networkFeatures } from './neural/networkFeatures';
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
export {
  kernelMass,
  laminarConnections,
  MouseNetCircuit,
  mouseNetChannels,
  mouseNetTableOf,
} from './models/mouseNetCircuit';
export { takeArea } from './neural/takeArea';
