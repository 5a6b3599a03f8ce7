export type { CellInput, CellSite, ConvCell, ConvHidden, Drive, Gates, MapSize } from './cells/ConvCell';
export { TimeDecay, timeDecay, type TimeDecayHidden, type TimeDecayParams } from './cells/timeDecay';
export {
  ConvSimpleRnn,
  convSimpleRnn,
  type ConvSimpleRnnHidden,
  type ConvSimpleRnnParams,
} from './cells/simpleRnn';
export { ConvGru, convGru, type ConvGruHidden, type ConvGruParams } from './cells/gru';
export { ConvLstm, convLstm, type ConvLstmHidden, type ConvLstmParams } from './cells/lstm';
export { ConvUgrnn, convUgrnn, type ConvUgrnnHidden, type ConvUgrnnParams } from './cells/ugrnn';
export {
  IntersectionRnn,
  intersectionRnn,
  type IntersectionRnnHidden,
  type IntersectionRnnParams,
} from './cells/intersectionRnn';
export { ReciprocalGated } from './cells/ReciprocalGated';
export {
  reciprocalGatedCell,
  type ReciprocalGatedHidden,
  type ReciprocalGatedParams,
} from './cells/reciprocalGatedCell';
export { rgcMedian, rgcShallow } from './cells/reciprocalGatedConfigs';
export { ConvCellConfig, convCells, createConvCell } from './cells/convCells';
export { DECODER, Graph, GraphEdge, GraphNode, IMAGE, type GraphInput } from './graph/Graph';
export { Join } from './graph/Join';
export { inputsOf, type NodeInputs } from './graph/inputsOf';
export { Op, type OpInput, type OpName } from './graph/Op';
export { convRnn, type ConvRnn } from './network/convRnn';
export { ConvRnnConfig, type ConvRnnInput } from './network/ConvRnnConfig';
export { compileGraph, type CompiledGraph, type CompiledNode, type NodeShapes } from './network/compileGraph';
export { unroll, type UnrollArguments, type Unrolled } from './network/unroll';
export { planSteps, type StepPlan, type Wanted } from './network/planSteps';
export { createDecoder, type DecoderLayer } from './network/createDecoder';
export { Decoder } from './network/Decoder';
export { movieOf, Presentation, STEP_DURATION, type DefaultMovie, type Movie } from './network/Presentation';
export { framesOf, type Shown } from './network/framesOf';
export { ModelScale } from './models/ModelScale';
export { publishedModels, type PublishedModel, type PublishedName } from './models/publishedModels';
export { createPublished, publishedConfig } from './models/createPublished';
export { publishedVariables, type PublishedVariable } from './models/publishedVariables';
export { publishedParams } from './models/publishedParams';
export { intermediateGraph, reciprocalGraph, shallowGraph, type CellOf } from './models/baseGraphs';
export { graphPenalties, penaltyOf } from './network/graphPenalties';
export { Categorisation, categorisation } from './task/categorisation';
export { createNetwork, NetworkChoice, type NetworkFit } from './studies/NetworkChoice';
export { matchedGraph } from './models/matchedGraph';
export { graphParameters } from './models/graphParameters';
export { CategorisationConfig, CategorisationData } from './studies/CategorisationConfig';
export { evaluateImages, type ImageReport } from './studies/evaluateImages';
export type { Network } from './network/Network';
export { studies } from './studies';
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
export { BehaviourRecovery, behaviourRecovery } from './benchmarks/behaviourRecovery';
export { BrainScoreRecovery, timesRecovery, type TimesRecovery } from './benchmarks/timesRecovery';
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
export {
  comparedZoo,
  publishedZoo,
  type SizedModel,
  type Units,
  type ZooModel,
} from './benchmarks/publishedZoo';
export {
  softmaxRegression,
  type SoftmaxRegression,
  type SoftmaxRegressionOptions,
} from './benchmarks/softmaxRegression';
export { SolutionTimesConfig, solutionTimes } from './benchmarks/solutionTimes';
export {
  consistencyFigure,
  solutionTimesFigure,
  solutionTimeScores,
  solvedFigure,
  type NamedTimes,
} from './benchmarks/solutionTimesReport';
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
  sizeNames,
  sizes,
  tradeOffFigure,
  tradeOffScores,
  type Size,
} from './benchmarks/tradeOff';
export { predictivityBenchmark } from './benchmarks/predictivityBenchmark';
export { solutionTimeBenchmark } from './benchmarks/solutionTimeBenchmark';
export { Genome, type CellGenome } from './search/Genome';
export { BYPASSES, CHAINS, FEEDBACKS, type ChainName, type Connection } from './search/connections';
export { genomeAxes } from './search/genomeAxes';
export { genomeOf, genomePoint } from './search/genomePoint';
export { genomeGraph, type GenomeGraph } from './search/genomeGraph';
export { medianGenome } from './search/medianGenome';
export { sampleGenome } from './search/sampleGenome';
export { GenomeMutation, mutateGenome } from './search/mutateGenome';
export { crossGenomes } from './search/crossGenomes';
export { genomeDistance } from './search/genomeDistance';
export { genomeSpace, type GenomeSpaceOptions } from './search/genomeSpace';
export type { KeptTo } from './search/genomeBox';
export { searchSpaces } from './search/searchSpaces';
export {
  connectionFrequencies,
  type BestGenomes,
  type ChoiceFrequency,
  type ConnectionFrequency,
  type GenomeFrequencies,
  type Share,
} from './search/connectionFrequencies';
export { connectionFigures } from './search/connectionFigures';
export { wilsonInterval } from './search/wilsonInterval';
export { importPublishedGraph, type PublishedImport } from './models/importPublishedGraph';
export { readPublishedGraph } from './models/readPublishedGraph';
export { networkSize, type LayerSize, type NetworkSize, type UnitCounts } from './network/networkSize';
export { graphFigure } from './network/graphFigure';
export { models, type NamedModel } from './models/models';
export { baselineModels, baselineNames, type BaselineName } from './models/baselineModels';
export { Ablation, ablated, type Ablated } from './analysis/Ablation';
export { ablationEffects, type AblationEffect, type Answers } from './analysis/ablationEffects';
export { ablationFigures, ablationLabel } from './analysis/ablationFigures';
export { fieldFigures, type FieldsOfUnit } from './analysis/fieldFigures';
export { fieldSize, type FieldSize } from './analysis/fieldSize';
export { gatesInWords } from './cells/gatedBy';
export { gateActivity, type GateActivity } from './analysis/gateActivity';
export { gateFigures } from './analysis/gateFigures';
export { imageGradient } from './analysis/imageGradient';
export type { ImageSet } from './analysis/ImageSet';
export { Occlusion, occlusionMaps } from './analysis/occlusionMaps';
export { probeNetwork, type Probe } from './analysis/probeNetwork';
export { receptiveFields, type ReceptiveField } from './analysis/receptiveFields';
export { recordStates } from './analysis/recordStates';
export { recordLayers, type Recording } from './analysis/recordLayers';
export { responsiveUnits } from './analysis/responsiveUnits';
export { occlusionFigure, sensitivityFigure } from './analysis/sensitivityFigures';
export { sensitivityMaps } from './analysis/sensitivityMaps';
export { stateTrajectories, type Trajectories } from './analysis/stateTrajectories';
export { traceFigure } from './analysis/traceFigure';
export { trajectoryFigures } from './analysis/trajectoryFigures';
export { Unit, unitLabel, unitTraces } from './analysis/Unit';
export { DynamicsConfig } from './studies/DynamicsConfig';
export { loadTrainedRun, type TrainedRun } from './studies/loadTrainedRun';
export { timedNetwork, type TimedOptions } from './benchmarks/timedNetwork';
export { claims } from './claims';
export { zooNameMap } from './import/zooNameMap';
export {
  courseTimes,
  type CourseOptions,
  type CourseTimes,
  type SolutionTimeDataset,
} from './benchmarks/courseTimes';
export { preferredLayers } from './benchmarks/preferredLayers';
export {
  behaviourFigures,
  behaviourOverTime,
  behaviourOverTimeScores,
  type BehaviourInBin,
} from './benchmarks/behaviourOverTime';
export { conservedSizeFigures, consistencyColouredFigure } from './benchmarks/consistencyFigures';
export { readRecording } from './studies/readRecording';
export { sizedRun, type SizedRun } from './studies/sizedRun';
export { BehaviourConfig } from './studies/BehaviourConfig';
export { TradeOffConfig } from './studies/TradeOffConfig';
export { ofImages } from './benchmarks/TimedModel';
