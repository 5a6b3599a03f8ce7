import type { Tensor, TensorContainer } from '@tensorflow/tfjs-core';
import type { NativeArgument } from './Addon';
import { EngineError } from './EngineError';
import { torchBackend } from './registerTorch';
import { tf } from './tf';

export type CapturedGraph<Output> = {
  /** What the function gave; each replay puts new values into these same tensors. */
  readonly outputs: Output;
  /** Copies new values into the graph's inputs, in their order, and runs everything that was recorded. */
  replay(...inputs: readonly Tensor[]): Output;
  /** Frees the graph's inputs and outputs; it cannot be replayed then. */
  dispose(): void;
};

/**
 * Records the operations that a function runs on the GPU, such as an unrolled training step, and replays
 * them in one launch. Small recurrent networks spend most of their time launching kernels.
 *
 * The function must be one of the values of its inputs: it reads no values back, makes no tensors of JavaScript's own,
 * draws no numbers, and runs the same operations every time. Operations that look at values on the way read them back
 * too, and cannot be recorded: `gather`, `gatherND`, `scatterND`, `tensorScatterUpdate`, `sparseToDense` and
 * `bincount`; nor can what runs on the `cpu` backend. What it keeps (parameters, slots of optimizers) it must update in
 * place with the kernels `AdamStep`, `MomentumStep` or `DescentStep` and `consume`. It is run once before, so that
 * libraries are loaded and buffers sized: a training step is then one step further.
 *
 * Inputs and outputs may have any shape.
 *
 * @param inputs the values of that first run, and the shapes of all; the function gets copies of them, which are the
 * graph's own, so that no replay writes into a tensor of the caller's
 * @throws EngineError on a device other than a GPU; what the function throws, also where it cannot be recorded
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
  const own = inputs.map((input) =>
    tf.keep(tf.engine().makeTensorFromTensorInfo(backend.run('copy', input))),
  );
  try {
    tf.dispose(tf.tidy(() => f(...own)));
    backend.ask('synchronize');
    const { graph, outputs } = record(() => tf.tidy(() => f(...own)));
    return {
      outputs,
      replay: (...values) => {
        if (values.length !== own.length) {
          throw new EngineError(`captureGraph: replay must get ${own.length} tensors, got ${values.length}`);
        }
        values.forEach((value, place) =>
          backend.ask('copyInto', backend.handleOf(own[place]!), backend.handleOf(value)),
        );
        backend.ask('replayGraph', graph);
        return outputs;
      },
      dispose: () => tf.dispose([own, outputs]),
    };
  } catch (error) {
    tf.dispose(own);
    throw error;
  }
}

function record<Output>(f: () => Output): { graph: NativeArgument; outputs: Output } {
  const backend = torchBackend();
  const graph = backend.ask('beginGraph') as NativeArgument;
  let outputs: Output | undefined;
  let ended = false;
  try {
    outputs = f();
    ended = true; // or tried in vain
    backend.ask('endGraph', graph);
    return { graph, outputs };
  } catch (error) {
    if (outputs !== undefined) tf.dispose(outputs as TensorContainer);
    if (!ended) endQuietly(graph);
    throw error;
  }
}

/** A recording that failed cannot be ended either; why it failed is what the caller is to hear. */
function endQuietly(graph: NativeArgument): void {
  try {
    torchBackend().ask('endGraph', graph);
  } catch {
    // said above
  }
}
