import { IMAGE } from '../graph/Graph';
import type { CompiledGraph } from './compileGraph';

/** Whose outputs are wanted, and at which timesteps: by node, [timesteps]. */
export type Wanted = ReadonlyMap<string, readonly boolean[]>;

/** What must be computed at one step: the states of some nodes, and the outputs of some of those. */
export type StepPlan = { readonly states: ReadonlySet<string>; readonly outputs: ReadonlySet<string> };

/**
 * What of the unrolled graph the wanted outputs depend on. A node is evaluated at step t only where somebody needs
 * what it gives then: near the end of a presentation the early layers no longer reach the readout, and a layer
 * without a state need not run before the image has come to it.
 *
 * @returns a plan for each step, [timesteps]
 */
export function planSteps({ nodes }: CompiledGraph, wanted: Wanted, timesteps: number): StepPlan[] {
  const plans = Array.from({ length: timesteps }, () => ({
    states: new Set<string>(),
    outputs: new Set<string>(),
  }));
  for (let step = timesteps - 1; step >= 0; step--) {
    const { states, outputs } = plans[step]!;
    for (const [name, at] of wanted) if (at[step] === true) outputs.add(name);
    for (const { name, cell, inputs } of nodes) {
      if (outputs.has(name)) states.add(name);
      if (!states.has(name) || step === 0) continue;
      const before = plans[step - 1]!;
      if (cell !== undefined) before.states.add(name);
      for (const source of [inputs.feedforward, ...inputs.others])
        if (source !== IMAGE) before.outputs.add(source);
    }
  }
  return plans;
}
