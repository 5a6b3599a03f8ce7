import { ConfigError, DataError, type Rng } from '@goal-driven/core/arrays';
import { sizeAt, type SynapseSizes } from './SynapseSizes';

/**
 * Sizes whose logarithm returns to a mean with noise that does not depend on size: for one step,
 * `x' = mean + kept (x - mean) + noise`, x = ln(size). A contrast to the Kesten process: the spread of ln(size'/size)
 * is the same for small and large synapses, and no synapse dies.
 */
export type LogOrnsteinUhlenbeck = {
  /** Of ln(size) in the long run; NaN where nothing returns (kept at 1 or above). */
  readonly mean: number;
  /** Share of a deviation that is left after a step, exp(-step / relaxation). */
  readonly kept: number;
  /** Standard deviation of the noise of a step. */
  readonly noise: number;
};

/**
 * Fits it to all steps of synapses that are there before and after.
 *
 * @throws DataError for fewer than three such steps, or synapses of one size
 */
export function logOrnsteinUhlenbeckFit(sizes: SynapseSizes): LogOrnsteinUhlenbeck & { readonly n: number } {
  const pairs: [number, number][] = [];
  for (let synapse = 0; synapse < sizes.synapses; synapse++)
    for (let session = 0; session + 1 < sizes.sessions; session++) {
      const [before, after] = [sizeAt(sizes, synapse, session), sizeAt(sizes, synapse, session + 1)];
      if (before > 0 && after > 0) pairs.push([Math.log(before), Math.log(after)]);
    }
  const n = pairs.length;
  const average = (of: (pair: [number, number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
  const [x, y] = [average(([before]) => before), average(([, after]) => after)];
  const variance = average(([before]) => (before - x) ** 2);
  if (n < 3 || !(variance > 0))
    throw new DataError(
      `logOrnsteinUhlenbeckFit: there must be three steps of synapses that differ in size, got ${n}`,
    );
  const kept = average(([before, after]) => (before - x) * (after - y)) / variance;
  const noise = Math.sqrt(average(([before, after]) => (after - y - kept * (before - x)) ** 2));
  return { mean: kept < 1 ? (y - kept * x) / (1 - kept) : NaN, kept, noise, n };
}

/**
 * Synapses that follow the process.
 *
 * @param options.start [synapses], sizes of the first session
 * @throws ConfigError for a start that is not above 0, or without a mean
 */
export function simulateLogOrnsteinUhlenbeck(
  { mean, kept, noise }: LogOrnsteinUhlenbeck,
  { start, sessions }: { readonly start: ArrayLike<number>; readonly sessions: number },
  rng: Rng,
): SynapseSizes {
  if (!Number.isFinite(mean))
    throw new ConfigError(`simulateLogOrnsteinUhlenbeck: mean must be a number, got ${mean}`);
  const synapses = start.length;
  const drawn = rng.normal(synapses * (sessions - 1));
  const values = new Float64Array(synapses * sessions);
  for (let synapse = 0; synapse < synapses; synapse++) {
    if (!(start[synapse]! > 0))
      throw new ConfigError(`simulateLogOrnsteinUhlenbeck: sizes must start above 0, got ${start[synapse]}`);
    let x = Math.log(start[synapse]!);
    for (let session = 0; session < sessions; session++) {
      if (session > 0) x = mean + kept * (x - mean) + noise * drawn[synapse * (sessions - 1) + session - 1]!;
      values[synapse * sessions + session] = session === 0 ? start[synapse]! : Math.exp(x);
    }
  }
  return { values, synapses, sessions };
}
