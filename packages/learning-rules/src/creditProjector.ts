import {
  ConfigError,
  exactProjector,
  leafAt,
  tf,
  type Projector,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import { convolutionOperator, denseOperator, type LinearOperator } from './LinearOperator';

/**
 * What a layer's input gets for the error at its projection. It is told the error and the geometry; whatever weights
 * it uses it has brought along.
 *
 * @returns like the layer's input
 */
export type SendBack = (
  error: Tensor,
  at: { readonly operator: LinearOperator; readonly inputShape: readonly number[] },
) => Tensor;

/** One use of a linear map in a forward pass. */
export type Call = {
  readonly path: string;
  readonly operator: LinearOperator;
  readonly input: Tensor;
  readonly projection: Tensor;
};

/** What happens as credit passes: every call in its order, and later the error at its projection. */
export type Watch = {
  readonly call?: (call: Call) => void;
  readonly error?: (call: Call, error: Tensor) => void;
  /** An error went down by the call's kernel: its input is not a constant of the parameters, as images are. */
  readonly carried?: (call: Call) => void;
};

/**
 * Operators whose forward pass is tfjs's own and whose errors go down as `sendBackAt` says for a path, by the exact
 * transpose where it says nothing. The forward kernel's gradient is always that of its own synapses, input times error.
 *
 * A twin of a network (other parameters at the same paths) sends back by the same feedback and is not watched.
 *
 * @throws ConfigError where a layer projects by something of another shape than its parameter
 */
export function creditProjector(
  params: Tree,
  sendBackAt: (path: string) => SendBack | undefined,
  watch: Watch = {},
): Projector {
  const through = (operator: LinearOperator, path: string, { x, kernel }: Inputs): Tensor | undefined => {
    const parameter = leafAt(params, path);
    if (parameter === undefined || parameter.shape.join() !== kernel.shape.join()) {
      throw new ConfigError(
        `creditProjector: ${path} must be projected by its parameter [${parameter?.shape ?? 'none'}], got [${kernel.shape}]`,
      );
    }
    const sendBack = sendBackAt(path);
    const watched = parameter.id === kernel.id ? watch : {};
    if (sendBack === undefined && watched.call === undefined && watched.error === undefined) return undefined;
    const at = { operator, inputShape: x.shape };
    const back: SendBack = sendBack ?? ((error) => operator.reconstructByKernel(error, kernel));
    const projection = engine().runKernelFunc({
      inputs: { x, kernel },
      forwardFunc: (_, save) => {
        save([x]);
        return operator.project(x, kernel);
      },
      backwardsFunc: (error, [saved]) => {
        watched.error?.(call, error);
        const x = () => {
          watched.carried?.(call);
          return back(error, at);
        };
        return { x, kernel: () => operator.kernelOuter(saved!, error) };
      },
    });
    const call: Call = { path, operator, input: x, projection };
    watched.call?.(call);
    return projection;
  };
  return {
    matMul: (path, x, kernel) =>
      (through(denseOperator, path, { x, kernel }) ?? exactProjector.matMul(path, x, kernel)) as Tensor2D,
    conv2d: (path, x, kernel, options) => {
      const operator = convolutionOperator(options, { input: x.shape, kernel: kernel.shape });
      const projected = through(operator, path, { x, kernel });
      return (projected ?? exactProjector.conv2d(path, x, kernel, options)) as Tensor4D;
    },
  };
}

type Inputs = { readonly x: Tensor; readonly kernel: Tensor };

/**
 * What `tf.customGrad` is made of, which computes all gradients of an operator, also that of an image, which nobody
 * wants. tfjs has it private.
 */
type LazyGradients = {
  runKernelFunc(operation: {
    readonly inputs: Inputs;
    readonly forwardFunc: (backend: unknown, save: (tensors: Tensor[]) => void) => Tensor;
    readonly backwardsFunc: (
      error: Tensor,
      saved: Tensor[],
    ) => { readonly [Name in keyof Inputs]: () => Tensor };
  }): Tensor;
};

const engine = () => tf.engine() as unknown as LazyGradients;
