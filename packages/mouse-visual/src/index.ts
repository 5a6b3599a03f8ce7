export { unitRows } from './objectives/unitRows';
export { accuracyOf, crossEntropy } from './objectives/crossEntropy';
export { instanceLoss, NORMALISATION } from './objectives/instanceLoss';
export { initialBank, moveBank } from './objectives/memoryBank';
export { interleaved, ntXent } from './objectives/ntXent';
export { enqueue, queueContrast } from './objectives/queueContrast';
export { negativeCosine } from './objectives/negativeCosine';
export { barlowTwins } from './objectives/barlowTwins';
export { vicReg, type VicRegWeights } from './objectives/vicReg';
export { fourRotations } from './objectives/fourRotations';
export { locationPairs } from './objectives/locationPairs';
export { sparseReconstruction, type ErrorPer } from './objectives/sparseReconstruction';
export { depthLoss } from './objectives/depthLoss';
export { TaskConfig, type TaskOf } from './tasks/TaskConfig';
export { createTask } from './tasks/createTask';
export type { Shown, TaskSetting } from './tasks/_forward';
export { supervised } from './tasks/supervised';
export { instanceRecognition, type BankState } from './tasks/instanceRecognition';
export { simClr, type HeadState } from './tasks/simClr';
export { moCo, type MoCoState } from './tasks/moCo';
export { simSiam, type SimSiamState } from './tasks/simSiam';
export { barlowTwinsTask, vicRegTask } from './tasks/redundancyReduction';
export { rotNet } from './tasks/rotNet';
export { relativeLocation } from './tasks/relativeLocation';
export { autoencoding } from './tasks/autoencoding';
export { depthPrediction } from './tasks/depthPrediction';
export {
  depthHead,
  linearHead,
  normalisedHead,
  locationHead,
  moCoHead,
  redundancyProjector,
  simClrHead,
  simSiamPredictor,
  simSiamProjector,
} from './tasks/heads';
export { Pipeline, PipelineChoice, pipelineNames, type PipelineName } from './augmentation/Pipeline';
export { createPipeline, type Views } from './augmentation/createPipeline';
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
export { torchHeadSteps } from './weights/torchHeadSteps';
export { torchNameMap } from './weights/torchNameMap';
export { placeTorchWeights } from './weights/placeTorchWeights';

// Studies
export { studies } from './studies';
export { nayebi2023 } from './sources';
export { NetworkChoice, createNetwork } from './studies/NetworkChoice';
export { TrainingConfig } from './studies/TrainingConfig';
export { createParts, pipelineOf, type TrainingParts } from './studies/createParts';
export { readFeatures, OUTPUT, type Encoder, type FeatureSet } from './studies/readFeatures';
export { readoutScores, type ReadoutScore } from './studies/readoutScores';
export {
  kernelMass,
  laminarConnections,
  MouseNetCircuit,
  mouseNetChannels,
  mouseNetTableOf,
} from './models/mouseNetCircuit';
export { takeArea } from './neural/takeArea';

// Navigation of mazes by reward
export { loadTrainedRun } from './studies/loadTrainedRun';
export { MazeConfig } from './studies/MazeConfig';
export { createMaze } from './studies/createMaze';
export { MazeAction, MazeGame } from './maze/MazeGame';
export { playMaze, type Play, type PlayMaze, type Stepped } from './maze/playMaze';
export { perceive, newForager, chooseActions, type Forager } from './maze/perceive';
export type { Act, Acted, Memory, Perceived } from './maze/Act';
export { MazePolicy, mazePolicy, type PolicyInput, type PolicyNetwork } from './maze/mazePolicy';
export type { PolicyEncoder } from './maze/policyEncoder';
export { createActor, type Actor, type Eye } from './maze/createActor';
export { episodeStream, type EpisodeCursor, type EpisodeOptions } from './maze/episodeStream';
export { generalisedAdvantages, type Experience } from './maze/generalisedAdvantages';
export { actorCriticLoss, type ActorCriticLoss, type Outcomes } from './maze/actorCriticLoss';
export { ActorCritic, actorCritic } from './maze/actorCritic';
export { actAtRandom, playEpisodes, type Episode, type EpisodesOptions } from './maze/playEpisodes';
export { MazeEncoder } from './maze/MazeEncoder';
export { createEncoder, type LentEncoder } from './maze/createEncoder';
export { upToLayer } from './maze/upToLayer';
export { wallOutlines } from './maze/wallOutlines';
export { publishedTraining, trainingOf, type PublishedTraining } from './studies/publishedTraining';
export { publishedFamilies, type PublishedFamily } from './studies/publishedFamilies';

// Generality over tasks
export { probeCosts, SceneProbes } from './generality/SceneProbes';
export { sceneSplits, sceneTests, type SceneSplit, type SceneTest } from './generality/sceneSplits';
export { sceneTargets, type SceneTargets } from './generality/sceneTargets';
export { classProbe } from './generality/classProbe';
export { numberProbe } from './generality/numberProbe';
export type { ProbeFit } from './generality/bestCost';
export { probeScenes, probeTextures, type LabelledRows, type ProbeScore } from './generality/probeScenes';
export { generalityOf, type Generality, type TaskScore } from './generality/generalityOf';
export { openProbes, type ProbedEncoder, type Probes } from './generality/openProbes';
export { GeneralityConfig } from './studies/GeneralityConfig';
export { loadProbed, ProbedNetwork } from './studies/ProbedNetwork';

// Claims
export { claims } from './claims';
export { EncoderConfig } from './claims/EncoderConfig';

// The published linear readout
export { FrozenEncoder } from './readout/FrozenEncoder';
export { frozen, loadFrozen, type Frozen } from './readout/loadFrozen';
export { featureStream, type FeatureBatch, type FeatureStream } from './readout/featureStream';
export { ReadoutHead, readoutHead } from './readout/readoutHead';
export { linearReadout } from './readout/linearReadout';
export { judgeReadout } from './readout/judgeReadout';
export { topAccuracyOf } from './objectives/topAccuracyOf';
export { LinearReadoutConfig } from './studies/LinearReadoutConfig';
export { createReadout, type ReadoutParts } from './studies/createReadout';
export { publishedReadouts } from './studies/publishedReadouts';
