import type { Tensor, TensorContainer } from '@tensorflow/tfjs-core';
import { EngineError } from './EngineError';
import { torchBackend } from './registerTorch';
import { tf } from './tf';

export type CapturedGraph<Output> = {
  /** What the function gave; each replay puts new values into these same tensors. */
  readonly outputs: Output;
  /** Copies new values into the inputs, in their order, and runs everything that was recorded. */
  replay(...inputs: readonly Tensor[]): Output;
};

/**
 * Records the operations that a function runs on the GPU, such as an unrolled training step, and replays
 * them in one launch. Small recurrent networks spend most of their time launching kernels.
 *
 * The function must be one of the values of its inputs: it reads no values back, draws no numbers, and runs the same
 * operations every time. What it keeps (parameters, slots of optimizers) it must update in place with the kernels
 * `AdamStep`, `MomentumStep` or `DescentStep` and `consume`. It is run once before, so that libraries are loaded and
 * buffers sized. Inputs and outputs may have any shape.
 *
 * @param inputs tensors whose memory the graph reads from now on; the caller keeps them
 * @throws EngineError on a device other than a GPU, and for a function that cannot be recorded
 */
export function captureGraph<Output extends TensorContainer>(
  f: (...inputs: Tensor[]) => Output,
  inputs: readonly Tensor[],
): CapturedGraph<Output> {
  const backend = torchBackend();
  const device = String(backend.ask('device'));
  if (!device.startsWith('cuda')) {
    throw new EngineError(`captureGraph: the device must be a GPU, got ${device}`);
  }
  tf.dispose(tf.tidy(() => f(...inputs)));
  backend.ask('synchronize');
  const graph = backend.ask('beginGraph') as never;
  let outputs: Output;
  try {
    outputs = tf.tidy(() => f(...inputs));
  } finally {
    backend.ask('endGraph', graph);
  }
  return {
    outputs,
    replay: (...values) => {
      if (values.length !== inputs.length) {
        throw new EngineError(`captureGraph: replay must get ${inputs.length} tensors, got ${values.length}`);
      }
      values.forEach((value, place) =>
        backend.ask('copyInto', backend.handleOf(inputs[place]!), backend.handleOf(value)),
      );
      backend.ask('replayGraph', graph);
      return outputs;
    },
  };
}
