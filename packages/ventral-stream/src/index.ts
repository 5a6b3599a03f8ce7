export type { CellInput, CellSite, ConvCell, ConvHidden, Drive, Gates, MapSize } from './cells/ConvCell';
export { alignToBins } from './benchmarks/alignToBins';
export {
  assignLayers,
  assignmentFigure,
  assignmentScores,
  type LayerAssignment,
} from './benchmarks/assignLayers';
export {
  behaviourData,
  behaviourDataOf,
  karObjects,
  takeImages,
  type BehaviourData,
} from './benchmarks/BehaviourData';
export { brainScoreDecoder } from './benchmarks/brainScoreDecoder';
export { brainScoreSolutionTimes } from './benchmarks/brainScoreSolutionTimes';
export {
  challengeDelay,
  challengeFigure,
  challengeImages,
  challengeScores,
  type ChallengeDelay,
  type ChallengeImages,
} from './benchmarks/challengeImages';
export { feedForwardCourse, recurrentCourse, type FeatureCourse } from './benchmarks/FeatureCourse';
export { gradedCourse, uniformCourse } from './benchmarks/gradedCourse';
export { imageBehaviour, imageBehaviourScores, type ImageBehaviour } from './benchmarks/imageBehaviour';
export type { ImageDecoder } from './benchmarks/ImageDecoder';
export { gradedSchedule, uniformSchedule } from './benchmarks/layerSchedules';
export { ModelRecovery, modelRecovery, type Recovered } from './benchmarks/modelRecovery';
export {
  fitArea,
  predictivityFigure,
  predictivityScores,
  type AreaFit,
} from './benchmarks/neuralPredictivity';
export {
  areas,
  areasOf,
  neuralRecording,
  neuralRecordingOf,
  takeAreas,
  type Area,
  type NeuralRecording,
} from './benchmarks/NeuralRecording';
export {
  NeuralDecoding,
  neuralSolutionTimes,
  withNeuralTimes,
  type NeuralSolutionTimes,
} from './benchmarks/neuralSolutionTimes';
export { ImageSplits, noiseForms, PredictivityConfig, type NoiseForm } from './benchmarks/PredictivityConfig';
export { publishedZoo, type PublishedModel, type SizedModel, type Units } from './benchmarks/publishedZoo';
export {
  softmaxRegression,
  type SoftmaxRegression,
  type SoftmaxRegressionOptions,
} from './benchmarks/softmaxRegression';
export { SolutionTimesConfig, solutionTimes } from './benchmarks/solutionTimes';
export { solutionTimesFigure, solutionTimeScores } from './benchmarks/solutionTimesReport';
export {
  splitSolutionTimes,
  type DecodingOptions,
  type I1Variant,
  type SolutionProblem,
} from './benchmarks/splitSolutionTimes';
export { summariseSolutionTimes, type SolutionTimes } from './benchmarks/summariseSolutionTimes';
export { SvmDecoder, svmDecoder } from './benchmarks/svmDecoder';
export { SyntheticImages, syntheticModel, type SyntheticModel } from './benchmarks/syntheticModel';
export {
  SyntheticObserver,
  syntheticLayers,
  syntheticObserver,
  type Observed,
} from './benchmarks/syntheticObserver';
export {
  SyntheticSites,
  syntheticSites,
  type SyntheticRecording,
  type SyntheticSite,
} from './benchmarks/syntheticSites';
export { brainScoreBins, publishedBins, regularBins, timeless, type TimeBin } from './benchmarks/TimeBin';
export { activityOf, type Activity, type TimedModel } from './benchmarks/TimedModel';
export {
  timeResolvedPredictivity,
  type TimeResolvedPredictivity,
} from './benchmarks/timeResolvedPredictivity';
export {
  conservedSizeScores,
  paretoFront,
  sizes,
  tradeOffFigure,
  tradeOffScores,
  type Size,
} from './benchmarks/tradeOff';
export { predictivityBenchmark } from './benchmarks/predictivityBenchmark';
export { solutionTimeBenchmark, type SolutionTimeDataset } from './benchmarks/solutionTimeBenchmark';
