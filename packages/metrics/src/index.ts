export {
  gridScore,
  gridScores,
  gridScoresOfAutocorrelogram,
  gridScoresOfMaps,
  type GridScoreForm,
  type GridScoreRing,
  type GridScores,
} from './gridScore';
export { classicGridScore, type ClassicGridScoreOptions, type ClassicGridScores } from './classicGridScore';
export type {
  Invariances,
  Metric,
  MetricArgument,
  MetricProgress,
  MetricResult,
  MetricValue,
} from './Metric';
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
export {
  spatialInformation,
  spatialInformationRate,
  type SpatialInformationForm,
  type SpatialInformationOptions,
} from './spatialInformation';
export { elasticNet, largestUsefulAlpha, lasso, type ElasticNet, type ElasticNetOptions } from './elasticNet';
export { elasticNetCv, type ElasticNetCv, type ElasticNetCvOptions } from './elasticNetCv';
export type { FittedMap, LinearMap, MapFitter } from './LinearMap';
export {
  ceiledScore,
  ceilingForms,
  ceilingFormulas,
  type CeiledScore,
  type CeilingForm,
} from './ceiledScore';
export { chooseMaps, type ChooseMapsOptions, type ChosenMaps } from './chooseMaps';
export {
  internalConsistency,
  type InternalConsistency,
  type InternalConsistencyOptions,
} from './internalConsistency';
export { regressionScore, type RegressionScore, type RegressionScoreOptions } from './regressionScore';
export { reliableSites, reliableWindow, type ReliableSites, type ReliableWindow } from './reliableSites';
export { rsaConsistency, type RsaConsistency, type RsaConsistencyOptions } from './rsaConsistency';
export {
  reliabilityModes,
  splitHalfReliability,
  type ReliabilityMode,
  type SplitHalfReliability,
  type SplitHalfReliabilityOptions,
} from './splitHalfReliability';
export {
  interAnimalConsistency,
  type AnimalPrediction,
  type InterAnimalConsistency,
  type InterAnimalConsistencyOptions,
  type InterAnimalMode,
} from './interAnimalConsistency';
export {
  neuralConsistency,
  type ConsistencyTerms,
  type NeuralConsistency,
  type NeuralConsistencyOptions,
} from './neuralConsistency';
export {
  consistencyForms,
  consistencyFormulas,
  noiseCorrection,
  type ConsistencyForm,
  type NoiseCorrected,
  type RawCorrelations,
} from './noiseCorrection';
export { noiseCorrectionBias } from './noiseCorrectionBias';
export type { HalfSeeding, SourceUnits } from './_halfDraws';
export type { StimulusSplit } from './_stimulusSplits';
export { summariseConsistency, type ConsistencySummary, type SiteSummary } from './summariseConsistency';
export {
  syntheticPopulation,
  type SyntheticPopulation,
  type SyntheticPopulationOptions,
} from './syntheticPopulation';
export { columnCorrelations, pearson } from './pearson';
export { percentile } from './percentile';
export { oneToOne, percentileMap, type PercentileMap, type PercentileMapOptions } from './percentileMap';
export { pls, type Pls, type PlsOptions } from './pls';
export { ridge, ridgePath, type RidgeOptions } from './ridge';
export { ridgeCv, type RidgeCv, type RidgeCvOptions } from './ridgeCv';
export { spearmanBrown } from './spearmanBrown';
export { meanOfTrials, splitHalves, type Halves } from './splitHalves';
export { correlationTest, type CorrelationTest } from './correlationTest';
export { chiSquared, fisherF, normal, studentT, type Alternative, type Distribution } from './distributions';
export { fTest, oneWayAnova, type FTest } from './fTest';
export { kendall, type KendallOptions } from './kendall';
export { benjaminiHochberg, benjaminiYekutieli, bonferroni, holm } from './multipleComparisons';
export { ranks, spearman } from './spearman';
export { meanOfKnown, medianOfKnown } from './known';
export { meanFinding } from './meanFinding';
export { independentTTest, oneSampleTTest, pairedTTest, type TTest, type TTestOptions } from './tTest';
export { compareRdms, type CompareRdmsOptions, type RdmSimilarity } from './compareRdms';
export { crossnobisRdm, mahalanobisRdm, type CrossnobisOptions } from './crossnobisRdm';
export { noiseCovariance, type NoiseCovariance } from './noiseCovariance';
export { rdm, type RdmOptions } from './rdm';
export { rsaModelScore, type RsaModelScore } from './rsaModelScore';
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
export { gaussianFilter, gaussianTaps, type Border, type GaussianFilterOptions } from './gaussianFilter';
export { smoothRateMaps, type SmoothRateMapsOptions } from './smoothRateMaps';
export { adaptiveRateMaps, type AdaptiveRateMapsOptions } from './adaptiveRateMaps';
export { gridGeometry, type GridGeometry, type GridGeometryOptions } from './gridGeometry';
export {
  borderScore,
  borderScores,
  type BorderScoreForm,
  type BorderScoreOptions,
  type BorderScores,
} from './borderScore';
export { firingFields, type FiringFields, type FiringFieldsOptions } from './firingFields';
export {
  lnpDesign,
  takeSamples,
  type LnpBehaviour,
  type LnpDesign,
  type LnpDesignOptions,
  type LnpVariable,
} from './lnpDesign';
export { lnp, lnpFolds, type Lnp, type LnpFit, type LnpOptions } from './lnp';
export { lnpForwardSelection, type LnpForwardSelection, type LnpModelScores } from './lnpForwardSelection';
export { lnpContributions, lnpProfiles } from './lnpProfiles';
export { poissonScores, type PoissonScores, type PoissonScoresOptions } from './poissonScores';
export { headDirectionTuning, wrapAngle, type HeadDirectionTuningOptions } from './headDirectionTuning';
export { meanVector, meanVectors, type MeanVectorOptions, type MeanVectors } from './meanVector';
export { rayleighTest, type RayleighTest } from './rayleighTest';
export { speedScores, type SpeedFilter, type SpeedScores, type SpeedScoresOptions } from './speedScores';
export { speedTuning, type SpeedTuningOptions } from './speedTuning';
export { tuningCurves, type TuningCurves } from './tuningCurves';
export { spatialCoherence, type SpatialCoherenceOptions } from './spatialCoherence';
export { pathMaps, type PathMaps } from './pathMaps';
export {
  pooledThreshold,
  shuffleTest,
  shuffleTests,
  type Shuffle,
  type ShuffleTest,
  type ShuffleTestOptions,
} from './shuffleTest';
export {
  classifyCells,
  type CellClass,
  type CellClasses,
  type CellScores,
  type CellShare,
  type CellThresholds,
} from './classifyCells';
export { rectangleGridScore } from './rectangleGridScore';
export {
  classifyByShuffling,
  type CellPath,
  type ClassifyByShufflingOptions,
  type ShuffledCellClasses,
} from './classifyByShuffling';
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
export { latticeDivisions, structured2d, type LatticeDivision, type LatticeOptions } from './structured2d';
export { bestCandidates, type BestCandidates, type CandidateChoice } from './bestCandidates';
export { crossValidatedMap, type CrossValidatedMap, type CrossValidationOptions } from './crossValidatedMap';
export { identityMap } from './identityMap';
export { leastSquares, type LeastSquares } from './leastSquares';
export { createMap, createMapFamily, isLinearInTarget, MapConfig } from './mapConfig';
export { mapFamily, type MapFamily } from './MapFamily';
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
export {
  behaviouralConsistency,
  type BehaviouralConsistency,
  type BehaviouralConsistencyOptions,
} from './behaviouralConsistency';
export { choiceShares, type BinaryTrials } from './choiceShares';
export { cohensKappa, type Kappa } from './cohensKappa';
export { decodeOverTime, type Decoded, type DecodeOverTimeOptions, type Decoder } from './decodeOverTime';
export { distributionSimilarity, type DistributionSimilarity } from './distributionSimilarity';
export { dPrime, dPrimeOfCounts, type DetectionCounts, type DPrimeCorrection } from './dPrime';
export {
  errorConsistency,
  errorConsistencyIntervals,
  type ErrorConsistency,
  type ErrorConsistencyIntervals,
} from './errorConsistency';
export { humanLikeness, type HumanLikeness, type HumanLikenessOptions } from './humanLikeness';
export { i1, oneVersusRestI1 } from './i1';
export { i2, i2OfShares, type ImageLevelOptions } from './i2';
export {
  objectSolutionTimes,
  type ObjectSolutionTimes,
  type ObjectSolutionTimesOptions,
} from './objectSolutionTimes';
export { softmaxConfidence, type SoftmaxConfidence } from './softmaxConfidence';
export {
  solutionTimeConsistency,
  type SolutionTimeConsistency,
  type SolutionTimeConsistencyOptions,
} from './solutionTimeConsistency';
export { kendallTest, type KendallTest } from './kendallTest';
export { mannWhitneyU, type MannWhitneyU } from './mannWhitneyU';
export { meanCorrelation } from './meanCorrelation';
export { meanSquaredError, rSquared } from './rSquared';
export {
  errorPatternConsistency,
  type ErrorPatternConsistency,
  type ErrorPatternConsistencyOptions,
} from './errorPatternConsistency';
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
export { populationVectorCorrelation } from './populationVectorCorrelation';
export { pooledTrials } from './pooledTrials';
export { takeRows } from './_matrix';
export { rowCoordinates } from './rowCoordinates';
