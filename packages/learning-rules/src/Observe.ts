import { leafAt, tf, type Scalar, type Tensor, type Tree } from '@goal-driven/core';
import { z } from 'zod';
import { angle } from './angle';
import type { CreditedCall } from './assignCredit';

/** Angles between what a rule uses and what backpropagation would, through training. */
export const AngleName = z.enum(['weight', 'projection', 'gradient', 'delta']);
export type AngleName = z.output<typeof AngleName>;

/** Which angles become curves, and how often. */
export const Observe = z
  .strictObject({
    every: z.int().positive().default(10).meta({
      description:
        'Updates between two looks; the k-th is at update k `every`, which is logged where logEvery is the same',
      unit: 'updates',
    }),
    angles: z
      .array(AngleName)
      .default(['weight', 'gradient'])
      .meta({
        description:
          'weight: B to the transpose of W. projection: the input by B to that by W. gradient: what B and what W make ' +
          'of the same error. delta: the error at a layer to that of backpropagation, for which it runs once more',
      }),
  })
  .meta({ title: 'Alignment angles', source: 'Kunin et al. 2020; delta: Akrout et al. 2019' });
export type Observe = z.output<typeof Observe>;

/** Whether the update after `step` others is looked at. */
export const observesAt = ({ every, angles }: Observe, step: number): boolean =>
  angles.length > 0 && (step + 1) % every === 0;

type Observed = {
  readonly params: Tree;
  /** B at a path, or undefined where there is none that is comparable to W. */
  readonly feedbackAt: (path: string, call: CreditedCall) => Tensor | undefined;
  readonly calls: readonly CreditedCall[];
  /** The same calls under backpropagation; for the angle `delta`. */
  readonly exact?: readonly CreditedCall[];
};

/**
 * Angles [degrees] by `<name>Angle/<path of the kernel>`, and their mean over kernels by `<name>Angle`. A kernel that
 * is used several times in a pass has one angle, over all of its uses.
 */
export function observeAngles(
  names: readonly AngleName[],
  { params, feedbackAt, calls, exact = [] }: Observed,
): { readonly [name: string]: Scalar } {
  const paths = [...new Set(calls.map(({ path }) => path))];
  const entries = names.flatMap((name) => {
    const own = paths.flatMap((path) => {
      const pairs = calls.flatMap((call, index) => {
        const found =
          call.path === path ? pairOf(name, { call, params, exact: exact[index], feedbackAt }) : [];
        return found.length === 0 ? [] : [found];
      });
      if (pairs.length === 0) return [];
      const used = name === 'weight' ? pairs.slice(0, 1) : pairs; // a weight is the same in every use
      return [[`${name}Angle/${path}`, angle(joined(used, 0), joined(used, 1))] as const];
    });
    if (own.length === 0) return [];
    const mean = tf.mean(tf.stack(own.map(([, value]) => value))) as Scalar;
    return [...own, [`${name}Angle`, mean] as const];
  });
  return Object.fromEntries(entries);
}

const joined = (pairs: readonly Tensor[][], side: 0 | 1): Tensor =>
  tf.concat(pairs.map((pair) => tf.reshape(pair[side]!, [-1])));

type Pairing = Pick<Observed, 'params' | 'feedbackAt'> & {
  readonly call: CreditedCall;
  readonly exact: CreditedCall | undefined;
};

/** The two tensors whose angle it is; none where one of them does not exist. */
function pairOf(name: AngleName, { call, params, exact, feedbackAt }: Pairing): Tensor[] {
  const { operator, path, input, projection, error } = call;
  if (name === 'delta') return error === undefined || exact?.error === undefined ? [] : [error, exact.error];
  const [feedback, kernel] = [feedbackAt(path, call), leafAt(params, path)!];
  if (feedback === undefined) return [];
  switch (name) {
    case 'weight':
      return [operator.transposed(kernel), feedback];
    case 'projection':
      return [projection, operator.projectByFeedback(input, feedback)];
    case 'gradient':
      return error === undefined
        ? []
        : [operator.reconstruct(error, feedback), operator.reconstructByKernel(error, kernel)];
  }
}
