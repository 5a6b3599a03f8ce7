import type { GradConfig, GradFunc } from '@tensorflow/tfjs-core';
import { tf } from '../tf';

const widened = new Set<string>();

/**
 * Puts a gradient before the one that is registered, for where `applies` holds. A kernel is widened once per
 * process; without a stock gradient nothing is done.
 */
export function widenGradient(
  kernelName: string,
  applies: (...args: Parameters<GradFunc>) => boolean,
  { gradFunc, ...saving }: Partial<GradConfig> & { gradFunc: GradFunc },
): void {
  const stock = tf.getGradient(kernelName) as GradConfig | undefined;
  if (stock === undefined || widened.has(kernelName)) return;
  widened.add(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    ...stock,
    ...saving,
    kernelName,
    gradFunc: (...args) => (applies(...args) ? gradFunc(...args) : stock.gradFunc(...args)),
  });
}
