import { ConfigError, DataError, type Rng } from '@goal-driven/core/arrays';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { stateOf, type SizeBins } from './sizeBins';
import { sizeAt, synapsesOf, type SynapseSizes } from './SynapseSizes';

/** A chain of states of size, one step for the time between two sessions. */
export type MarkovChain = {
  readonly states: number;
  /** [states, states], row by row: chance of the column's state after the row's. */
  readonly transitions: Float64Array;
  /** [states], what the chain comes to. */
  readonly stationary: Float64Array;
  /** Largest absolute eigenvalue below 1: how slowly the chain forgets, per step. */
  readonly secondEigenvalue: number;
};

/**
 * The chain of all steps between sessions.
 *
 * @throws DataError naming a state that no step leaves
 * @source Melander et al. 2021
 */
export function markovChain(sizes: SynapseSizes, bins: SizeBins): MarkovChain {
  const { states } = bins;
  const transitions = new Float64Array(states * states);
  for (let synapse = 0; synapse < sizes.synapses; synapse++)
    for (let session = 0; session + 1 < sizes.sessions; session++) {
      const from = stateOf(bins, sizeAt(sizes, synapse, session));
      const to = stateOf(bins, sizeAt(sizes, synapse, session + 1));
      if (from !== undefined && to !== undefined) transitions[from * states + to]! += 1;
    }
  for (let state = 0; state < states; state++) {
    const row = transitions.subarray(state * states, (state + 1) * states);
    const total = row.reduce((sum, count) => sum + count, 0);
    if (total === 0)
      throw new DataError(`markovChain: every state must be left by a step, got none from state ${state}`);
    row.forEach((count, to) => (row[to] = count / total));
  }
  return { states, transitions, ...longRun(transitions, states) };
}

/** The left eigenvector of the eigenvalue with the largest real part, and the size of the next. */
function longRun(
  transitions: Float64Array,
  states: number,
): Pick<MarkovChain, 'stationary' | 'secondEigenvalue'> {
  const rows = Array.from({ length: states }, (_, from) =>
    Array.from(transitions.subarray(from * states, (from + 1) * states)),
  );
  const { realEigenvalues, imaginaryEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    new Matrix(rows).transpose(),
  );
  const sizesOf = realEigenvalues.map((real, at) => Math.hypot(real, imaginaryEigenvalues[at]!));
  const first = realEigenvalues.indexOf(Math.max(...realEigenvalues));
  const vector = Float64Array.from(eigenvectorMatrix.getColumn(first));
  const total = vector.reduce((sum, value) => sum + value, 0);
  return {
    stationary: vector.map((value) => value / total),
    secondEigenvalue: Math.max(...sizesOf.filter((_, at) => at !== first)),
  };
}

/** How often the sizes are in each state, over all sessions: [states], shares. */
export function occupancy(sizes: SynapseSizes, bins: SizeBins, session?: number): Float64Array {
  const shares = new Float64Array(bins.states);
  let total = 0;
  for (let synapse = 0; synapse < sizes.synapses; synapse++)
    for (let at = session ?? 0; at < (session === undefined ? sizes.sessions : session + 1); at++) {
      const state = stateOf(bins, sizeAt(sizes, synapse, at));
      if (state === undefined) continue;
      shares[state]! += 1;
      total += 1;
    }
  return shares.map((count) => count / total);
}

/** Half the sum of the absolute differences of two distributions [states], 0 .. 1. */
export const totalVariation = (one: Float64Array, other: Float64Array): number =>
  one.reduce((sum, share, state) => sum + Math.abs(share - other[state]!), 0) / 2;

/**
 * Where a distribution over states goes, step by step.
 *
 * @param start [states]
 * @returns [steps + 1][states], the start first
 * @throws ConfigError for a start of another length
 */
export function evolve(chain: MarkovChain, start: Float64Array, steps: number): Float64Array[] {
  const { states, transitions } = chain;
  if (start.length !== states)
    throw new ConfigError(`evolve: start must have ${states} shares, got ${start.length}`);
  const course = [start];
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(states);
    course[step]!.forEach((share, from) => {
      for (let to = 0; to < states; to++) next[to]! += share * transitions[from * states + to]!;
    });
    course.push(next);
  }
  return course;
}

/**
 * Survival that the chain predicts: what is left, step after step, of synapses that begin as those of the first session
 * when absence keeps what it gets.
 *
 * @param start [states], shares of the first session; absence is left out of it
 * @returns [steps + 1], from 1
 */
