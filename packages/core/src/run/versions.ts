import { version } from '../../package.json';
import { tf } from '../tf';

/** The versions that a run's numbers depend on. */
export const versions = (): { [name: string]: string } => ({
  '@goal-driven/core': version,
  '@tensorflow/tfjs-core': tf.version_core,
  node: process.versions.node,
});
