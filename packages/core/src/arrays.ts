/** The part of core that knows no tensors: arrays, files, randomness, errors. Metrics stand on this alone. */
export {
  ConfigError,
  DataError,
  EnvironmentError,
  GoalDrivenError,
  NumericalError,
  ShapeError,
} from './errors';
export { elementTypes, type ElementName, type ElementType } from './_elementTypes';
export { crc32 } from './slicedCrc';
export { crc32c, maskedCrc32c } from './run/crc32c';
export { ndArray, sizeOf, type NdArray, type TypedArray } from './NdArray';
export { float32Of } from './float32Of';
export { createRng, type RandomStream, type Rng } from './Rng';
export { RandomState } from './RandomState';
export { npyHead, readNpy, writeNpy } from './npy';
export { halfBits } from './halfBits';
export { readNpz, writeNpz, type NpzReadOptions } from './npz';
export { readSafetensors, writeSafetensors, type Safetensors } from './safetensors';
export type { Score } from './Score';
export type { Finding } from './Finding';
export {
  doubleProducts,
  useDoubleProducts,
  type DoubleProducts,
  type DoubleProductSize,
  type DoubleTable,
} from './doubleProducts';
export { webAssembly, type WasmMemory } from './wasm/webAssembly';
