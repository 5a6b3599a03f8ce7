import { input, type Kernel, type KernelCall, type Kernels } from './Kernel';
import { window2d } from './window';
import { tf } from '../tf';

type Attributes = {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dilations: [number, number] | number;
};

const dilation =
  (operation: string): Kernel =>
  (call: KernelCall<Attributes>) => {
    const [x, filter] = [input(call, 'x'), input(call, 'filter')];
    const { strides, pad, dilations } = call.attrs;
    const info = tf.backend_util.computeDilation2DInfo(
      ...([x.shape as [number, number, number, number], filter.shape as [number, number, number]] as const),
      ...([strides, pad, 'NHWC', dilations] as const),
    );
    const { dy } = call.inputs;
    return call.backend.run(operation, x, filter, ...window2d(info), ...(dy === undefined ? [] : [dy]));
  };

/** Greyscale dilation and its gradients. */
export const morphologyKernels: Kernels = {
  Dilation2D: dilation('dilation'),
  Dilation2DBackpropFilter: dilation('dilationFilterGrad'),
  Dilation2DBackpropInput: dilation('dilationInputGrad'),
};
