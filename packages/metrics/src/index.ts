export {
  gridScore,
  gridScores,
  gridScoresOfAutocorrelogram,
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
export type { FittedMap, LinearMap, MapFitter } from './LinearMap';
export {
  neuralConsistency,
  type ConsistencyTerms,
  type NeuralConsistency,
  type NeuralConsistencyOptions,
} from './neuralConsistency';
export { columnCorrelations, pearson } from './pearson';
export { percentile } from './percentile';
export { oneToOne, percentileMap, type PercentileMap, type PercentileMapOptions } from './percentileMap';
export { pls, type Pls, type PlsOptions } from './pls';
export { ridge, type RidgeOptions } from './ridge';
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
export type { FoldShuffle } from './FoldShuffle';
export { groupKFold } from './groupKFold';
export { groupShuffleSplit } from './groupShuffleSplit';
export { kFold } from './kFold';
export type { Labels } from './Labels';
export { randomSplits, type RandomSplitsOptions } from './randomSplits';
export { shuffleSplit, type ShuffleSplitOptions } from './shuffleSplit';
export type { Split } from './Split';
export { stratifiedKFold } from './stratifiedKFold';
export { stratifiedShuffleSplit } from './stratifiedShuffleSplit';
export { structured2d, type LatticeDivision } from './structured2d';
export { bestCandidates, type BestCandidates, type CandidateChoice } from './bestCandidates';
export { crossValidatedMap, type CrossValidatedMap, type CrossValidationOptions } from './crossValidatedMap';
export { identityMap } from './identityMap';
export { leastSquares, type LeastSquares } from './leastSquares';
export { createMap, MapConfig } from './mapConfig';
export { mapGrid, type MapGrid } from './mapGrid';
export {
  nestedPredictivity,
  type NestedPredictivity,
  type NestedPredictivityOptions,
} from './nestedPredictivity';
export { perTarget } from './perTarget';
export { composeTransforms, pipeline } from './pipeline';
export { predictivity, type Predictivity, type PredictivityOptions } from './predictivity';
export {
  johnsonLindenstraussDimension,
  randomProjection,
  type RandomProjection,
  type RandomProjectionOptions,
} from './randomProjection';
export { createSplits, SplitConfig, type LabelledSamples } from './splitConfig';
export { standardise, type Standardisation } from './standardise';
export type { FittedTransform, TransformFitter } from './Transform';
export { createTransform, TransformConfig } from './transformConfig';
export { accuracy, balancedAccuracy } from './accuracy';
export type {
  Classifier,
  ClassifierFitter,
  ClassLabels,
  LinearClassifier,
  ProbabilisticClassifier,
} from './Classifier';
export { confusionMatrix, type ConfusionMatrix } from './confusionMatrix';
export type { DecisionTree } from './DecisionTree';
export { decoding, type Decoding, type DecodingOptions } from './decoding';
export type { ClassWeights } from './_indexedClasses';
export { linearSvm, type LinearSvm, type LinearSvmOptions } from './linearSvm';
export {
  logisticRegression,
  type LogisticRegression,
  type LogisticRegressionOptions,
} from './logisticRegression';
export { logisticSearch, type LogisticSearch, type LogisticSearchOptions } from './logisticSearch';
export { nearestClassMean, type NearestClassMean, type NearestClassMeanOptions } from './nearestClassMean';
export { nearestNeighbours, type NearestNeighboursOptions } from './nearestNeighbours';
export { pipedClassifier } from './pipedClassifier';
export { randomForest, type RandomForest, type RandomForestOptions } from './randomForest';
export { createReadout, ReadoutConfig } from './readoutConfig';
export { ridgeClassifier, type RidgeClassifierOptions } from './ridgeClassifier';
export type { SampleDistance } from './_rowDistances';
