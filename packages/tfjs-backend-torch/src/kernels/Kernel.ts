import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TorchBackend } from '../TorchBackend';

/** What tfjs hands to a kernel. `attrs` are what the operation's tfjs type says; each kernel names its own. */
export type KernelCall<Attributes> = {
  readonly inputs: { readonly [name: string]: TensorInfo };
  readonly attrs: Attributes;
  readonly backend: TorchBackend;
};

/** A kernel of tfjs: from inputs and attributes to new tensors. */
export type Kernel = (call: KernelCall<never>) => TensorInfo | TensorInfo[];

/** Kernels by tfjs's names of them. */
export type Kernels = { readonly [name: string]: Kernel };

/** The input of a name, which tfjs has checked to be there. */
export const input = ({ inputs }: { inputs: KernelCall<never>['inputs'] }, name: string): TensorInfo =>
  inputs[name]!;
