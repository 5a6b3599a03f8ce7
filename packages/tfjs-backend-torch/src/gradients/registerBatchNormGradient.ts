import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { TorchBackend } from '../TorchBackend';
import { tf } from '../tf';

/** The gradient of `BatchNormTraining`, a kernel of ours alone: tfjs composes it of a dozen operations. */
export function registerBatchNormGradient(): void {
  if (tf.getGradient('BatchNormTraining') !== undefined) return;
  tf.registerGradient({
    kernelName: 'BatchNormTraining',
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [false, true, false, true],
    gradFunc: (dys, [x, gamma, mean, inverse], attrs) => {
      const [dy] = dys as Tensor[];
      // One pass gives all three; tfjs asks for them one by one, or for some.
      let grads: TensorInfo[] | undefined;
      const gradient = (place: number) => (): Tensor => {
        // Only ours makes what is differentiated here.
        grads ??= (tf.findBackend('torch') as TorchBackend).runMany(
          'batchNormTrainingGrad',
          ...[dy!, x!, gamma!, mean!, inverse!],
          attrs['epsilon'] as number,
        );
        return tf.engine().makeTensorFromTensorInfo(grads[place]!);
      };
      return { x: gradient(0), gamma: gradient(1), beta: gradient(2) };
    },
  });
}
