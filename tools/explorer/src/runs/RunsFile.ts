/**
 * Many runs in one file, by columns: what the server of `goal-driven explore` answers, what the example set is, and what
 * may be dropped on the page. A row is a run, or one of the networks that a run trained and measured. A plain record of
 * JSON: names are values, never keys, so that no name can mean anything to the reader.
 */
export type RunsFile = {
  readonly format: typeof RUNS_FORMAT;
  readonly version: 1;
  /** What these runs are, and what was left out, in sentences. */
  readonly note: string;
  /** False while the server still reads: ask again. */
  readonly complete: boolean;
  /** Number of rows; every column has as many values. */
  readonly rows: number;
  readonly texts: readonly TextColumn[];
  readonly numbers: readonly NumberColumn[];
  readonly claims: readonly ClaimOfRun[];
};

/** What such a file says that it is. */
export const RUNS_FORMAT = 'goal-driven-runs';

/**
 * Texts by rows. `about` the run itself (`run`, `id`, `study`, `network`, `state`, `fault`, `report`), one of the four
 * that make a model (`A`, `D`, `T`, `L`), or a setting of its configuration, by its path.
 */
export type TextColumn = {
  readonly name: string;
  readonly about: 'run' | 'model' | 'setting';
  /** The texts that occur. */
  readonly values: readonly string[];
  /** [rows] which of them; -1 where there is none. */
  readonly at: readonly number[];
};

/** A score by rows, the median where a row has several of its name and labels. */
export type NumberColumn = {
  readonly name: string;
  readonly unit: string;
  /** [rows] null where a row has none, or where it is undefined. */
  readonly values: readonly (number | null)[];
};

/** What came of a claim in a run. */
export type ClaimOfRun = {
  /** The run's name and id, as in the columns `run` and `id`. */
  readonly run: string;
  readonly id: string;
  readonly claim: string;
  readonly statement: string;
  /** `holds`, `does not hold`, `cannot be told`, or where the run stands. */
  readonly verdict: string;
  /** One line for each criterion: what was found, its interval, what was asked. */
  readonly found: readonly string[];
};

/** Most that a file may hold; the server keeps to it, and the page refuses more. */
export const runsLimits = {
  bytes: 256 * 1024 * 1024,
  rows: 200_000,
  columns: 1000,
  /** Characters. */
  text: 2000,
  claims: 10_000,
} as const;
