import {
  ConfigError,
  tf,
  type Pass,
  type Rng,
  type Tensor,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import type { MapSize } from '../cells/ConvCell';
import type { Join } from '../graph/Join';
import { fitInput } from './fitInput';
import type { NamedShape } from './joinInputs';
import { sameBatch } from './sameBatch';

export type FeedbackSite = {
  readonly node: string;
  readonly join: Join;
  /** Of the cell's map. */
  readonly size: MapSize;
  /** Of the feed-forward input. */
  readonly channels: number;
  /** In the order of the channels. */
  readonly others: readonly NamedShape[];
};

export type FeedbackLayer = {
  /** Channels of all further inputs together. */
  readonly channels: number;
  init(rng: Rng): Tree;
  /** @param others in the order of the site */
  apply(params: Tree, others: readonly Tensor[], pass: Pass): Tensor4D;
};

/**
 * The further inputs of a cell that has a place of its own for them: each in the size of the cell's map, one behind
 * the other. Parameters stand by source as those of `joinInputs` do.
 *
 * @throws ConfigError when the join adds or multiplies, or leaves no map
 */
export function joinFeedback({ node, join, size, channels, others }: FeedbackSite): FeedbackLayer {
  const kind = typeof join.size === 'string' ? join.size : join.size.kind;
  if (join.channels !== 'concat' || kind === 'flatten' || kind === 'factored')
    throw new ConfigError(
      `${node}: a cell that takes feedback apart must have maps that are concatenated, ` +
        `got ${kind} and ${join.channels}`,
    );
  const fits = others.map(
    ([source, from]) =>
      [source, fitInput(join.size, { node, source, from, target: [...size, channels] })] as const,
  );
  return {
    channels: fits.reduce((sum, [, { shape }]) => sum + shape.at(-1)!, 0),
    init: (rng) =>
      Object.fromEntries(
        fits.flatMap(([source, fit]) => {
          const params = fit.init(rng.child(source).child('fit'));
          return Object.keys(params).length === 0 ? [] : [[source, { fit: params }] as const];
        }),
      ),
    apply: (params, xs, pass) =>
      tf.tidy(() => {
        const maps = fits.map(([source, fit], index) => {
          const own = ((params[source] as Tree | undefined)?.['fit'] ?? {}) as Tree;
          return fit.apply(own, xs[index]!, pass.at(source).at('fit')) as Tensor4D;
        });
        return tf.concat(sameBatch(maps), -1);
      }),
  };
}
