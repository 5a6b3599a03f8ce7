export {
  gridScore,
  gridScores,
  gridScoresOfAutocorrelogram,
  gridScoresOfMaps,
  type GridScoreForm,
  type GridScoreRing,
  type GridScores,
} from './gridScore';
export type { Invariances, Metric, MetricArgument, MetricResult, MetricValue } from './Metric';
export { defineMetric } from './defineMetric';
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
export { elasticNet, largestUsefulAlpha, lasso, type ElasticNet, type ElasticNetOptions } from './elasticNet';
export { elasticNetCv, type ElasticNetCv, type ElasticNetCvOptions } from './elasticNetCv';
export type { FittedMap, LinearMap, MapFitter } from './LinearMap';
export {
  neuralConsistency,
  type ConsistencyTerms,
  type NeuralConsistency,
  type NeuralConsistencyOptions,
} from './neuralConsistency';
export { columnCorrelations, pearson } from './pearson';
export { percentile } from './percentile';
export { oneToOne, percentileMap, type PercentileMapOptions } from './percentileMap';
export { pls, type Pls, type PlsOptions } from './pls';
export { ridge, ridgePath, type RidgeOptions } from './ridge';
export { ridgeCv, type RidgeCv, type RidgeCvOptions } from './ridgeCv';
export type { Split } from './_folds';
export { spearmanBrown } from './spearmanBrown';
export { meanOfTrials, splitHalves, type Halves } from './splitHalves';
export { correlationTest, type CorrelationTest } from './correlationTest';
export { chiSquared, fisherF, normal, studentT, type Alternative, type Distribution } from './distributions';
export { fTest, oneWayAnova, type FTest } from './fTest';
export { kendall, type KendallOptions } from './kendall';
export { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from './multipleComparisons';
export { ranks, spearman } from './spearman';
export { independentTTest, oneSampleTTest, pairedTTest, type TTest, type TTestOptions } from './tTest';
export { compareRdms, type RdmSimilarity } from './compareRdms';
export { crossnobisRdm, mahalanobisRdm, type CrossnobisOptions } from './crossnobisRdm';
export { noiseCovariance, type NoiseCovariance } from './noiseCovariance';
export { rdm, type RdmOptions } from './rdm';
export { rsaNoiseCeiling, type RsaNoiseCeiling, type RsaNoiseCeilingOptions } from './rsaNoiseCeiling';
export { cca, pwcca, svcca, type Cca } from './cca';
export { cka, type CkaOptions } from './cka';
export { linearPredictivity } from './linearPredictivity';
export { procrustes, type ProcrustesDistances } from './procrustes';
export { bootstrap, type Bootstrap, type BootstrapOptions } from './bootstrap';
export { kolmogorovSmirnov, type KolmogorovSmirnov } from './kolmogorovSmirnov';
export {
  pairedPermutationTest,
  permutationTest,
  type PermutationTest,
  type PermutationTestOptions,
} from './permutationTest';
export { wassersteinDistance } from './wassersteinDistance';
export { wilcoxonSignedRank, type WilcoxonSignedRank } from './wilcoxonSignedRank';
export { classicalMds, smacof, type ClassicalMds, type Smacof, type SmacofOptions } from './mds';
export { nmf, type Nmf, type NmfOptions } from './nmf';
export type { NmfStart } from './_nmfStart';
export { participationRatio } from './participationRatio';
export { pca, type Pca } from './pca';
export { twoNN, type TwoNNOptions } from './twoNN';
export { linearFit, type Estimate, type LinearFit } from './linearFit';
export {
  pairedModelComparison,
  type ModelPair,
  type PairedModelComparison,
  type PairedModelComparisonOptions,
} from './pairedModelComparison';
export { powerLawFit, type PowerLawFit } from './powerLawFit';
export { shapeDistance, type ShapeDistance, type ShapeDistanceOptions } from './shapeDistance';
