import { recomputed, type Tensor, type Tensor4D, type Tree } from '@goal-driven/core';
import type { ConvHidden } from '../cells/ConvCell';
import type { CompiledGraph } from './compileGraph';
import { IMAGE } from '../graph/Graph';
import type { NodeMemory } from './evaluateNode';
import { planSteps } from './planSteps';
import { runSteps, type Carry, type UnrollArguments, type Unrolled } from './unroll';

/**
 * `unroll` in segments of so many timesteps, between which only outputs and states are kept while a gradient is recorded;
 * the timesteps of a segment are computed once more when the gradient passes. Same values, gradients and running moments;
 * about a third more time for the memory of one segment and the borders.
 *
 * The frames must be few different tensors, as a presentation's are; what is told to `observe` is not supported.
 */
export function unrollSegments(
  compiled: CompiledGraph,
  { segment, ...args }: Omit<UnrollArguments, 'observe'> & { readonly segment: number },
): Unrolled {
  const plans = planSteps(compiled, args.wanted, args.timesteps);
  const found = new Map<string, Tensor[]>([...args.wanted.keys()].map((name) => [name, []]));
  let carry: Carry = { outputs: {}, memories: {}, state: args.state };
  let settled: readonly string[] = [];
  for (let first = 0; first < args.timesteps; first += segment) {
    const timesteps = { first, last: Math.min(first + segment, args.timesteps) };
    if (plans.slice(first, timesteps.last).every(({ states }) => states.size === 0)) {
      [carry, settled] = [{ outputs: {}, memories: {}, state: carry.state }, []];
      continue;
    }
    const known = settled;
    const imageStays = args.frame(timesteps.last) === args.frame(timesteps.last - 1);
    const frames = framesBetween(args.frame, timesteps);
    const inputs = { params: args.params, frames: frames.tensors, carry: treeOf(carry) };
    // A tree of no leaves has no key.
    const outputs = recomputed((given: typeof inputs): Tree => {
      const frame = (step: number) => given.frames[frames.name(step)] as Tensor4D;
      const bare = carryOf((given.carry as Tree | undefined) ?? {});
      const start = { ...bare, memories: withInputs(compiled, bare, { known, frame: () => frame(first) }) };
      const run = runSteps(compiled, start, {
        ...args,
        params: given.params,
        frame,
        plans,
        ...timesteps,
      });
      settled = settledNodes(compiled, run.carry, imageStays);
      const seen = [...run.found].map(([name, list]) => [
        name,
        Object.fromEntries(list.map((tensor, index) => [index, tensor])),
      ]);
      return { carry: treeOf(run.carry), found: Object.fromEntries(seen) as Tree };
    }, inputs);
    carry = carryOf((outputs['carry'] ?? {}) as Tree);
    for (const [name, list] of found) {
      const seen = ((outputs['found'] as Tree | undefined)?.[name] ?? {}) as {
        readonly [index: number]: Tensor;
      };
      list.push(...Object.values(seen));
    }
  }
  return { outputs: found, state: carry.state };
}

function framesBetween(frame: (step: number) => Tensor4D, { first, last }: { first: number; last: number }) {
  const unique = [...new Set(Array.from({ length: last - first }, (_, index) => frame(first + index)))];
  return {
    tensors: Object.fromEntries(unique.map((tensor, index) => [`frame${index}`, tensor])),
    name: (step: number) => `frame${unique.indexOf(frame(step))}`,
  };
}

/** The nodes that will be given the very tensors that they were given at the last step. */
function settledNodes(
  { nodes }: CompiledGraph,
  { outputs, memories }: Carry,
  imageStays: boolean,
): readonly string[] {
  const same = (source: string, tensor: Tensor) =>
    source === IMAGE ? imageStays : outputs[source] === tensor;
  return nodes.flatMap(({ name, inputs }) => {
    const last = memories[name]?.last;
    const settled =
      last !== undefined &&
      same(inputs.feedforward, last.feedforward) &&
      last.others.every((tensor, index) => same(inputs.others[index]!, tensor));
    return settled ? [name] : [];
  });
}

/** Memories after a border, in which nodes known to be given the same as before it find that again. */
function withInputs(
  { nodes }: CompiledGraph,
  { outputs, memories }: Carry,
  { known, frame }: { readonly known: readonly string[]; readonly frame: () => Tensor4D },
): Carry['memories'] {
  const given = (source: string) => (source === IMAGE ? frame() : outputs[source]!);
  const found = nodes
    .filter(({ name }) => known.includes(name))
    .map(({ name, inputs, apart, cell }): [string, NodeMemory] => {
      const feedforward = given(inputs.feedforward);
      const others = apart ? [] : inputs.others.map(given);
      const output = cell === undefined ? { output: outputs[name]! } : {};
      return [name, { ...memories[name], last: { feedforward, others, ...output } }];
    });
  return { ...memories, ...Object.fromEntries(found) };
}

/** What must survive a border: outputs and states. What unchanged inputs gave a cell is computed anew after it. */
function treeOf({ outputs, memories, state }: Carry): Tree {
  const hidden = Object.entries(memories).flatMap(([name, memory]) =>
    memory.hidden === undefined ? [] : [[name, memory.hidden as Tree] as const],
  );
  return { outputs, hidden: Object.fromEntries(hidden), state };
}

function carryOf(tree: Tree): Carry {
  const memories = Object.entries((tree['hidden'] ?? {}) as Tree).map(([name, hidden]) => [
    name,
    { hidden: hidden as ConvHidden } satisfies NodeMemory,
  ]);
  return {
    outputs: (tree['outputs'] ?? {}) as Carry['outputs'],
    memories: Object.fromEntries(memories) as Carry['memories'],
    state: (tree['state'] ?? {}) as Tree,
  };
}
