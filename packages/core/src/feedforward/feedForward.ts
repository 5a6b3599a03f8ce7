import type { Tensor } from '@tensorflow/tfjs-core';
import type { Applied, Architecture } from '../Architecture';
import { ShapeError } from '../errors';
import { sizeOf } from '../NdArray';
import { tf } from '../tf';
import type { Tree } from '../tree';
import { compileFeedForward, type CompiledFeedForward } from './_compileFeedForward';
import { branch, evaluateNode, type Evaluation } from './_evaluateNode';
import type { ValueShape } from './_OperationLayer';
import { INPUT, type FeedForwardConfig } from './FeedForwardConfig';

/** Images [B, height, width, channels], or vectors [B, units], as the config says. */
export type FeedForwardExamples = { readonly images: Tensor };

/** A feed-forward network: core's architecture, and the shape of every layer, whether it is returned or not. */
export type FeedForwardNetwork = Architecture<FeedForwardExamples> & {
  readonly config: FeedForwardConfig;
  /** Shape of one example's activity, [height, width, channels] or [units], by layer. */
  readonly shapes: { readonly [layer: string]: ValueShape };
};

/**
 * The network of a config. Parameters stand at `node/operation/kernel` and so on; every convolution and dense layer
 * goes through the pass's projector at that path. `layers` holds what the config records, [B, ...shape].
 *
 * What leads nowhere (nodes that the output does not depend on) is evaluated all the same; its parameters get
 * gradients of 0, as long as its activity is finite.
 *
 * @throws ConfigError when inputs that meet do not fit each other, or an operation does not fit its place
 */
export function feedForward(config: FeedForwardConfig): FeedForwardNetwork {
  const compiled = compileFeedForward(config);
  const { nodes, shapes, output } = compiled;
  const record = config.record.length > 0 ? config.record : nodes.map(({ name }) => name);
  const recorded = new Set(record);
  return {
    name: config.name,
    config,
    shapes,
    units: Object.fromEntries(record.map((layer) => [layer, sizeOf(shapes[layer]!)])),
    init: (rng) => {
      const params: Record<string, Tree> = {};
      const state: Record<string, Tree> = {};
      for (const { name, operations } of nodes) {
        const made = operations.map(
          (each) => [each.name, each.run.init(rng.child(name).child(each.name))] as const,
        );
        put(
          params,
          name,
          made.map(([own, { params }]) => [own, params]),
        );
        put(
          state,
          name,
          made.map(([own, { state }]) => [own, state]),
        );
      }
      return { params, state };
    },

    /** @throws ShapeError when the images are not those of the config */
    apply: (params, state, { images }, pass) =>
      tf.tidy((() => {
        checkExamples(config, images);
        const values = new Map([[INPUT, images]]);
        const evaluation: Evaluation = { compiled, pass, recorded, values, kept: new Map() };
        const next: Record<string, Tree> = {};
        for (const node of nodes) {
          const parts = { params: branch(params, node.name), state: branch(state, node.name) };
          put(next, node.name, evaluateNode(node, parts, evaluation));
        }
        const layers = Object.fromEntries(record.map((layer) => [layer, values.get(layer)!]));
        return { output: joinedByZeros(values, compiled), layers, state: next } satisfies Applied;
      }) as () => never) as Applied, // tidy follows records, which its type does not know
  };

  function joinedByZeros(values: ReadonlyMap<string, Tensor>, { deadEnds }: CompiledFeedForward): Tensor {
    const zeros = deadEnds.map((name) => tf.mul(tf.sum(values.get(name)!), 0));
    return zeros.reduce<Tensor>((sum, zero) => tf.add(sum, zero), values.get(output)!);
  }
}

/** Puts those parts under a name that hold something. */
function put(tree: Record<string, Tree>, name: string, parts: readonly (readonly [string, Tree])[]): void {
  const full = parts.filter(([, part]) => Object.keys(part).length > 0);
  if (full.length > 0) tree[name] = Object.fromEntries(full);
}

function checkExamples({ name, input }: FeedForwardConfig, images: Tensor): void {
  if (String(images.shape.slice(1)) !== String(input))
    throw new ShapeError(`${name}: images must be [batch, ${input}], got [${images.shape}]`);
}
