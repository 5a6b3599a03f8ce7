import { tf, type Tensor } from '@goal-driven/core';
import type { PrimitiveName } from './energies';
import { restricted, type LayerView, type Quantity } from './LayerView';

/** A part of a gradient in B: `scale` times a tensor like B, or times the outer product of pre and post. */
export type Term = { readonly scale: number } & (
  { readonly direct: Tensor } | { readonly pre: Tensor; readonly post: Tensor }
);

/** A primitive's gradient in the feedback kernel, and the quantities that it reads: it is handed no others. */
export type Primitive = {
  readonly reads: readonly Quantity[];
  readonly term: (view: LayerView) => Term;
};

/** A primitive whose gradient can be written only with the quantities that it declares. */
export const definePrimitive = <const Reads extends Quantity>(
  reads: readonly Reads[],
  gradient: (view: LayerView<Reads>) => Term,
): Primitive => ({ reads, term: (view) => gradient(restricted(view, reads)) });

/**
 * Gradients of `energies` in the feedback kernel B, x and y held fixed; without transforms of q and of
 * reconstructions.
 *
 * - `decay`: `2 B`
 * - `amp`: `-y' x / N`
 * - `null`: `2 y' (y B) / N`
 * - `nullReversed`: `2 (q W' W)' x / N`
 * - `sparse`: `2 q' x / N`
 * - `self`: `-W'`
 *
 * The products are outer products over examples; of a convolution they are gradients of its kernel.
 *
 * @source Kunin et al. 2020, arXiv:2003.01513, in the normalisation of neuroailab/Neural-Alignment
 */
export const primitives: { readonly [Name in PrimitiveName]: Primitive } = {
  decay: definePrimitive(['feedback'], ({ feedback }) => ({ scale: 2, direct: feedback })),
  amp: definePrimitive(['input', 'projection'], ({ input, projection, examples }) => ({
    scale: -1 / examples,
    pre: input,
    post: projection,
  })),
  null: definePrimitive(['projection', 'feedback'], ({ operator, projection, feedback, examples }) => ({
    scale: 2 / examples,
    pre: operator.reconstruct(projection, feedback),
    post: projection,
  })),
  nullReversed: definePrimitive(
    ['input', 'backwardProjection', 'kernel'],
    ({ operator, input, backwardProjection, kernel, examples }) => ({
      scale: 2 / examples,
      pre: input,
      post: operator.project(operator.reconstructByKernel(backwardProjection, kernel), kernel),
    }),
  ),
  sparse: definePrimitive(['input', 'backwardProjection'], ({ input, backwardProjection, examples }) => ({
    scale: 2 / examples,
    pre: input,
    post: backwardProjection,
  })),
  self: definePrimitive(['kernel'], ({ operator, kernel }) => ({
    scale: -1,
    direct: operator.transposed(kernel),
  })),
};

/** The coefficient of each primitive in a layer's energy; absent ones are 0. */
export type Coefficients = { readonly [Name in PrimitiveName]?: number };

/** The primitives of which a coefficient is given, 0 or not. */
export const primitivesOf = (coefficients: Coefficients): PrimitiveName[] =>
  (Object.keys(primitives) as PrimitiveName[]).filter((name) => coefficients[name] !== undefined);

/**
 * The gradient of `sum coefficient energy` of a layer in its feedback kernel. Outer products that share a side are
 * taken as one, which is what makes information alignment cheap.
 *
 * @returns like B, [O, I] or [height, width, I / groups, O]; the caller owns it
 */
export function feedbackGradient(coefficients: Coefficients, view: LayerView): Tensor {
  return tf.tidy(() => {
    const used = primitivesOf(coefficients).filter((name) => coefficients[name] !== 0);
    const terms = used.map((name): Term => {
      const term = primitives[name].term(view);
      return { ...term, scale: term.scale * coefficients[name]! };
    });
    return sumOfTerms(terms, view);
  });
}

/** The sum of terms of a layer, whose scales are not 0; 0 where there are none. */
function sumOfTerms(terms: readonly Term[], { operator, feedback }: LayerView): Tensor {
  const direct = terms.flatMap((term) => ('direct' in term ? [tf.mul(term.direct, term.scale)] : []));
  const outer = terms.flatMap((term) => ('pre' in term ? [term] : []));
  const samePre = outer.every(({ pre }) => pre === outer[0]!.pre);
  const sides = [...new Set(outer.map(({ pre, post }) => (samePre ? pre : post)))];
  const products = sides.map((side) => {
    const group = outer.filter(({ pre, post }) => (samePre ? pre : post) === side);
    const [{ scale, pre, post }, ...others] = group as [Outer, ...Outer[]]; // a side is that of some
    // Relative to the first of them, whose own scale then meets the smaller of sum and product.
    const other = others.reduce(
      (sum, term) => tf.add(sum, tf.mul(samePre ? term.post : term.pre, term.scale / scale)),
      samePre ? post : pre,
    );
    const product = (by: Tensor) =>
      samePre ? operator.feedbackOuter(side, by) : operator.feedbackOuter(by, side);
    return other.size < feedback.size ? product(tf.mul(other, scale)) : tf.mul(product(other), scale);
  });
  const all = [...products, ...direct];
  return all.length === 0 ? tf.zerosLike(feedback) : all.reduce((sum, part) => tf.add(sum, part));
}

type Outer = Extract<Term, { readonly pre: Tensor }>;
