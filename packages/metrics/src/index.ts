export {
  gridScore,
  gridScores,
  gridScoresOfAutocorrelogram,
  type GridScoreForm,
  type GridScoreRing,
  type GridScores,
} from './gridScore';
export type { Metric } from './Metric';
export { metrics } from './metrics';
export {
  binEdges,
  rateMap,
  rateMaps,
  type BinEdges,
  type RateMapAccumulator,
  type RateMaps,
  type Samples,
} from './rateMaps';
export { selectivity } from './selectivity';
export { sparsity } from './sparsity';
export { spatialAutocorrelogram } from './spatialAutocorrelogram';
export { spatialInformation, spatialInformationRate } from './spatialInformation';
