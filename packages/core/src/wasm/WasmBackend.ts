import type {
  DataType,
  KernelConfig,
  KernelFunc,
  NamedTensorInfoMap,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import { EnvironmentError } from '../errors';

/** What we use of tfjs's `wasm` backend: its tensors live in the memory of one Emscripten module. */
export type WasmBackend = {
  readonly wasm: {
    _malloc(bytes: number): number;
    _free(address: number): void;
    readonly asm: { readonly memory: object };
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  disposeData(dataId: object): boolean;
};

/** The arguments of a kernel on `wasm`, with the attributes it expects. */
export type KernelArguments<Attributes> = {
  inputs: NamedTensorInfoMap;
  backend: WasmBackend;
  attrs: Attributes;
};

/** Joins a kernel's name and function, whose looser types are tfjs's. */
export function wasmKernel<Attributes>(
  kernelName: string,
  kernelFunc: (args: KernelArguments<Attributes>) => TensorInfo | TensorInfo[],
): KernelConfig {
  return { kernelName, backendName: 'wasm', kernelFunc: kernelFunc as unknown as KernelFunc };
}

/** Byte offset of a tensor's values in the module's memory. */
export const addressOf = (backend: WasmBackend, tensor: TensorInfo): number =>
  backend.dataIdMap.get(tensor.dataId).memoryOffset;

/** The module's memory as it is now: making a tensor may put another in its place. */
export const heapOf = (backend: WasmBackend): ArrayBuffer =>
  (backend.wasm.asm.memory as { readonly buffer: ArrayBuffer }).buffer;

/**
 * A new tensor with undefined values.
 *
 * @throws EnvironmentError when the module's memory (4 GB at most) is exhausted, which tfjs does not check
 */
export function makeOutput(
  backend: WasmBackend,
  shape: readonly number[],
  dtype: DataType = 'float32',
): TensorInfo {
  const output = backend.makeOutput([...shape], dtype);
  if (addressOf(backend, output) === 0) {
    throw new EnvironmentError(
      `wasm: memory must hold a tensor of shape [${shape}], got none left of the 4 GB that WebAssembly can address. Use a smaller batch or another backend`,
    );
  }
  return output;
}

/** The named input of a kernel, which tfjs's types allow to be absent. */
export function input(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined)
    throw new EnvironmentError(`wasm: kernel must be given ${name}, got ${Object.keys(inputs)}`);
  return tensor;
}
