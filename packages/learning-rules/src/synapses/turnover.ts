import { meanOfKnown } from '@goal-driven/metrics';
import { sizeAt, type SynapseSizes } from './SynapseSizes';

/** How many synapses stay, come and go; shares in 0 .. 1. */
export type Turnover = {
  /** [sessions], share of the synapses of the first session that are there in each; NaN where it has none. */
  readonly survival: readonly number[];
  /** [sessions - 1], additions over those after the step plus eliminations over those before it. */
  readonly dynamicFraction: readonly number[];
  /** Synapses that appear and disappear, over all steps. */
  readonly additions: number;
  readonly eliminations: number;
  /** Synapses in the first session. */
  readonly initial: number;
};

/**
 * How many synapses stay, come and go. Where dendrites are known, shares are of each dendrite and then averaged over
 * those that have synapses to share.
 *
 * @source Melander et al. 2021; the dynamic fraction is per step between sessions
 */
export function turnover(sizes: SynapseSizes): Turnover {
  const { sessions, dendrites } = sizes;
  const groups = new Map<number, number[]>();
  for (let synapse = 0; synapse < sizes.synapses; synapse++) {
    const dendrite = dendrites?.[synapse] ?? 0;
    groups.set(dendrite, [...(groups.get(dendrite) ?? []), synapse]);
  }
  const of = [...groups.values()].map((members) => sharesOf(sizes, members));
  const total = (count: (each: Turnover) => number) => of.reduce((sum, each) => sum + count(each), 0);
  return {
    survival: Array.from({ length: sessions }, (_, session) =>
      meanOfKnown(of.map(({ survival }) => survival[session]!)),
    ),
    dynamicFraction: Array.from({ length: sessions - 1 }, (_, step) =>
      meanOfKnown(of.map(({ dynamicFraction }) => dynamicFraction[step]!)),
    ),
    additions: total(({ additions }) => additions),
    eliminations: total(({ eliminations }) => eliminations),
    initial: total(({ initial }) => initial),
  };
}

function sharesOf(sizes: SynapseSizes, members: readonly number[]): Turnover {
  const there = (synapse: number, session: number) => sizeAt(sizes, synapse, session) > 0;
  const count = (holds: (synapse: number) => boolean) => members.filter(holds).length;
  const present = Array.from({ length: sizes.sessions }, (_, session) =>
    count((synapse) => there(synapse, session)),
  );
  const steps = present.slice(1).map((_, step) => ({
    added: count((synapse) => !there(synapse, step) && there(synapse, step + 1)),
    lost: count((synapse) => there(synapse, step) && !there(synapse, step + 1)),
  }));
  return {
    survival: present.map(
      (_, session) => count((synapse) => there(synapse, 0) && there(synapse, session)) / present[0]!,
    ),
    dynamicFraction: steps.map(({ added, lost }, step) => added / present[step + 1]! + lost / present[step]!),
    additions: steps.reduce((sum, { added }) => sum + added, 0),
    eliminations: steps.reduce((sum, { lost }) => sum + lost, 0),
    initial: present[0]!,
  };
}

/**
 * Survival in the last session of each quarter of the first session's synapses, from the smallest to the largest.
 *
 * @returns [4], shares, 0 .. 1; NaN for a quarter without synapses. Quarters are of equal number, the first ones
 *   larger by one where it does not divide
 */
export function survivalByQuartile(sizes: SynapseSizes): number[] {
  const initial = Array.from({ length: sizes.synapses }, (_, synapse) => synapse)
    .filter((synapse) => sizeAt(sizes, synapse, 0) > 0)
    .sort((one, other) => sizeAt(sizes, one, 0) - sizeAt(sizes, other, 0));
  const least = Math.floor(initial.length / 4);
  const larger = initial.length % 4;
  return [0, 1, 2, 3].map((quarter) => {
    const from = quarter * least + Math.min(quarter, larger);
    const members = initial.slice(from, from + least + Number(quarter < larger));
    return (
      members.filter((synapse) => sizeAt(sizes, synapse, sizes.sessions - 1) > 0).length / members.length
    );
  });
}

export type AgeSurvival = {
  /** [sessions - 1], share still there so many steps after it was first seen, from one step. */
  readonly survival: readonly number[];
  /** Synapses that could be followed for one step. */
  readonly n: number;
};

/**
 * Survival of those that were there from the start, and of those that appeared later, by the steps since they were
 * first seen; each over the synapses whose record is long enough.
 */
export function survivalByAge(sizes: SynapseSizes): {
  readonly preExisting: AgeSurvival;
  readonly newborn: AgeSurvival;
} {
  const first = Array.from({ length: sizes.synapses }, (_, synapse) => {
    let session = 0;
    while (session < sizes.sessions && sizeAt(sizes, synapse, session) === 0) session += 1;
    return session;
  });
  const of = (holds: (session: number) => boolean): AgeSurvival => {
    const members = first.flatMap((session, synapse) => (holds(session) ? [{ session, synapse }] : []));
    const survival = Array.from({ length: sizes.sessions - 1 }, (_, index) => {
      const followed = members.filter(({ session }) => session + index + 1 < sizes.sessions);
      const alive = followed.filter(
        ({ session, synapse }) => sizeAt(sizes, synapse, session + index + 1) > 0,
      );
      return alive.length / followed.length;
    });
    return { survival, n: members.filter(({ session }) => session + 1 < sizes.sessions).length };
  };
  return { preExisting: of((session) => session === 0), newborn: of((session) => session > 0) };
}
