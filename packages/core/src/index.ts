export { tf } from './tf';
export type { Rank, Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D, Tensor5D } from './tf';
export {
  ConfigError,
  DataError,
  EnvironmentError,
  GoalDrivenError,
  NumericalError,
  ShapeError,
} from './errors';
export { ndArray, sizeOf, type NdArray, type TypedArray } from './NdArray';
export { float32Of } from './float32Of';
export { createRng, type RandomStream, type Rng } from './Rng';
export { RandomState } from './RandomState';
export { npyHead, readNpy, writeNpy } from './npy';
export { halfBits } from './halfBits';
export { readNpz, writeNpz, type NpzReadOptions } from './npz';
export { readSafetensors, writeSafetensors, type Safetensors } from './safetensors';
export { readNpzFile } from './npzFile';
export { parseConfig, readConfigFile } from './configFile';
export {
  countParameters,
  disposeTree,
  fromLeaves,
  leafAt,
  leaves,
  mapTree,
  valueAndGrad,
  type Leaf,
  type Tree,
  type TreeOf,
} from './tree';
export { recomputed } from './recomputed';
export { nestedGradients } from './nestedGradients';
export {
  createPass,
  exactProjector,
  type ConvolutionOptions,
  type Padding,
  type Pass,
  type PassOptions,
  type Projector,
} from './Pass';
export type { Applied, Architecture, Layers } from './Architecture';
export type { Batch, DataStream, Json } from './DataStream';
export type { BatchTensors, Forward, Objective, Task } from './Task';
export type { Credit, Evaluate, LearningRule, Turns } from './LearningRule';
export { backpropagation } from './backpropagation';
export type { Score } from './Score';
export { plainScore } from './plainScore';
export type { Benchmark, Features } from './Benchmark';
export type {
  BarsFigure,
  CategoriesFigure,
  Figure,
  GraphFigure,
  HistogramFigure,
  LinesFigure,
  MapsFigure,
  ParallelFigure,
  PathsFigure,
  ScatterFigure,
} from './Figure';
export {
  defineClaim,
  judge,
  judgeCriterion,
  type Claim,
  type ClaimTerms,
  type Criterion,
  type Verdict,
} from './Claim';
export type { Finding } from './Finding';
export {
  criterionOf,
  differences,
  ofCondition,
  overConditions,
  trainingName,
  type Comparison,
  type Condition,
  type OfCondition,
} from './overConditions';
export { defineStudy, type Source, type Study, type StudyEvent } from './Study';
export { quietSession, type Part, type Session } from './Session';
export { PartDone } from './PartDone';
export { createOptimizer, OptimizerConfig, type Optimizer, type UpdateOptions } from './optimizers/Optimizer';
export { learningRateAt, Schedule } from './optimizers/Schedule';
export { ByEpoch, rateOfEpoch } from './optimizers/ByEpoch';
export { Clip, clip, globalNorm } from './optimizers/clipping';
export { WeightDecay } from './optimizers/weightDecay';
export { LossRate, lossRateAt } from './optimizers/lossRate';
export { UpdateNoise } from './optimizers/updateNoise';
export { matchesAny, PathPatterns } from './optimizers/pathPatterns';
export { TrainConfig } from './train/TrainConfig';
export { train } from './train/train';
export type { Observed, ObserveTraining, TrainOptions } from './train/TrainOptions';
export type { HistoryPoint, Trained } from './train/Trained';
export { withTrained, type Network } from './train/withTrained';
export type { Pace } from './train/Pace';
export { evaluate } from './train/evaluate';
export { loadTrained } from './train/loadTrained';
export { uploadBatch } from './train/uploadBatch';
export { Interrupted } from './train/Interrupted';
export { EXIT_INTERRUPTED, runStudy, type RunOptions, type RunSummary } from './run/runStudy';
export { adoptTrainings } from './run/adoptTrainings';
export { readRun, type RunRecord } from './run/readRun';
export { loadFinishedRun, type TrainingStudy } from './run/loadFinishedRun';
export { deepMerge, resolveConfig } from './run/runConfig';
export { codeOf, diskError } from './run/diskErrors';
export { isGone, residentMemory, thisProcess, type ProcessName } from './run/processes';
export { makeFolder, writeFileAtomic } from './run/writeFileAtomic';
export { abortOnSignals } from './run/abortOnSignals';
export { gitState, Manifest } from './run/manifest';
export { ClaimResult, Results, Status } from './run/runFiles';
export type { MetricsLine } from './run/curves';
export type { ProgressReport } from './run/RunWriter';
export { activations, ActivationName, type Activation } from './activations';
export { fansOf, initialize, Initializer, type Fans } from './initializers';
export { dense, Dense, type DenseParams } from './layers/dense';
export { CellActivation, type Cell, type Hidden } from './cells/Cell';
export { simpleRnn, SimpleRnn, type SimpleRnnHidden, type SimpleRnnParams } from './cells/simpleRnn';
export {
  continuousRnn,
  ContinuousRnn,
  type ContinuousRnnHidden,
  type ContinuousRnnParams,
} from './cells/continuousRnn';
export { gru, Gru, type GruHidden, type GruParams } from './cells/gru';
export { lstm, Lstm, type LstmHidden, type LstmParams } from './cells/lstm';
export { ugrnn, Ugrnn, type UgrnnHidden, type UgrnnParams } from './cells/ugrnn';
export { CellConfig, cells, createCell } from './cells/cells';
export { runSequence, type Sequence, type SequenceInput } from './cells/runSequence';
export { backendNames, type BackendName, type BackendReport } from './engine/Backend';
export { describeEnvironment, type BackendState, type Environment } from './engine/describeEnvironment';
export { useBackend } from './engine/useBackend';
export { conv2d, Conv2d, type ConvParams } from './layers/conv2d';
export { depthwiseConv2d, DepthwiseConv2d } from './layers/depthwiseConv2d';
export { transposedConv2d, TransposedConv2d } from './layers/transposedConv2d';
export { AveragePool2d, averagePool2d, MaxPool2d, maxPool2d } from './layers/pooling';
export { adaptiveAveragePool2d, adaptiveMaxPool2d, AdaptivePool2d } from './layers/adaptivePooling';
export { BatchNorm, batchNorm, type BatchNormParams, type BatchNormState } from './layers/batchNorm';
export { LayerNorm, layerNorm, type NormParams } from './layers/layerNorm';
export { GroupNorm, groupNorm } from './layers/groupNorm';
export { Dropout, dropout } from './layers/dropout';
export { parameterShapes, type ParameterShapes } from './parameterShapes';
export { useProductsOf } from './engine/useProductsOf';
export { LocalResponseNorm, localResponseNorm } from './layers/localResponseNorm';
export { MaskedConv2d, maskedConv2d, type MaskState } from './layers/maskedConv2d';
export { maxUnpool2d, type Pooled } from './layers/maxUnpool2d';
export { fusedLogSoftmax, logSoftmax } from './layers/logSoftmax';
export { Operation, type OperationInput } from './feedforward/Operation';
export {
  FeedForwardConfig,
  FeedForwardNode,
  INPUT,
  operationName,
  type FeedForwardInput,
} from './feedforward/FeedForwardConfig';
export { feedForward, type FeedForwardExamples, type FeedForwardNetwork } from './feedforward/feedForward';
export { modelWeights, weightShapes } from './modelWeights';
export { lockRun } from './run/lockRun';
export { registerKernels } from './wasm/registerKernels';
export { networkSeeds } from './networkSeeds';
