import {
  ConfigError,
  conv2d,
  Conv2d,
  sizeOf,
  tf,
  type ConvParams,
  type Pass,
  type Rng,
  type Tensor,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import type { Join } from '../graph/Graph';
import { fitMap } from './fitMap';
import type { ValueShape } from './OpLayer';
import { sameBatch } from './sameBatch';

export type JoinSite = {
  readonly node: string;
  readonly join: Join;
  readonly feedforward: ValueShape;
  /** Shapes of the further inputs by their source's name, in the order of the channels. */
  readonly others: readonly (readonly [source: string, shape: ValueShape])[];
};

export type JoinLayer = {
  readonly shape: ValueShape;
  init(rng: Rng): Tree;
  /** @param others in the order of the site */
  apply(
    params: Tree,
    inputs: { readonly feedforward: Tensor; readonly others: readonly Tensor[]; readonly pass: Pass },
  ): Tensor;
};

/**
 * How a node's inputs become one. Maps get the size of the feed-forward input; a vector is repeated over a map, a map
 * is flattened for a vector. Concatenated, added or multiplied; for the latter two a further input of other channels
 * goes through a 1x1 convolution of its own, with bias.
 *
 * @throws ConfigError when a further input of another length is added to a vector or multiplied with it
 */
export function joinInputs(site: JoinSite): JoinLayer {
  const { join, feedforward, others } = site;
  if (others.length === 0)
    return { shape: feedforward, init: () => ({}), apply: (_params, { feedforward: x }) => x };
  const widths = others.map(([, shape]) => (feedforward.length === 1 ? sizeOf(shape) : shape.at(-1)!));
  if (join.channels === 'concat') {
    const channels = feedforward.at(-1)! + widths.reduce((sum, width) => sum + width, 0);
    return {
      shape: [...feedforward.slice(0, -1), channels],
      init: () => ({}),
      apply: (_params, { feedforward: x, others: xs }) =>
        tf.tidy(() => tf.concat(sameBatch([x, ...xs.map((other) => fit(other, site))]), -1)),
    };
  }
  return combined(site, join.channels, widths);
}

function combined(site: JoinSite, how: 'add' | 'multiply', widths: readonly number[]): JoinLayer {
  const { node, feedforward, others } = site;
  const width = feedforward.at(-1)!;
  const matched = others.map(([source], index) => {
    if (widths[index] === width) return undefined;
    if (feedforward.length === 1)
      throw new ConfigError(
        `${node}: ${source} must have ${width} units to ${how} to a vector, got ${widths[index]}`,
      );
    return conv2d(Conv2d.parse({ filters: width, kernelSize: [1, 1] }));
  });
  return {
    shape: feedforward,
    init: (rng) =>
      Object.fromEntries(
        others.flatMap(([source], index) => {
          const layer = matched[index];
          return layer === undefined
            ? []
            : [[source, layer.init(widths[index]!, rng.child(source))] as const];
        }),
      ),
    apply: (params, { feedforward: x, others: xs, pass }) =>
      tf.tidy(() =>
        xs.reduce((sum, other, index) => {
          const source = others[index]![0];
          const fitted = fit(other, site) as Tensor4D;
          const layer = matched[index];
          // What `init` above made.
          const y = layer?.apply(params[source] as ConvParams, fitted, pass.at(source)) ?? fitted;
          return how === 'add' ? tf.add(sum, y) : tf.mul(sum, y);
        }, x),
      ),
  };
}

function fit(x: Tensor, { feedforward, join }: JoinSite): Tensor {
  if (feedforward.length === 1) return tf.reshape(x, [x.shape[0]!, -1]);
  const [height, width] = feedforward as [number, number, number];
  return fitMap(x, [height, width], join.size);
}
