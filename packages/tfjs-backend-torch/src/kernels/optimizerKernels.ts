import { input, type KernelCall, type Kernels } from './Kernel';

type Consuming = {
  /** The caller gives up parameter and slots: where nobody else holds them, their memory is written over. */
  readonly consume: boolean;
};

/** Steps of optimizers, each in one pass: new parameter first, then the new slots. */
export const optimizerKernels: Kernels = {
  /** `w keep - rate m / (sqrt(v) + epsilon)` with `m <- beta1 m + (1 - beta1) g`, `v <- beta2 v + (1 - beta2) g^2`. */
  AdamStep: (
    call: KernelCall<
      Consuming & { rate: number; beta1: number; beta2: number; epsilon: number; keep: number }
    >,
  ) => {
    const { rate, beta1, beta2, epsilon, keep, consume } = call.attrs;
    const tensors = [input(call, 'w'), input(call, 'g'), input(call, 'm'), input(call, 'v')] as const;
    const alone = consume && call.backend.areAlone(tensors[0], tensors[2], tensors[3]);
    return call.backend.runMany('adamStep', ...tensors, rate, beta1, beta2, epsilon, keep, alone);
  },
  /** `w - rate g`. */
  DescentStep: (call: KernelCall<Consuming & { rate: number }>) => {
    const [w, g] = [input(call, 'w'), input(call, 'g')];
    const { rate, consume } = call.attrs;
    return call.backend.run('descentStep', w, g, rate, consume && call.backend.areAlone(w));
  },
  /** `w - rate v` with `v <- momentum v + g`; with Nesterov `w - rate (g + momentum v)`. */
  MomentumStep: (call: KernelCall<Consuming & { rate: number; momentum: number; nesterov: boolean }>) => {
    const { rate, momentum, nesterov, consume } = call.attrs;
    const tensors = [input(call, 'w'), input(call, 'g'), input(call, 'velocity')] as const;
    const alone = consume && call.backend.areAlone(tensors[0], tensors[2]);
    return call.backend.runMany('momentumStep', ...tensors, rate, momentum, nesterov, alone);
  },
};
