import { ShapeError, tf, type Pass, type Tensor, type Tensor4D, type Tree } from '@goal-driven/core';
import type { ConvHidden, Gates } from '../cells/ConvCell';
import { IMAGE } from '../graph/Graph';
import type { CompiledGraph, CompiledNode } from './compileGraph';
import { evaluateNode, type NodeMemory } from './evaluateNode';
import { planSteps, type StepPlan, type Wanted } from './planSteps';

/** All that one step hands to the next. */
export type Carry = {
  readonly outputs: { readonly [node: string]: Tensor };
  readonly memories: { readonly [node: string]: NodeMemory };
  /** Carried parts of all nodes, such as running moments. */
  readonly state: Tree;
};

export type UnrollArguments = {
  /** Of all nodes, by name. */
  readonly params: Tree;
  /** Running moments, by node. */
  readonly state: Tree;
  /** What the eye is shown at a step, [B, height, width, channels], or [1, ...] where it is the same for all. */
  readonly frame: (step: number) => Tensor4D;
  /** How many are run. */
  readonly timesteps: number;
  /** Examples in what is shown before anything is: 1, or B where the nodes draw for each example. */
  readonly batch?: number;
  /** Whose outputs are kept, and at which timesteps. */
  readonly wanted: Wanted;
  /** Of the network; each node has its own below it. */
  readonly pass: Pass;
  /** Arrows that carry nothing at a step: their target sees zeros. */
  readonly silenced?: (from: string, to: string, step: number) => boolean;
  /** Nodes whose cell enters a step with its empty state, as at the start, in the place of what it carried. */
  readonly forgotten?: (node: string, step: number) => boolean;
  /** Told of the states and gates of every node with a cell as they come; what it wants to keep it must clone. */
  readonly observe?: (step: number, node: string, seen: { hidden: ConvHidden; gates: Gates }) => void;
};

export type Unrolled = {
  /** The wanted outputs by node, in the order of the timesteps; the batch of one that is the same for all is 1. */
  readonly outputs: ReadonlyMap<string, readonly Tensor[]>;
  /** Running moments after the last step. */
  readonly state: Tree;
};

/**
 * Runs a graph in time. At every step each node takes what its sources gave one step before (zeros before step 0) and
 * is evaluated once, so that every arrow, whichever its kind, costs one step (Nayebi et al. 2018).
 *
 * What is the same for all images (the activity that biases cause before the image arrives, the answer to a blank) is
 * computed for one example and repeated when it meets what is not; only what the wanted outputs depend on is
 * computed. Neither changes a number but by the rounding of another order of summation.
 *
 * @throws ShapeError when a frame is not the graph's input
 */
export function unroll(compiled: CompiledGraph, args: UnrollArguments): Unrolled {
  const plans = planSteps(compiled, args.wanted, args.timesteps);
  const start: Carry = { outputs: {}, memories: {}, state: args.state };
  const { found, carry } = runSteps(compiled, start, { ...args, plans, first: 0, last: args.timesteps });
  return { outputs: found, state: carry.state };
}

export type StepsArguments = UnrollArguments & {
  /** Of all timesteps, [timesteps]. */
  readonly plans: readonly StepPlan[];
  /** The timesteps to run are first .. last - 1. */
  readonly first: number;
  readonly last: number;
};

/** Some timesteps of an unrolled graph: the wanted outputs among them, and what the next one is handed. */
export function runSteps(compiled: CompiledGraph, start: Carry, args: StepsArguments) {
  const found = new Map<string, Tensor[]>([...args.wanted.keys()].map((name) => [name, []]));
  const given = made(start);
  const frames = new Set<Tensor>();
  let carry = start;
  for (let step = args.first; step < args.last; step++) {
    frames.add(args.frame(step));
    const next = advance(compiled, carry, { ...args, step, plan: args.plans[step]! });
    for (const [name, at] of args.wanted) if (at[step] === true) found.get(name)!.push(next.outputs[name]!);
    release(carry, next, [...given, ...frames, ...[...found.values()].flat()]);
    carry = next;
  }
  return { found, carry };
}

/** Frees what a step left behind that nobody holds any more; a gradient's tape keeps copies of what it needs. */
function release(old: Carry, carry: Carry, others: readonly Tensor[]): void {
  const held = new Set([...made(carry), ...others]);
  for (const tensor of made(old)) if (!held.has(tensor)) tensor.dispose();
}

const made = ({ outputs, memories }: Carry): Tensor[] => [
  ...Object.values(outputs),
  ...Object.values(memories).flatMap(({ hidden, last }) => [
    ...Object.values(hidden ?? {}),
    ...Object.values(last?.drive ?? {}),
  ]),
];

/** One step of all nodes. */
function advance(
  compiled: CompiledGraph,
  carry: Carry,
  { step, plan, ...args }: UnrollArguments & { readonly step: number; readonly plan: StepPlan },
): Carry {
  const frame = args.frame(step);
  checkFrame(frame, compiled.graph.input);
  const outputs: Record<string, Tensor> = {};
  const memories: Record<string, NodeMemory> = {};
  let state = carry.state;
  const seen = (node: CompiledNode, source: string): Tensor => {
    const output = source === IMAGE ? frame : carry.outputs[source];
    const cut = args.silenced?.(source, node.name, step) ?? false;
    if (output !== undefined && !cut) return output;
    return tf.zeros([
      args.batch ?? 1,
      ...(source === IMAGE ? compiled.graph.input : shapeOf(compiled, source)),
    ]);
  };
  for (const node of compiled.nodes) {
    const { name, inputs } = node;
    if (!plan.states.has(name)) continue;
    const own = (state[name] ?? {}) as Tree;
    const memory = carry.memories[name] ?? {};
    const emptied = args.forgotten?.(name, step) ?? false;
    const result = evaluateNode(node, {
      params: (args.params[name] ?? {}) as Tree,
      state: own,
      memory: emptied && memory.last !== undefined ? { last: memory.last } : memory,
      feedforward: seen(node, inputs.feedforward),
      others: inputs.others.map((source) => seen(node, source)),
      pass: args.pass.at(name),
      output: plan.outputs.has(name),
      observe: args.observe !== undefined,
    });
    memories[name] = result.memory;
    if (result.output !== undefined) outputs[name] = result.output;
    if (result.state !== own) state = { ...state, [name]: result.state };
    if (result.memory.hidden !== undefined)
      args.observe?.(step, name, { hidden: result.memory.hidden, gates: result.gates ?? {} });
  }
  return { outputs, memories, state };
}

const shapeOf = ({ nodes }: CompiledGraph, name: string) =>
  nodes.find((node) => node.name === name)!.shapes.output; // the schema wants it to exist

function checkFrame(frame: Tensor4D, input: readonly number[]): void {
  if (frame.rank === 4 && String(frame.shape.slice(1)) === String(input)) return;
  throw new ShapeError(`unroll: a frame must be [batch, ${input}], got [${frame.shape}]`);
}
