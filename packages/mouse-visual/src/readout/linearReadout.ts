import type { BatchTensors, Forward, Scalar, Task, Tensor, Tensor1D, Tensor2D } from '@goal-driven/core';
import { accuracyOf, crossEntropy } from '../objectives/crossEntropy';
import { topAccuracyOf } from '../objectives/topAccuracyOf';
import { part } from '../tasks/_forward';

const NAME = 'mouse-visual/linear-readout';

/** Features of a frozen encoder, where a network sees images; [B, ...features]. */
export type Read = { readonly images: Tensor };

/** Classes above which it also counts whether the right one is among the five likeliest. */
export const TOP = 5;

/**
 * Say what an image shows from features that do not change: batches hold `features` [B, ...] and `labels` [B]. The loss
 * is the cross entropy, nats; `accuracy` is the share of right answers and, where there are more than five classes,
 * `top5Accuracy` that of answers among the five likeliest. Nothing is learned but the readout, which is the network.
 */
export function linearReadout({ classes }: { readonly classes: number }): Task<Read> {
  const answer = ({ forward, batch }: { forward: Forward<Read>; batch: BatchTensors }) => {
    const { output, state } = forward({ images: part(batch, 'features', NAME) });
    const logits = output as Tensor2D;
    const labels = part<Tensor1D>(batch, 'labels', NAME);
    const shares: { [name: string]: Scalar } = {
      accuracy: accuracyOf(logits, labels),
      ...(classes > TOP && { top5Accuracy: topAccuracyOf(logits, labels, TOP) }),
    };
    return { loss: crossEntropy(logits, labels), shares, state };
  };
  return {
    name: NAME,
    config: { classes },
    init: () => ({ params: {}, state: {} }),
    objective: (args) => {
      const { loss, shares, state } = answer(args);
      return { loss, terms: shares, state, taskState: args.state };
    },
    evaluate: (args) => {
      const { loss, shares } = answer(args);
      return { loss, ...shares };
    },
  };
}
