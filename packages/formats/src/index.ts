/** Readers of files, without tensors: what comes from outside is bounded, and never run. */
export { byteSource, readRange, type ByteSource } from './ByteSource';

// Weights
export { readTorch, type TorchFile } from './weights/readTorch';
export { readTensorBundle, type TensorBundle, type TensorBundleFiles } from './weights/readTensorBundle';
export { readShardedSafetensors, type ShardedSafetensors } from './weights/readShardedSafetensors';
export { isStoredArray, tensorsOf, type WeightTree } from './weights/WeightTree';
export { type StoredArray } from './weights/StoredArray';
