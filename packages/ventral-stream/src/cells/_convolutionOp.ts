import {
  conv2d,
  Conv2d,
  depthwiseConv2d,
  DepthwiseConv2d,
  tf,
  type ConvParams,
  type Initializer,
  type Pass,
  type Rng,
  type Tensor4D,
} from '@goal-driven/core';
import type { MapSize } from './ConvCell';

export type ConvolutionOpParams =
  | ConvParams
  | { readonly depthwise: ConvParams /* kernel [k, k, 1, inputs] */; readonly pointwise: ConvParams };

export type ConvolutionOp = {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernelSize: number;
  readonly size: MapSize;
  /** Whether the kernel is no larger than the map. */
  readonly cut: boolean;
  /** A convolution of each channel by itself and a mixture per pixel, instead of one dense kernel. */
  readonly separable: boolean;
  readonly bias: boolean;
  readonly kernelInitializer: Initializer;
  /** A fixed number added to what comes out. */
  readonly offset?: number;
};

const side = ({ kernelSize, size, cut }: ConvolutionOp, axis: 0 | 1): number =>
  cut ? Math.min(kernelSize, size[axis]) : kernelSize;

/**
 * A learned map between maps of the same size, dense or separable; a separable one has its bias after the
 * mixture. The depthwise kernel starts with the fan in of k k inputs, as TensorFlow counts it, not k k.
 */
export function convolutionOp(op: ConvolutionOp) {
  const { inputs, outputs, separable, bias, kernelInitializer, offset = 0 } = op;
  const kernelSize: [number, number] = [side(op, 0), side(op, 1)];
  const common = { kernelInitializer, padding: 'same' as const };
  const depthwise = depthwiseConv2d(DepthwiseConv2d.parse({ ...common, kernelSize, bias: false }));
  const dense = conv2d(
    Conv2d.parse({ ...common, filters: outputs, kernelSize: separable ? [1, 1] : kernelSize, bias }),
  );
  return {
    /** Paths of its kernels. */
    kernels: separable ? ['depthwise/kernel', 'pointwise/kernel'] : ['kernel'],

    init: (rng: Rng): ConvolutionOpParams =>
      separable
        ? {
            depthwise: depthwise.init(inputs, rng.child('depthwise')),
            pointwise: dense.init(inputs, rng.child('pointwise')),
          }
        : dense.init(inputs, rng),

    apply: (params: ConvolutionOpParams, x: Tensor4D, pass: Pass): Tensor4D =>
      tf.tidy(() => {
        const y =
          'depthwise' in params
            ? dense.apply(
                params.pointwise,
                depthwise.apply(params.depthwise, x, pass.at('depthwise')),
                pass.at('pointwise'),
              )
            : dense.apply(params, x, pass);
        return offset === 0 ? y : tf.add<Tensor4D>(y, offset);
      }),
  };
}
