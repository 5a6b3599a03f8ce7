export {
  Arena,
  boundsOf,
  describeArena,
  InnerWall,
  periodOf,
  type Bounds,
  Circle,
  type Period,
  Rectangle,
  Track,
} from './arena';
export { enclosureOf, rectangleEnclosure, type Enclosure } from './enclosure';
export { wallEncounter, wrapAngle, type Walker, type WallEncounter } from './wall';
export { circleEncounter } from './circleEncounter';
export { innerEncounter, innerWallBlocks } from './innerWalls';
export { simulateTrackWalks } from './simulateTrackWalks';
export { cueCount, Cues, cuesAlong, requireCuesIn } from './cues';
export { RectangleCues, rectangleDistances } from './rectangleCues';
export { TowerCues, towerDistances } from './towerCues';
export { requireZoneIn, rewardedPaths, RewardZone, zoneBounds } from './rewardZone';
export { egomotion } from './egomotion';
export { createHeadDirectionCells, HeadDirectionCells, type HeadDirectionCode } from './headDirectionCells';
export {
  makePaths,
  publishedSource,
  seededSource,
  type Outings,
  type PathPlan,
  type PathSource,
} from './pathSource';
export {
  drawPublishedWalks,
  drawWalks,
  Motion,
  pathSamples,
  simulateWalks,
  type PathSamples,
  type WalkDraws,
  type WalkPlan,
  type Walks,
} from './trajectories';
export { philox4x32, philoxUniform } from './philox';
export { publishedCentres } from './publishedCentres';
export { createPlaceCells, decodePositions, PlaceCells, positionErrors, type PlaceCode } from './placeCells';
export {
  encodeOutings,
  encodePaths,
  heldOutStream,
  pathIntegrationStream,
  positionReadout,
  simulatePaths,
  toldCount,
  type PathEncoding,
  type PathIntegrationBatch,
  type PathIntegrationCursor,
  type PathIntegrationExtras,
  type PathStreamOptions,
} from './pathIntegrationStream';
export { NetworkChoice, PathIntegrationNetwork } from './NetworkChoice';
export { pathIntegrationNetwork } from './pathIntegrationNetwork';
export { WeightDecay, weightPenalty } from './weightDecay';
export {
  outputLossName,
  pathIntegrationTask,
  PathIntegrationTask,
  saysPosition,
  type PathIntegrationInput,
  type PlaceReading,
} from './pathIntegrationTask';
export { outputLosses, type OutputLoss, type OutputLossName } from './outputLosses';
export { placeCellLoss } from './placeCellLoss';
export { placeCellSquaredError } from './placeCellSquaredError';
export { positionLoss } from './positionLoss';
export { inputOutputPenalty } from './inputOutputPenalty';
export { metabolicCost } from './metabolicCost';
export { decodeTensor } from './decodeTensor';
export {
  evaluatePaths,
  type EvaluationOptions,
  type Network,
  type PathIntegrationReport,
  type Readout,
  type Traced,
} from './evaluatePaths';
export {
  pathSegments,
  RecordedPath,
  recordedSamples,
  trackedPath,
  type PathSegments,
  type TrackedPath,
} from './recordedPath';
export { Baseline, baselineName } from './baselines/Baseline';
export { fitBaseline, type FittedBaseline } from './baselines/fitBaseline';
export {
  generalizedHebbian,
  type GeneralizedHebbian,
  type GeneralizedHebbianOptions,
} from './baselines/generalizedHebbian';
export { lowRankCode, type LowRankCode, type LowRankOptions } from './baselines/lowRankCode';
export { nonNegativePca, type NonNegativePca, type NonNegativePcaOptions } from './baselines/nonNegativePca';
export { featureMaps, placeMaps, type PlaceMaps } from './baselines/placeMaps';
export { BaselinesConfig } from './studies/BaselinesConfig';
export { PathIntegrationConfig } from './studies/PathIntegrationConfig';
export { models, type NamedModel } from './models';
export { loadModel } from './loadModel';
export { loadReferenceModel } from './loadReferenceModel';
export { readModel, writeModel, type TrainedModel } from './modelFile';
export { loadTrainedRun, type TrainedRun } from './studies/loadTrainedRun';
export { studies } from './studies';
export { claims } from './claims';
export { cellKinds, type CellKind } from './neural/cellTuning';
export { recordedSession, type RecordedCell, type RecordedSession } from './neural/recordedSession';
export { loadSessions, SessionList } from './neural/loadSessions';
export { SyntheticAnimals, syntheticSessions } from './neural/syntheticSessions';
export { Binning, binSessions } from './neural/binSessions';
export type { AnimalRecordings, ArenaRecordings, MecDataset, SessionBins } from './neural/MecDataset';
export { NeuralFit, neuralFit, type MapFit } from './neural/neuralFit';
export {
  betweenAnimals,
  correctedBetweenAnimals,
  type BetweenAnimals,
  type CorrectedCells,
} from './neural/betweenAnimals';
export { createFitMap, FitMap } from './neural/FitMap';
export { FitSplits, splitsOfBins } from './neural/FitSplits';
export { correctedFit, Reliability } from './neural/correctedFit';
export { cellsInBoth, fitAcrossArenas, type InArena } from './neural/fitAcrossArenas';
export { mapClasses, type MapClasses } from './neural/mapClasses';
export { layerMaps, mappedLayers, traceLayers, type LayerActivity, type MappedLayer } from './layerMaps';
export { NeuralFitsConfig } from './studies/NeuralFitsConfig';
export { CellsConfig } from './studies/CellsConfig';
export { unitSpikes } from './neural/unitSpikes';
export { cellFigures, type CellGroup } from './studies/cellFigures';
export { characteriseCells, type Characterised } from './studies/characteriseCells';
export { lnScores, type LnCounts } from './studies/lnScores';
export { nameMaps } from './import/nameMaps';
export {
  networkSteps,
  type NetworkSteps,
  type SilencedLayer,
  type Silencing,
  type StepInput,
} from './networkSteps';
