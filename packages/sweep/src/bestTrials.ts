import { ConfigError } from '@goal-driven/core/arrays';
import { minimizedSign } from './objectives';
import type { Point } from './SearchSpace';
import type { Objective } from './SweepFile';
import type { TrialRow } from './TrialRow';

/** A suggestion with all its seeds. */
export type BestTrial = {
  readonly index: number;
  readonly point: Point;
  readonly budget?: number;
  /** Mean of each objective over seeds, as measured. */
  readonly objectives: readonly number[];
  /** Standard error of each over seeds; NaN for one seed. */
  readonly errors: readonly number[];
  readonly seeds: readonly number[];
};

/**
 * The best suggestions by an objective, averaged over seeds. Those with a seed that has not finished, or an undefined
 * value, are left out: the mean of some seeds is no match for the mean of all. Of equals, the earlier one.
 *
 * @param place of the objective, the first by default
 * @throws ConfigError for a place without an objective
 */
export function bestTrials(
  rows: readonly TrialRow[],
  objectives: readonly Pick<Objective, 'direction'>[],
  { count = 10, place = 0 }: { readonly count?: number; readonly place?: number } = {},
): BestTrial[] {
  const objective = objectives[place];
  if (objective === undefined) {
    throw new ConfigError(`bestTrials: place must be below ${objectives.length} objectives, got ${place}`);
  }
  const groups = new Map<number, TrialRow[]>();
  for (const row of rows) groups.set(row.index, [...(groups.get(row.index) ?? []), row]);
  const whole = [...groups.values()].filter((group) =>
    group.every(({ state, objectives: values }) => state === 'finished' && Number.isFinite(values[place])),
  );
  const sign = minimizedSign(objective);
  return whole
    .map((group) => averaged(group, objectives.length))
    .sort((a, b) => sign * (a.objectives[place]! - b.objectives[place]!) || a.index - b.index)
    .slice(0, count);
}

function averaged(group: readonly TrialRow[], count: number): BestTrial {
  const { index, point, budget } = group[0]!;
  const places = Array.from({ length: count }, (_, place) =>
    group.map(({ objectives }) => objectives[place]!),
  );
  return {
    index,
    point,
    ...(budget === undefined ? {} : { budget }),
    objectives: places.map(mean),
    errors: places.map(standardError),
    seeds: group.map(({ seed }) => seed),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return values.length === 1 ? NaN : Math.sqrt(squares / (values.length - 1) / values.length);
}
