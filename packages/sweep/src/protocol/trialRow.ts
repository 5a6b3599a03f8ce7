import type { Json } from '@goal-driven/core';
import type { TrialRecord, TrialState } from './SweepState';

/** A trial as a line of a snapshot: without the names of its fields, which would be most of a large file. */
export type TrialRow = readonly [
  id: string,
  point: { readonly [name: string]: Json },
  budget: number | null,
  seed: number,
  state: TrialState,
  attempt: number,
  retried: number,
  worker: number,
  objectives: readonly (number | null)[] | 0,
  seconds: number | null,
  message: string | 0,
  time: string,
];

/** @param worker place of its worker's name in the snapshot */
export const rowOf = (trial: TrialRecord, worker: number): TrialRow => [
  trial.id,
  trial.point,
  trial.budget ?? null,
  trial.seed,
  trial.state,
  trial.attempt,
  trial.retried,
  worker,
  trial.objectives ?? 0,
  trial.seconds,
  trial.message ?? 0,
  trial.time,
];

/** The trial of a row, not yet under any suggestion. */
export function recordOf(row: TrialRow, workers: readonly string[]): TrialRecord {
  const [id, point, budget, seed, state, attempt, retried, worker, objectives, seconds, message, time] = row;
  return {
    id,
    indices: [],
    point,
    budget: budget ?? undefined,
    seed,
    state,
    attempt,
    retried,
    worker: workers[worker]!,
    objectives: objectives === 0 ? undefined : objectives.map((value) => value ?? NaN),
    seconds: seconds ?? NaN,
    message: message === 0 ? undefined : message,
    time,
  };
}
