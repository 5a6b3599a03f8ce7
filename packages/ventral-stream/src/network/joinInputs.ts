import {
  conv2d,
  Conv2d,
  dense,
  Dense,
  tf,
  type ConvParams,
  type DenseParams,
  type Pass,
  type Rng,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  type Tree,
} from '@goal-driven/core';
import type { Join } from '../graph/Join';
import { factoredFit } from './factoredFit';
import { flattened, plainFit, type FitLayer } from './FitLayer';
import { fitInput } from './fitInput';
import type { ValueShape } from './OpLayer';
import { sameBatch } from './sameBatch';

/** An input by its source's name. */
export type NamedShape = readonly [source: string, shape: ValueShape];

export type JoinSite = {
  readonly node: string;
  readonly join: Join;
  readonly feedforward: NamedShape;
  /** In the order of the channels. */
  readonly others: readonly NamedShape[];
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

/** What is done to one input; its parameters stand under the name of its source. */
type Way = { readonly source: string; readonly fit: FitLayer; readonly match?: ReturnType<typeof matching> };

/**
 * How a node's inputs become one. The further inputs get the size of the feed-forward one; then they are concatenated
 * with it, added to it or multiplied with it, for the latter two through a 1x1 convolution (of vectors: a dense layer)
 * of their own, with bias, where the channels differ.
 *
 * @throws ConfigError when a further input cannot get the size
 */
export function joinInputs({ node, join, feedforward: [first, shape], others }: JoinSite): JoinLayer {
  const own = ownFit(join.size, shape);
  if (others.length === 0 && own === undefined)
    return { shape, init: () => ({}), apply: (_params, { feedforward }) => feedforward };
  const target = own?.shape ?? shape;
  const ways: readonly Way[] = [
    { source: first, fit: own ?? plainFit(shape, (x) => x) },
    ...others.map(([source, from]): Way => {
      const fit = fitInput(join.size, { node, source, from, target });
      const differs = join.channels !== 'concat' && fit.shape.at(-1) !== target.at(-1);
      return { source, fit, ...(differs && { match: matching(fit.shape, target.at(-1)!) }) };
    }),
  ];
  const channels =
    join.channels === 'concat' ? ways.reduce((sum, { fit }) => sum + fit.shape.at(-1)!, 0) : target.at(-1)!;
  return {
    shape: [...target.slice(0, -1), channels],
    init: (rng) => initWays(ways, rng),
    apply: (params, { feedforward, others: xs, pass }) =>
      tf.tidy(() => {
        const parts = [feedforward, ...xs].map((x, index) =>
          applyWay(ways[index]!, (params[ways[index]!.source] ?? {}) as Tree, { x, pass }),
        );
        if (join.channels === 'concat') return tf.concat(sameBatch(parts), -1);
        return parts.reduce((sum, part) => (join.channels === 'add' ? tf.add(sum, part) : tf.mul(sum, part)));
      }),
  };
}

/** What becomes of the feed-forward input itself; `undefined` where it stays as it is. */
function ownFit(how: Join['size'], shape: ValueShape): FitLayer | undefined {
  if (shape.length === 1) return undefined;
  if (how === 'flatten') return flattened(shape);
  return typeof how === 'object' && how.kind === 'factored' ? factoredFit(how.units, shape) : undefined;
}

/** A learned map of the channels, or units, of a shape to so many. */
function matching(shape: ValueShape, width: number) {
  const inputs = shape.at(-1)!;
  if (shape.length === 1) {
    const layer = dense(Dense.parse({ units: width }));
    return {
      init: (rng: Rng): Tree => layer.init(inputs, rng),
      apply: (params: Tree, x: Tensor, pass: Pass): Tensor =>
        layer.apply(params as DenseParams, x as Tensor2D, pass),
    };
  }
  const layer = conv2d(Conv2d.parse({ filters: width, kernelSize: [1, 1] }));
  return {
    init: (rng: Rng): Tree => layer.init(inputs, rng),
    apply: (params: Tree, x: Tensor, pass: Pass): Tensor =>
      layer.apply(params as ConvParams, x as Tensor4D, pass),
  };
}

/** By source: the parameters of its matching layer, and under `fit` those of its size; one without any has no key. */
function initWays(ways: readonly Way[], rng: Rng): Tree {
  const made = ways.map(({ source, fit, match }) => {
    const at = rng.child(source);
    const fitting = fit.init(at.child('fit'));
    const parts: Tree = {
      ...match?.init(at),
      ...(Object.keys(fitting).length > 0 && { fit: fitting }),
    };
    return [source, parts] as const;
  });
  return Object.fromEntries(made.filter(([, parts]) => Object.keys(parts).length > 0));
}

function applyWay({ source, fit, match }: Way, params: Tree, { x, pass }: { x: Tensor; pass: Pass }): Tensor {
  const at = pass.at(source);
  const fitted = fit.apply((params['fit'] ?? {}) as Tree, x, at.at('fit'));
  return match === undefined ? fitted : match.apply(params, fitted, at);
}
