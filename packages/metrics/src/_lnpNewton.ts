import { NumericalError } from '@goal-driven/core/arrays';
import { addEntry, createEnvelope, solveInPlace, type Envelope } from './_envelopeCholesky';
import type { LnpGroups, LnpTally } from './_lnpGroups';
import { neighbourPairs } from './_roughness';

/** What one model needs for any number of fits. */
export type LnpProblem = {
  readonly groups: LnpGroups;
  /** Neighbouring parameters [a, b, a, b, ...], and the penalty of each pair: `penalty / 2 (theta_a - theta_b)^2`. */
  readonly pairs: Int32Array;
  readonly penalties: Float64Array;
  readonly hessian: Envelope;
  /** [groups], expected counts of a sample at the parameters at hand. */
  readonly rates: Float64Array;
};

export type LnpSolution = {
  /** One per bin of each variable, variables one after the other; exp of their sum is the expected count. */
  readonly parameters: Float64Array;
  readonly objective: number;
};

export function lnpProblem(groups: LnpGroups): LnpProblem {
  const { variables, offsets } = groups;
  const ofVariables = variables.map((variable, at) =>
    neighbourPairs(variable).map((bin) => bin + offsets[at]!),
  );
  const pairs = Int32Array.from(ofVariables.flatMap((block) => [...block]));
  const penalties = Float64Array.from(
    ofVariables.flatMap((block, at) =>
      Array.from({ length: block.length / 2 }, () => variables[at]!.penalty),
    ),
  );
  const hessian = createEnvelope(firstColumns(groups, pairs));
  return { groups, pairs, penalties, hessian, rates: new Float64Array(groups.count) };
}

/** The first block touches only neighbours; all others touch every block before them. */
function firstColumns({ offsets }: LnpGroups, pairs: Int32Array): Int32Array {
  const firsts = Int32Array.from({ length: offsets.at(-1)! }, (_, row) => (row < offsets[1]! ? row : 0));
  for (let at = 0; at < pairs.length; at += 2) {
    firsts[pairs[at + 1]!] = Math.min(firsts[pairs[at + 1]!]!, pairs[at]!);
  }
  return firsts;
}

const MOST_ITERATIONS = 100;
/** Of the objective; what it changes less than a full step was worth is rounding. */
const PRECISION = 1e-14;
const ROUNDING = 1e-11;

/**
 * Minimises `sum_t (r_t - n_t log r_t) + 1/2 sum_b penalty_b theta_b^T D_b theta_b` by Newton's method with halved steps.
 * The objective is convex, so where it begins does not matter.
 *
 * @throws NumericalError where it does not converge
 */
export function fitLnp(problem: LnpProblem, seen: LnpTally, start: Float64Array): LnpSolution {
  let parameters = start.slice();
  let objective = objectiveAt(problem, seen, parameters);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const gradient = gradientAt(problem, seen, parameters);
    fillHessian(problem, seen);
    const step = gradient.map((slope) => -slope);
    if (!solveInPlace(problem.hessian, step)) break;
    const slope = gradient.reduce((sum, value, at) => sum + value * step[at]!, 0);
    const scale = Math.max(1, Math.abs(objective));
    let [length, better] = [1, objective];
    const from = parameters;
    do {
      parameters = from.map((value, at) => value + length * step[at]!);
      better = objectiveAt(problem, seen, parameters);
      if (better <= objective + 1e-4 * length * slope + ROUNDING * scale) break;
      length /= 2;
    } while (length > 1e-10);
    objective = better;
    if (-slope <= PRECISION * scale) return { parameters, objective };
  }
  throw new NumericalError(
    `fitLnp: Newton's method must converge in ${MOST_ITERATIONS} steps, got ${objective}`,
  );
}

/** Leaves the expected counts at these parameters in `rates`. */
function objectiveAt(
  { groups, pairs, penalties, rates }: LnpProblem,
  seen: LnpTally,
  at: Float64Array,
): number {
  const width = groups.variables.length;
  let sum = 0;
  for (let group = 0, next = 0; group < groups.count; group++) {
    let drive = 0;
    for (const end = next + width; next < end; next++) drive += at[groups.parameters[next]!]!;
    rates[group] = Math.exp(drive);
    if (seen.times[group]! > 0) sum += seen.times[group]! * rates[group]! - seen.spikes[group]! * drive;
  }
  for (let pair = 0; pair < penalties.length; pair++) {
    sum += (penalties[pair]! / 2) * (at[pairs[2 * pair]!]! - at[pairs[2 * pair + 1]!]!) ** 2;
  }
  return sum;
}

function gradientAt(
  { groups, pairs, penalties, rates }: LnpProblem,
  seen: LnpTally,
  at: Float64Array,
): Float64Array {
  const width = groups.variables.length;
  const gradient = new Float64Array(at.length);
  for (let group = 0, next = 0; group < groups.count; group++) {
    const excess = seen.times[group]! > 0 ? seen.times[group]! * rates[group]! - seen.spikes[group]! : 0;
    for (const end = next + width; next < end; next++) gradient[groups.parameters[next]!]! += excess;
  }
  for (let pair = 0; pair < penalties.length; pair++) {
    const [a, b] = [pairs[2 * pair]!, pairs[2 * pair + 1]!];
    const pull = penalties[pair]! * (at[a]! - at[b]!);
    gradient[a]! += pull;
    gradient[b]! -= pull;
  }
  return gradient;
}

/**
 * Variables share a constant: along it the objective is flat, the gradient 0 and the Hessian singular. A weight on the
 * sum of the step of each variable after the first makes it definite, and the solution is the step that leaves those
 * sums alone.
 */
function fillHessian({ groups, pairs, penalties, hessian, rates }: LnpProblem, seen: LnpTally): void {
  const { parameters, offsets, variables } = groups;
  hessian.values.fill(0);
  let weights = 0;
  for (let group = 0, start = 0; group < groups.count; group++, start += variables.length) {
    if (seen.times[group] === 0) continue;
    const weight = seen.times[group]! * rates[group]!;
    weights += weight;
    for (let a = start; a < start + variables.length; a++) {
      for (let b = start; b <= a; b++) addEntry(hessian, parameters[a]!, parameters[b]!, weight);
    }
  }
  for (let pair = 0; pair < penalties.length; pair++) {
    const [a, b] = [pairs[2 * pair]!, pairs[2 * pair + 1]!];
    addEntry(hessian, a, a, penalties[pair]!);
    addEntry(hessian, b, b, penalties[pair]!);
    addEntry(hessian, a, b, -penalties[pair]!);
  }
  for (let block = 1; block < variables.length; block++) {
    const size = offsets[block + 1]! - offsets[block]!;
    for (let a = offsets[block]!; a < offsets[block + 1]!; a++) {
      for (let b = offsets[block]!; b <= a; b++) addEntry(hessian, a, b, weights / (size * size));
    }
  }
}