export function predictedSurvival(chain: MarkovChain, start: Float64Array, steps: number): number[] {
  const { states } = chain;
  const transitions = chain.transitions.slice();
  transitions.fill(0, 0, states);
  transitions[0] = 1;
  const there = start.reduce((sum, share, state) => (state === 0 ? sum : sum + share), 0);
  const begin = start.map((share, state) => (state === 0 ? 0 : share / there));
  return evolve({ ...chain, transitions }, begin, steps).map((shares) => 1 - shares[0]!);
}

/**
 * How far the chain is from running alike in both directions of time: correlation of the flows `pi_i P_ij` and
 * `pi_j P_ji` over pairs of different states, 1 in detailed balance.
 */
export function detailedBalance({ states, transitions, stationary }: MarkovChain): number {
  const forward: number[] = [];
  const backward: number[] = [];
  for (let from = 0; from < states; from++)
    for (let to = from + 1; to < states; to++) {
      forward.push(stationary[from]! * transitions[from * states + to]!);
      backward.push(stationary[to]! * transitions[to * states + from]!);
    }
  return correlation(forward, backward);
}

/** Mean and standard deviation of the state that follows each: [states] each, in states. */
export function nextState({ states, transitions }: MarkovChain): {
  readonly mean: number[];
  readonly standardDeviation: number[];
} {
  const moment = (from: number, of: (to: number) => number) =>
    transitions
      .subarray(from * states, (from + 1) * states)
      .reduce((sum, chance, to) => sum + chance * of(to), 0);
  const mean = Array.from({ length: states }, (_, from) => moment(from, (to) => to));
  return {
    mean,
    standardDeviation: mean.map((middle, from) => Math.sqrt(moment(from, (to) => (to - middle) ** 2))),
  };
}

/**
 * A chain for each resample of the synapses, with replacement, drawn anew where a state is left by no step.
 *
 * @throws DataError where 1000 draws leave a state that no step leaves
 */
export function bootstrapChains(
  sizes: SynapseSizes,
  { bins, resamples }: { readonly bins: SizeBins; readonly resamples: number },
  rng: Rng,
): MarkovChain[] {
  return Array.from({ length: resamples }, (_, resample) => {
    for (let attempt = 0; attempt < 1000; attempt++) {
      const stream = rng.child(resample).child(attempt).stream();
      const drawn = Int32Array.from({ length: sizes.synapses }, () => stream.integer(sizes.synapses));
      try {
        return markovChain(synapsesOf(sizes, drawn), bins);
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
      }
    }
    throw new DataError(
      'bootstrapChains: resamples must leave every state by a step, got none that does in 1000 draws',
    );
  });
}

/**
 * Synapses that follow the chain; a size is drawn uniformly within its state, in the widest no further than the edges.
 *
 * @param start [states], shares from which first states are drawn
 */
export function simulateChain(
  chain: MarkovChain,
  { bins, start, synapses, sessions }: ChainSimulation,
  rng: Rng,
): SynapseSizes {
  const { states, transitions } = chain;
  const stream = rng.stream();
  const pick = (shares: Float64Array) => {
    const drawn = stream.uniform();
    let sum = 0;
    for (let state = 0; state < states; state++) if (drawn < (sum += shares[state]!)) return state;
    return shares.findLastIndex((share) => share > 0); // rounding left the sum a little below 1
  };
  const values = new Float64Array(synapses * sessions);
  for (let synapse = 0; synapse < synapses; synapse++) {
    let state = pick(start);
    for (let session = 0; session < sessions; session++) {
      if (session > 0) state = pick(transitions.subarray(state * states, (state + 1) * states));
      const [low, high] = state === 0 ? [0, 0] : [bins.edges[state - 1]!, bins.edges[state]!];
      values[synapse * sessions + session] = low + stream.uniform() * (high - low);
    }
  }
  return { values, synapses, sessions };
}

/** A population that follows a chain. */
export type ChainSimulation = {
  readonly bins: SizeBins;
  /** [states], shares from which first states are drawn. */
  readonly start: Float64Array;
  readonly synapses: number;
  readonly sessions: number;
};

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(one), mean(other)];
  let [xx, xy, yy] = [0, 0, 0];
  one.forEach((value, at) => {
    xx += (value - x) ** 2;
    yy += (other[at]! - y) ** 2;
    xy += (value - x) * (other[at]! - y);
  });
  return xy / Math.sqrt(xx * yy);
}
