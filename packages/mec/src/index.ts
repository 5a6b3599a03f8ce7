export { Arena, boundsOf, type Bounds } from './arena';
export { wallEncounter, wrapAngle, type WallEncounter } from './wall';
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
  encodePaths,
  heldOutStream,
  pathIntegrationStream,
  positionReadout,
  type PathIntegrationBatch,
  type PathIntegrationCursor,
  type PathStreamOptions,
} from './pathIntegrationStream';
export { pathIntegrationNetwork, PathIntegrationNetwork } from './pathIntegrationNetwork';
export { WeightDecay, weightPenalty } from './weightDecay';
export {
  decodeTensor,
  pathIntegrationTask,
  PathIntegrationTask,
  placeCellLoss,
  positionLoss,
  type PathIntegrationInput,
} from './pathIntegrationTask';
export {
  evaluatePaths,
  type Network,
  type PathIntegrationReport,
  type Readout,
  type Traced,
} from './evaluation';
export {
  pathSegments,
  RecordedPath,
  recordedSamples,
  trackedPath,
  type PathSegments,
  type TrackedPath,
} from './recordedPath';
export { PathIntegrationConfig } from './studies/PathIntegrationConfig';
export { models, type NamedModel } from './models';
export { studies } from './studies';
