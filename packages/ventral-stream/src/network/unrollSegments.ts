import { recomputed, type Tensor, type Tensor4D, type Tree } from '@goal-driven/core';
import type { ConvHidden } from '../cells/ConvCell';
import type { CompiledGraph } from './compileGraph';
import type { NodeMemory } from './evaluateNode';
import { planSteps } from './planSteps';
import { runSteps, type Carry, type UnrollArguments, type Unrolled } from './unroll';

/**
 * `unroll` in segments of so many timesteps, between which only outputs and states are kept while a gradient is recorded;
 * the timesteps of a segment are computed once more when the gradient passes. Same values, same gradients; about a third
 * more time for the memory of one segment and the borders.
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
  for (let first = 0; first < args.timesteps; first += segment) {
    const timesteps = { first, last: Math.min(first + segment, args.timesteps) };
    const frames = framesBetween(args.frame, timesteps);
    const inputs = { params: args.params, frames: frames.tensors, carry: treeOf(carry) };
    // A tree of no leaves has no key.
    const outputs = recomputed((given: typeof inputs): Tree => {
      const frame = (step: number) => given.frames[frames.name(step)] as Tensor4D;
      const run = runSteps(compiled, carryOf((given.carry as Tree | undefined) ?? {}), {
        ...args,
        params: given.params,
        frame,
        plans,
        ...timesteps,
      });
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

/** What must survive a border: outputs and states. What unchanged inputs gave is computed anew after it. */
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
