import { tf, type Pass, type Tensor, type Tensor4D, type Tree } from '@goal-driven/core';
import type { ConvHidden, Drive, Gates } from '../cells/ConvCell';
import type { CompiledNode, NamedOp } from './compileGraph';
import { repeated, repeatedRecord } from './sameBatch';
import { tidied } from './tidied';

/** What a node keeps from one step to the next. */
export type NodeMemory = {
  readonly hidden?: ConvHidden;
  /** The inputs of the step before, and what followed from them alone. */
  readonly last?: {
    readonly feedforward: Tensor;
    readonly others: readonly Tensor[];
    /** Of a node with a cell; computed again from unchanged inputs where it was not kept. */
    readonly drive?: Drive;
    /** Of a node without. */
    readonly output?: Tensor;
  };
};

export type NodeResult = {
  readonly output?: Tensor;
  readonly memory: NodeMemory;
  /** The node's carried parts, such as running moments. */
  readonly state: Tree;
  readonly gates?: Gates;
};

export type NodeArguments = {
  readonly params: Tree;
  readonly state: Tree;
  readonly memory: NodeMemory;
  readonly feedforward: Tensor;
  /** In the order of the node's inputs. */
  readonly others: readonly Tensor[];
  /** At the place of the node's parameters. */
  readonly pass: Pass;
  /** Whether the output is wanted, or the state alone. */
  readonly output: boolean;
  readonly observe: boolean;
};

/**
 * One step of one node. What the inputs alone determine is taken from the step before where the inputs are the very
 * same tensors, as they are while an image is shown to a layer that only feed-forward layers precede.
 */
export function evaluateNode(node: CompiledNode, args: NodeArguments): NodeResult {
  const { last } = args.memory;
  const shared = node.apart ? [] : args.others;
  const unchanged =
    last !== undefined &&
    last.feedforward === args.feedforward &&
    last.others.every((tensor, index) => tensor === shared[index]);
  return tidied((): NodeResult => {
    if (node.cell === undefined) {
      if (unchanged && last.output !== undefined)
        return { output: last.output, memory: args.memory, state: args.state };
      const { y, state } = runBefore(node, args, shared);
      const after = run(node.after, y, { ...args, state });
      return {
        output: after.y,
        memory: { last: { feedforward: args.feedforward, others: shared, output: after.y } },
        state: after.state,
      };
    }
    return stepCell({ ...node, cell: node.cell }, args, { unchanged, shared });
  });
}

function stepCell(
  node: CompiledNode & { readonly cell: NonNullable<CompiledNode['cell']> },
  args: NodeArguments,
  { unchanged, shared }: { readonly unchanged: boolean; readonly shared: readonly Tensor[] },
): NodeResult {
  const { cell } = node;
  const params = (args.params['cell'] ?? {}) as Tree;
  const pass = args.pass.at('cell');
  let state = args.state;
  let drive = unchanged ? args.memory.last?.drive : undefined;
  if (drive === undefined) {
    const before = runBefore(node, args, shared);
    if (!unchanged) state = before.state; // moments have seen an unchanged input
    drive = cell.project(params, { input: before.y as Tensor4D, skip: args.feedforward as Tensor4D }, pass);
  }
  const feedback = args.others.length > 0 ? feedbackOf(node, args) : undefined;
  const hidden = args.memory.hidden ?? emptyHidden(cell);
  const batch = Math.max(
    ...[...Object.values(drive), ...Object.values(hidden), ...(feedback ? [feedback] : [])].map(
      (tensor) => tensor.shape[0]!,
    ),
  );
  const input = {
    drive: repeatedRecord(drive, batch),
    ...(feedback !== undefined && { feedback: repeated(feedback, batch) }),
    observe: args.observe,
  };
  const next = cell.step(params, repeatedRecord(hidden, batch), input, pass);
  const memory = { hidden: next.hidden, last: { feedforward: args.feedforward, others: shared, drive } };
  const gates = next.gates === undefined ? {} : { gates: next.gates };
  if (!args.output) return { memory, state, ...gates };
  const after = run(node.after, next.output, { ...args, state });
  return { output: after.y, memory, state: after.state, ...gates };
}

const emptyHidden = ({ states, site }: NonNullable<CompiledNode['cell']>): ConvHidden =>
  Object.fromEntries(
    Object.entries(states).map(([name, channels]) => [
      name,
      tf.zeros([1, ...site.size, channels!]) as Tensor4D,
    ]),
  );

/** What goes to the cell apart from the feed-forward input. */
const feedbackOf = ({ feedback }: CompiledNode, { params, others, pass }: NodeArguments) =>
  feedback?.apply((params['join'] ?? {}) as Tree, others, pass.at('join'));

function runBefore(node: CompiledNode, args: NodeArguments, others: readonly Tensor[]) {
  const params = (args.params['join'] ?? {}) as Tree;
  const x = node.join.apply(params, { feedforward: args.feedforward, others, pass: args.pass.at('join') });
  return run(node.before, x, args);
}

/** A list of operations in turn. */
function run(
  ops: readonly NamedOp[],
  x: Tensor,
  { params, state, feedforward, pass }: Pick<NodeArguments, 'params' | 'state' | 'feedforward' | 'pass'>,
): { y: Tensor; state: Tree } {
  let y = x;
  let next = state;
  for (const { name, layer } of ops) {
    const own = (next[name] ?? {}) as Tree;
    const result = layer.apply((params[name] ?? {}) as Tree, own, {
      x: y,
      entered: feedforward,
      pass: pass.at(name),
    });
    y = result.y;
    if (result.state !== own) next = { ...next, [name]: result.state };
  }
  return { y, state: next };
}
