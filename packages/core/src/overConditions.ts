import type { Criterion } from './Claim';
import { PartDone } from './PartDone';
import type { Session } from './Session';
import type { StudyEvent } from './Study';

/** What a claim varies, by name: a kind of network. */
export type Condition = { readonly name: string };

/** What was measured of one condition from one seed. */
export type OfCondition<Value> = Value & { readonly condition: string; readonly seed: number };

/** The statistic of a claim that is one condition less another, and what it must be. */
export type Comparison<Kind extends Condition = Condition> = {
  readonly more: Kind;
  readonly less: Kind;
} & Omit<Criterion, 'unit'> &
  ({ readonly above: number } | { readonly below: number });

/**
 * Measures every condition from each seed, seed by seed, so that conditions can be compared in pairs. Yields what
 * `measure` yields; gives what was measured, [seeds x conditions], conditions fastest. Where the session has a part,
 * every `count`-th is measured, from the `index`-th on.
 *
 * @throws PartDone after the last of a part
 */
export async function* overConditions<Kind extends Condition, Value extends object>(
  conditions: readonly Kind[],
  { seeds, session }: { readonly seeds: readonly number[]; readonly session: Session },
  measure: (condition: Kind, seed: number) => AsyncGenerator<StudyEvent, Value>,
): AsyncGenerator<StudyEvent, OfCondition<Value>[]> {
  const measured: OfCondition<Value>[] = [];
  const { part } = session;
  let place = 0;
  for (const seed of seeds) {
    for (const condition of conditions) {
      if (part !== undefined && place++ % part.count !== part.index) continue;
      session.say?.(`${condition.name}, seed ${seed}`);
      const value = yield* measure(condition, seed);
      measured.push({ ...value, condition: condition.name, seed });
    }
  }
  if (part !== undefined) throw new PartDone(`part ${part.index + 1} of ${part.count} is done`);
  return measured;
}

/** What was measured of a condition, in the order of the seeds. */
export const ofCondition = <Value>(
  measured: readonly OfCondition<Value>[],
  { name }: Condition,
): OfCondition<Value>[] => measured.filter(({ condition }) => condition === name);

/** For each seed the value of one condition less that of another: [seeds]. */
export function differences<Value>(
  measured: readonly OfCondition<Value>[],
  value: (of: OfCondition<Value>) => number,
  { more, less }: Pick<Comparison, 'more' | 'less'>,
): number[] {
  const others = ofCondition(measured, less);
  return ofCondition(measured, more).map((one, index) => value(one) - value(others[index]!));
}

/** What a comparison asks for, without the conditions that it compares. */
export const criterionOf = ({
  more: _,
  less: __,
  ...criterion
}: Comparison & { unit?: string }): Criterion => ({
  unit: '1',
  ...criterion,
});

/** The name of the training of a condition from a seed: that of a folder. */
export const trainingName = ({ name }: Condition, seed: number): string =>
  `${name}-seed-${seed}`.replaceAll(/[^\w-]+/g, '-');
