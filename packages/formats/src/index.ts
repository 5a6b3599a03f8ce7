/** Readers of files, without tensors: what comes from outside is bounded, and never run. */
export { byteSource, readRange, type ByteSource } from './ByteSource';

// Weights
export { readTorch, type TorchFile } from './weights/readTorch';
export { isStoredArray, tensorsOf, type WeightTree } from './weights/WeightTree';
export { type StoredArray } from './weights/StoredArray';

// Data: arrays and tables
export { listMat5, readMat5, type MatOptions, type MatVariable } from './data/mat/readMat5';
export { matRows, simplifyMat, type SimpleMat } from './data/mat/simplifyMat';
export type {
  MatCell,
  MatLogical,
  MatNumberClass,
  MatNumeric,
  MatObject,
  MatSparse,
  MatStruct,
  MatText,
  MatValue,
} from './data/mat/MatValue';
