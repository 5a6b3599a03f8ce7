import { tf, valueAndGrad, type Evaluate, type Objective, type Tensor, type Tree } from '@goal-driven/core';
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
  /** Whether this update moves the parameters; else no gradients are sought. */
  readonly descend?: boolean;
};

/** A call with the error at its projection, where that was wanted and reached it. */
export type CreditedCall = Call & {
  readonly error?: Tensor;
  /** Whether in this pass an error went down by its kernel, in this or another use of it. */
  readonly carried: boolean;
};

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
  // Clones that survive the tidies of layers, and of tfjs's gradients.
  const held: { call: Call; input: Tensor; projection: Tensor; error?: Tensor }[] = [];
  const carried = new Set<string>();
  const watch = {
    carried: ({ path }: Call) => void carried.add(path),
    call: (call: Call) => {
      if (wanted(call.path)) held.push({ call, input: kept(call.input), projection: kept(call.projection) });
    },
    ...(errors && {
      error: (call: Call, error: Tensor) => {
        const own = held.find((one) => one.call === call);
        if (own !== undefined) own.error = kept(error);
      },
    }),
  };
  try {
    const passed = descend ? descended() : risen();
    const calls = held.map(({ call, input, projection, error }) => ({
      ...call,
      input: tf.clone(input),
      projection: tf.clone(projection),
      carried: carried.has(call.path),
      ...(error && { error: tf.clone(error) }),
    }));
    return { ...passed, calls };
  } finally {
    for (const { input, projection, error } of held)
      tf.dispose([input, projection, ...(error ? [error] : [])]);
  }

  function descended(): Pick<Assigned, 'objective' | 'grads'> {
    const { value, grads, rest } = valueAndGrad((tree) => {
      const { loss, terms, state, taskState } = evaluate(tree, creditProjector(tree, sendBackAt, watch));
      return { value: loss, rest: { terms, state, taskState } };
    }, params);
    return { objective: { loss: value, ...rest }, grads };
  }

  function risen(): Pick<Assigned, 'objective' | 'grads'> {
    const objective = evaluate(params, creditProjector(params, sendBackAt, watch));
    return { objective, grads: {} };
  }
}

const kept = (tensor: Tensor): Tensor => tf.keep(tf.clone(tensor));
