/**
 * The one door to TensorFlow.js: the functional API, all gradients, and the `cpu` reference backend.
 * Everyone else imports `tf` from `@goal-driven/core`; tensor types come by `import type`.
 *
 * tfjs keeps its engine and its kernel registry on the global object, so a copy loaded elsewhere
 * (tfjs-node, a browser bundle) shares the one engine instance with this one.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';

tf.env().set('DEPRECATION_WARNINGS_ENABLED', false);

// The cpu backend greets on its first use in Node; ours is a reference for tests and keeps silent.
const createCpu = tf.findBackendFactory('cpu');
tf.removeBackend('cpu');
tf.registerBackend('cpu', () => Object.assign(createCpu(), { firstUse: false }), 1);

export { tf };
export type {
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  Tensor5D,
  Rank,
} from '@tensorflow/tfjs-core';
