import type { Told } from './rulesMessages';
import { learners, type Learner } from './learners';
import type { Verdict } from './RuleForests';

/** A curve: x are updates done. */
export type Curve = { readonly x: number[]; readonly y: number[] };

/** What is known of the two trainings so far. */
export type RulesCourse = {
  /** Of each learner: `loss`, `heldOut/loss`, `heldOut/accuracy`. */
  readonly curves: Readonly<Record<Learner, Map<string, Curve>>>;
  /** Angles of the rule's network by what they are of and the layer, degrees. */
  readonly angles: { readonly weight: Map<string, Curve>; readonly update: Map<string, Curve> };
  /** Updates that each has had. */
  readonly done: Record<Learner, number>;
  readonly diverged: Set<Learner>;
  verdict: Verdict | undefined;
};

/** Before anything was trained. */
export const newCourse = (): RulesCourse => ({
  curves: { rule: new Map(), backpropagation: new Map() },
  angles: { weight: new Map(), update: new Map() },
  done: { rule: 0, backpropagation: 0 },
  diverged: new Set(),
  verdict: undefined,
});

/** Adds what the worker told. */
export function follow(course: RulesCourse, told: Exclude<Told, { kind: 'fault' }>): void {
  if (told.kind === 'verdict') course.verdict = told.verdict;
  else if (told.kind === 'diverged') course.diverged.add(told.learner);
  else {
    const { learner, step, values } = told;
    course.done[learner] = step;
    for (const [name, value] of Object.entries(values)) {
      const [, kind, layer] = /^(weight|update)Angle\/model\/([^/]+)\//.exec(name) ?? [];
      if (kind !== undefined) push(course.angles[kind as 'weight' | 'update'], layer!, step, value);
      else push(course.curves[learner], name, step, value);
    }
  }
}

function push(curves: Map<string, Curve>, name: string, x: number, y: number): void {
  const curve = curves.get(name) ?? { x: [], y: [] };
  curves.set(name, curve);
  curve.x.push(x);
  curve.y.push(y);
}

/** Updates that both have had, or the one that has not diverged. */
export const updatesOf = ({ done, diverged }: RulesCourse): number =>
  Math.min(
    ...learners
      .filter((learner) => !diverged.has(learner) || diverged.size === 2)
      .map((learner) => done[learner]),
  );

/** The last value of a curve; NaN where there is none. */
export const lastOf = (curves: ReadonlyMap<string, Curve>, name: string): number =>
  curves.get(name)?.y.at(-1) ?? NaN;
