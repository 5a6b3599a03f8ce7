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
    const terms = primitivesOf(coefficients).map((name): Term => {
      const term = primitives[name].term(view);
      return { ...term, scale: term.scale * coefficients[name]! };
    });
    return sumOfTerms(terms, view);
  });
}

/** The sum of terms of a layer; 0 where there are none. */
function sumOfTerms(terms: readonly Term[], { operator, feedback }: LayerView): Tensor {
  const direct = terms.flatMap((term) => ('direct' in term ? [tf.mul(term.direct, term.scale)] : []));
  const outer = terms.flatMap((term) => ('pre' in term ? [term] : []));
  const samePre = outer.every(({ pre }) => pre === outer[0]!.pre);
  const sides = [...new Set(outer.map(({ pre, post }) => (samePre ? pre : post)))];
  const products = sides.map((side) => {
    const group = outer.filter(({ pre, post }) => (samePre ? pre : post) === side);
    const other = weightedSum(group.map(({ scale, pre, post }) => [scale, samePre ? post : pre]));
    return samePre ? operator.feedbackOuter(side, other) : operator.feedbackOuter(other, side);
  });
  const all = [...products, ...direct];
  return all.length === 0 ? tf.zerosLike(feedback) : tf.addN(all);
}

const weightedSum = (parts: readonly (readonly [number, Tensor])[]): Tensor => {
  const [first, ...rest] = parts.map(([weight, tensor]) => tf.mul(tensor, weight));
  return rest.reduce((sum, part) => tf.add(sum, part), first!);
};
