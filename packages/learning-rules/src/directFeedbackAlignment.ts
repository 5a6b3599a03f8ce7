import {
  ConfigError,
  Initializer,
  initialize,
  leafAt,
  matchesAny,
  ShapeError,
  sizeOf,
  tf,
  type Leaf,
  type LearningRule,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { z } from 'zod';
import type { SendBack } from './creditProjector';
import { creditByFeedback, feedbackFields, treeFrom } from './feedbackRule';
import { kernelLeaves } from './kernelLeaves';

/** Readouts of cells and dense networks, of categorisation, and of the published KNets, AlexNets and ResNets. */
const READOUTS = [
  ...['**/readout/**/kernel', '**/logits/kernel'],
  ...['**/fc/dense/kernel', '**/fc8/dense/kernel', '**/dense/dense/kernel'],
];

export const DirectFeedbackAlignment = z
  .strictObject({
    kind: z.literal('directFeedbackAlignment'),
    readout: z
      .array(z.string().min(1))
      .min(1)
      .default(READOUTS)
      .meta({
        description:
          "Path of the dense kernel whose projection's error goes to every layer; exactly one must match. The default " +
          'has the names that networks here give it',
      }),
    initializer: Initializer.prefault({
      kind: 'varianceScaling',
      scale: 1,
      mode: 'fanOut',
      distribution: 'untruncatedNormal',
    }).meta({
      description: 'Start of the kernels from the error to the inputs of a layer, [errors, units]',
    }),
    ...feedbackFields,
  })
  .meta({
    title:
      'Direct feedback alignment: the error at the output goes to every layer by a fixed random kernel of its own',
    source: 'Nokland 2016, arXiv:1609.01596',
  });
export type DirectFeedbackAlignment = z.output<typeof DirectFeedbackAlignment>;

/**
 * What would come down through a layer, `error B`, comes straight from the error e at the readout instead, `e F`: with
 * exact derivatives of nonlinearities and normalisation below, so that a hidden layer learns from `(e F) phi'`.
 *
 * Of an image every place gets the same, `e F` by channel: feedback has no size of an image to know. A layer that is
 * used at several timesteps gets the same at each. The readout must be used once, for the examples of all layers.
 *
 * @throws ConfigError where not exactly one dense kernel is the readout, or the readout's error comes too late
 * @throws ShapeError where a layer has other examples than the readout
 */
export const directFeedbackAlignment = (config: DirectFeedbackAlignment): LearningRule => ({
  name: config.kind,
  config,
  init: (params, rng) => {
    const kernels = kernelLeaves(config.kind, params, config.paths);
    const errors = readoutOf(config, kernels).tensor.shape[1]!;
    return treeFrom(kernels, (kernel, path) =>
      initialize(config.initializer, [errors, kernel.shape.at(-2)!], { rng: rng.child(path) }),
    );
  },
  credit: (args) =>
    creditByFeedback(args, {
      config,
      sendBackAt: sendingBack(config, args),
      feedbackAt: () => undefined,
      feedbackGrads: () => ({}),
    }),
  turns: (step) => ({ params: step, feedback: undefined }),
});

function readoutOf({ kind, readout, paths }: DirectFeedbackAlignment, kernels: readonly Leaf[]): Leaf {
  const matches = matchesAny(readout);
  const found = kernels.filter(({ path, tensor }) => tensor.rank === 2 && matches(path));
  if (found.length !== 1) {
    const there = kernels.filter(({ tensor }) => tensor.rank === 2).map(({ path }) => path);
    throw new ConfigError(
      `${kind}: readout must match one dense kernel at ${paths.join(', ')} (${there.join(', ')}), got ` +
        (found.length === 0 ? `none by ${readout.join(', ')}` : found.map(({ path }) => path).join(', ')),
    );
  }
  return found[0]!;
}

function sendingBack(
  config: DirectFeedbackAlignment,
  { params, feedback }: { readonly params: Tree; readonly feedback: Tree },
): (path: string) => SendBack | undefined {
  const readout = readoutOf(config, kernelLeaves(config.kind, params, config.paths)).path;
  let held: Tensor | undefined; // the error at the readout, which the pass back meets first
  return (path) => {
    const kernel = leafAt(feedback, path);
    return (
      kernel &&
      ((error, { inputShape }) => {
        if ((path === readout) !== (held === undefined))
          throw new ConfigError(
            `${config.kind}: the error must pass ${readout} once, before all others, got ${path} ${held ? 'after' : 'before'} it`,
          );
        held ??= error;
        return spreadOut(tf.matMul(held, kernel), inputShape, config.kind);
      })
    );
  };
}

/** [N, channels] to the shape of a layer's input, the same at all places. */
function spreadOut(direct: Tensor, shape: readonly number[], who: string): Tensor {
  const [examples, channels] = [shape[0]!, shape.at(-1)!];
  if (direct.shape[0] !== examples || direct.shape[1] !== channels)
    throw new ShapeError(
      `${who}: a layer's input must be [${direct.shape[0]}, ..., ${direct.shape[1]}], examples of the readout and ` +
        `channels of one group, got [${shape}]`,
    );
  if (shape.length === 2) return direct;
  const places = sizeOf(shape.slice(1, -1));
  const wide = tf.tile(tf.reshape(direct, [examples, 1, channels]), [1, places, 1]);
  return tf.reshape(wide, [...shape]);
}
