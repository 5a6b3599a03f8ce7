import { matchesAny, tf, type Scalar, type Tree, leaves } from '@goal-driven/core';
import type { CompiledGraph } from './compileGraph';

/** A strength of penalty, and whether it holds for the parameter of a path. */
type Penalty = { readonly lambda: number; readonly applies: (path: string) => boolean };

/**
 * The penalties on parameters that a graph names in its operations and cells. Each parameter counts once, however
 * often the network uses it in time.
 *
 * @returns the factor lambda of a path, `lambda / 2 |w|^2`; 0 where there is none
 */
export function graphPenalties({ nodes }: CompiledGraph): (path: string) => number {
  const penalties = nodes.flatMap(({ name, before, after, cell }): Penalty[] => [
    ...[...before, ...after].flatMap((part) =>
      'l2' in part.op && part.op.l2 > 0 ? [penalty(part.op.l2, `${name}/${part.name}/*`)] : [],
    ),
    ...Object.entries(cell?.penalties ?? {}).map(([pattern, lambda]) =>
      penalty(lambda, `${name}/cell/${pattern}`),
    ),
  ]);
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
