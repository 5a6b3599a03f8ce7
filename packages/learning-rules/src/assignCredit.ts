import {
  leafAt,
  mapTree,
  tf,
  valueAndGrad,
  type Evaluate,
  type Objective,
  type Tensor,
  type Tree,
} from '@goal-driven/core';
import { creditProjector, type Call, type SendBack } from './creditProjector';

export type CreditOptions = {
  readonly evaluate: Evaluate;
  readonly params: Tree;
  /** How errors go down at a path; by the exact transpose where undefined. */
  readonly sendBackAt: (path: string) => SendBack | undefined;
  /** Paths whose calls are wanted. */
  readonly wanted: (path: string) => boolean;
  /** Whether the errors at the projections of these calls are wanted too. */
  readonly errors?: boolean;
  /** Whether this update moves the parameters; else there are no gradients to find, and they are 0. */
  readonly descend?: boolean;
};

/** A call with the error at its projection, where that was wanted and reached it. */
export type CreditedCall = Call & { readonly error?: Tensor };

/** What came of a pass: all within the caller's tidy. */
export type Assigned = {
  readonly objective: Objective;
  readonly grads: Tree;
  readonly calls: readonly CreditedCall[];
};

/** One forward pass and, where it is to descend, one pass back along the rule's way. To be called within a tidy. */
export function assignCredit({
  evaluate,
  params,
  sendBackAt,
  wanted,
  errors = false,
  descend = true,
}: CreditOptions): Assigned {
  const calls: Call[] = [];
  const reached = new Map<Call, Tensor>();
  const watch = {
    call: (call: Call) => {
      if (wanted(call.path)) calls.push(call);
    },
    ...(errors && { error: (call: Call, error: Tensor) => void reached.set(call, tf.keep(tf.clone(error))) }),
  };
  if (!descend) {
    const objective = evaluate(params, creditProjector(params, sendBackAt, watch));
    return { objective, grads: mapTree(params, (leaf) => tf.zerosLike(leaf)), calls };
  }
  const { value, grads, rest } = valueAndGrad((tree) => {
    const { loss, ...others } = evaluate(tree, creditProjector(tree, sendBackAt, watch));
    return { value: loss, rest: { ...others, calls: treeOf(calls) } };
  }, params);
  const { terms, state, taskState, calls: held } = rest;
  const objective = { loss: value, terms, state, taskState } as Objective; // as `evaluate` made them
  return { objective, grads, calls: heldCalls(calls, { held, reached }) };
}

/** What valueAndGrad is to hold while it frees the rest of the pass. */
const treeOf = (calls: readonly Call[]): Tree =>
  Object.fromEntries(calls.map(({ input, projection }, index) => [index, { input, projection }]));

function heldCalls(
  calls: readonly Call[],
  { held, reached }: { readonly held: Tree; readonly reached: ReadonlyMap<Call, Tensor> },
): CreditedCall[] {
  return calls.map((call, index) => {
    const kept = reached.get(call);
    const [input, projection] = ['input', 'projection'].map((name) => leafAt(held, `${index}/${name}`)!);
    const own = { ...call, input: input!, projection: projection! };
    if (kept === undefined) return own;
    const error = tf.clone(kept); // belongs to the caller's tidy, which what is kept does not
    kept.dispose();
    return { ...own, error };
  });
}
