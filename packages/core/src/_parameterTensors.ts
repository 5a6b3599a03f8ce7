import type { KernelBackend, Tensor } from '@tensorflow/tfjs-core';
import { ConfigError } from './errors';
import { tf } from './tf';

let shapesOnly = false;

/**
 * The tensor of a new parameter. Inside `withShapesOnly` it has a shape and no numbers: nothing is drawn,
 * nothing allocated.
 */
export function newParameter(shape: readonly number[], draw: () => Float32Array): Tensor {
  return shapesOnly ? shapeOnlyTensor(shape) : tf.tensor(draw(), [...shape], 'float32');
}

/** Runs `f`, in which parameters are shapes; they may be disposed, but not computed with. */
export function withShapesOnly<T>(f: () => T): T {
  const before = shapesOnly;
  shapesOnly = true;
  try {
    return f();
  } finally {
    shapesOnly = before;
  }
}

function shapeOnlyTensor(shape: readonly number[]): Tensor {
  return tf
    .engine()
    .makeTensorFromTensorInfo({ dataId: {}, shape: [...shape], dtype: 'float32' }, holdsNothing);
}

const refuse = () => {
  throw new ConfigError(
    'parameterShapes: init must make every parameter with an initialiser and compute with none, ' +
      'got an operation on a parameter that has no values here',
  );
};

/** The part of a backend that the engine asks about a tensor it tracks: to forget it, or to read it. */
const holdsNothing = {
  disposeData: () => true,
  readSync: refuse,
  read: refuse,
  refCount: () => 1,
  incRef: () => undefined,
} as unknown as KernelBackend; // never runs a kernel
