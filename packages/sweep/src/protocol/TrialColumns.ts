import type { TrialRecord, TrialState } from './SweepState';

/** Of each trial what a status counts, trial by trial in the same order. */
export type TrialColumns = {
  readonly states: TrialState[];
  readonly attempts: number[];
  /** Of the last attempt; null where they are not known. */
  readonly seconds: (number | null)[];
  /** The first objective; null where there is none, or NaN. */
  readonly objectives: (number | null)[];
};

/** The columns of some trials. */
export function columnsOf(trials: readonly TrialRecord[]): TrialColumns {
  const columns: TrialColumns = { states: [], attempts: [], seconds: [], objectives: [] };
  trials.forEach((trial, place) => setTrial(columns, place, trial));
  return columns;
}

/** Puts down one trial. */
export function setTrial(columns: TrialColumns, place: number, trial: TrialRecord): void {
  columns.states[place] = trial.state;
  columns.attempts[place] = trial.attempt;
  columns.seconds[place] = orNull(trial.seconds);
  columns.objectives[place] = orNull(trial.objectives?.[0] ?? NaN);
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
