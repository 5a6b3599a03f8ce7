import { matchesAny, tf, type Scalar, type Tree, leaves } from '@goal-driven/core';
import { DECODER } from '../graph/Graph';
import type { CompiledGraph } from './compileGraph';
import type { Decoder } from './Decoder';

/** A strength of penalty, and whether it holds for the parameter of a path. */
type Penalty = { readonly lambda: number; readonly applies: (path: string) => boolean };

/**
 * The penalties on parameters that a graph names in its operations and cells, and those of a decoder. Each parameter
 * counts once, however often the network uses it in time.
 *
 * @param decoder of the network; without it, those of the graph alone
 * @returns the factor lambda of a path, `lambda / 2 |w|^2`; 0 where there is none
 */
export function graphPenalties({ nodes }: CompiledGraph, decoder?: Decoder): (path: string) => number {
  const decoding = decoder !== undefined && 'l2' in decoder ? [penalty(decoder.l2, `${DECODER}/*/*`)] : [];
  const ofNodes = nodes.flatMap(({ name, before, after, cell }): Penalty[] => [
    ...[...before, ...after].flatMap((part) =>
      'l2' in part.op && part.op.l2 > 0 ? [penalty(part.op.l2, `${name}/${part.name}/*`)] : [],
    ),
    ...Object.entries(cell?.penalties ?? {}).map(([pattern, lambda]) =>
      penalty(lambda, `${name}/cell/${pattern}`),
    ),
  ]);
  const penalties = [...ofNodes, ...decoding];
  return (path) => penalties.find(({ applies }) => applies(path))?.lambda ?? 0;
}

const penalty = (lambda: number, pattern: string): Penalty => ({ lambda, applies: matchesAny([pattern]) });

/** Sum over parameters of `lambda / 2 |w|^2`. */
export function penaltyOf(strength: (path: string) => number, params: Tree): Scalar {
  return tf.tidy(() => {
    const terms = leaves(params).flatMap(({ path, tensor }) => {
      const lambda = strength(path);
      return lambda === 0 ? [] : [tf.mul<Scalar>(tf.sum(tf.square(tensor)), lambda / 2)];
    });
    return terms.length === 0 ? tf.scalar(0) : tf.addN(terms);
  });
}
