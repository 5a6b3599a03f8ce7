export { tf } from './tf';
export type { Rank, Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from './tf';
export { ConfigError, DataError, EnvironmentError, GoalDrivenError, NumericalError, ShapeError } from './errors';
export { ndArray, sizeOf, type NdArray, type TypedArray } from './NdArray';
export { createRng, type RandomStream, type Rng } from './Rng';
export { RandomState } from './RandomState';
export { readNpy, writeNpy } from './npy';
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
export { createPass, exactProjector, type ConvolutionOptions, type Padding, type Pass, type PassOptions, type Projector } from './Pass';
export type { Applied, Architecture, Layers } from './Architecture';
export type { Batch, DataStream, Json } from './DataStream';
export type { BatchTensors, Forward, Objective, Task } from './Task';
export type { Credit, Evaluate, LearningRule } from './LearningRule';
export { backpropagation } from './backpropagation';
export type { Score } from './Score';
export type { Benchmark, Features } from './Benchmark';
export type { Figure, HistogramFigure, LinesFigure, MapsFigure, PathsFigure, ScatterFigure } from './Figure';
export { defineStudy, type Source, type Study, type StudyEvent } from './Study';
export { quietSession, type Session } from './Session';
export { createOptimizer, OptimizerConfig, type Optimizer, type UpdateOptions } from './optimizers/Optimizer';
export { learningRateAt, Schedule } from './optimizers/Schedule';
export { Clip, clip, globalNorm } from './optimizers/clipping';
export { WeightDecay } from './optimizers/weightDecay';
export { matchesAny, PathPatterns } from './optimizers/pathPatterns';
export { TrainConfig } from './train/TrainConfig';
export { train } from './train/train';
export type { TrainOptions } from './train/TrainOptions';
export type { HistoryPoint, Trained } from './train/Trained';
export { evaluate } from './train/evaluate';
export { uploadBatch } from './train/uploadBatch';
export { Interrupted } from './train/Interrupted';
