import { input, type KernelCall, type Kernels } from './Kernel';

type Activation = { readonly activation: string };

/**
 * The step of a recurrent cell with one gate, and its gradient: kernels of ours alone, which @goal-driven/core asks for
 * by name. Of drives [B, 2H], gate first, which are added up, and rates [B, H], `UpdateGate` makes `g h + (1 - g) c`
 * [B, H], and [g, c] [B, 2H]; `UpdateGateGrad` the error of either drive [B, 2H], and of the rates [B, H].
 */
export const updateGateKernels: Kernels = {
  UpdateGate: ({ inputs, attrs, backend }: KernelCall<Activation & { forgetBias: number }>) => {
    const given = ['drive', 'recurrent', 'rates'].map((name) => input({ inputs }, name));
    return backend.runMany('updateGate', ...given, attrs.forgetBias, attrs.activation);
  },
  UpdateGateGrad: ({ inputs, attrs, backend }: KernelCall<Activation>) => {
    const given = ['dy', 'parts', 'rates'].map((name) => input({ inputs }, name));
    return backend.runMany('updateGateGrad', ...given, attrs.activation);
  },
};
