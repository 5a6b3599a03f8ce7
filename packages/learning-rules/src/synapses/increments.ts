import { sizeAt, type SynapseSizes } from './SynapseSizes';
import { ndArray } from '@goal-driven/core/arrays';
import { pearson, percentile } from '@goal-driven/metrics';

/**
 * Correlation of a change of size with the change `lag` steps later, over all synapses and steps.
 *
 * @param lag steps, 1 or more
 * @returns -1 .. 1; NaN where the sessions do not reach so far
 * @source Melander et al. 2021
 */
export function incrementAutocorrelation(sizes: SynapseSizes, lag: number): number {
  const changes = sizes.sessions - 1;
  const pairs = Math.max(0, changes - lag);
  const change = (synapse: number, step: number) =>
    sizeAt(sizes, synapse, step + 1) - sizeAt(sizes, synapse, step);
  const of = (shift: number) =>
    ndArray(
      Float64Array.from({ length: sizes.synapses * pairs }, (_, at) =>
        change(Math.floor(at / pairs), (at % pairs) + shift),
      ),
      [sizes.synapses * pairs],
    );
  return pairs * sizes.synapses < 2 ? NaN : pearson(of(0), of(lag));
}

/**
 * Mean size of synapses by the sessions since they appeared, of those that did; and by the sessions before they
 * disappeared, of those that did. Sizes of sessions in which they are there.
 *
 * @returns [sessions - 1] each, from the first session after birth, and from the last before death; NaN where nobody is
 *   left
 */
export function sizesAroundTurnover(sizes: SynapseSizes): {
  readonly afterBirth: number[];
  readonly beforeDeath: number[];
} {
  const { sessions } = sizes;
  const sums = () => Array.from({ length: sessions - 1 }, () => ({ sum: 0, count: 0 }));
  const [births, deaths] = [sums(), sums()];
  for (let synapse = 0; synapse < sizes.synapses; synapse++) {
    const there = (session: number) => sizeAt(sizes, synapse, session) > 0;
    for (let session = 0; session + 1 < sessions; session++) {
      if (!there(session) && there(session + 1))
        for (let age = 0; session + 1 + age < sessions && there(session + 1 + age); age++)
          add(births[age]!, sizeAt(sizes, synapse, session + 1 + age));
      if (there(session) && !there(session + 1))
        for (let before = 0; before <= session && there(session - before); before++)
          add(deaths[before]!, sizeAt(sizes, synapse, session - before));
    }
  }
  const means = (all: ReturnType<typeof sums>) => all.map(({ sum, count }) => sum / count);
  return { afterBirth: means(births), beforeDeath: means(deaths) };
}

function add(to: { sum: number; count: number }, size: number): void {
  to.sum += size;
  to.count += 1;
}

/** How far synapses wander that are always there and begin neither small nor large. */
export type Drift = {
  /** [sessions], mean of ln(size / first size). */
  readonly mean: number[];
  /** [sessions], mean of its absolute value. */
  readonly spread: number[];
  readonly n: number;
};

/**
 * Drift of the synapses that are there in every session and begin between the quartiles of those that are.
 *
 * @source Melander et al. 2021
 */
export function persistentDrift(sizes: SynapseSizes): Drift {
  const { sessions } = sizes;
  const persistent = Array.from({ length: sizes.synapses }, (_, synapse) => synapse).filter((synapse) =>
    Array.from({ length: sessions }, (_, session) => sizeAt(sizes, synapse, session)).every(
      (size) => size > 0,
    ),
  );
  const first = persistent.map((synapse) => sizeAt(sizes, synapse, 0));
  const [low, high] = persistent.length === 0 ? [0, 0] : [percentile(first, 25), percentile(first, 75)];
  const middle = persistent.filter((_, at) => first[at]! >= low && first[at]! <= high);
  const meanOver = (of: (logRatio: number) => number) =>
    Array.from({ length: sessions }, (_, session) => {
      const all = middle.map((synapse) =>
        of(Math.log(sizeAt(sizes, synapse, session) / sizeAt(sizes, synapse, 0))),
      );
      return all.reduce((sum, value) => sum + value, 0) / all.length;
    });
  return { mean: meanOver((ratio) => ratio), spread: meanOver(Math.abs), n: middle.length };
}
