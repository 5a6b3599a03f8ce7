import type { ClaimOfRun, RunsFile } from '../../runs/RunsFile';

/** Rows by columns, as the panel keeps them: typed arrays, so that 50,000 rows stay small and quick. */
export type RunsTable = {
  readonly note: string;
  readonly complete: boolean;
  readonly rows: number;
  readonly texts: ReadonlyMap<string, Texts>;
  readonly numbers: ReadonlyMap<string, Numbers>;
  readonly claims: readonly ClaimOfRun[];
};

export type Texts = {
  readonly about: 'run' | 'model' | 'setting';
  readonly values: readonly string[];
  /** [rows] which of the values; -1 where there is none. */
  readonly at: Int32Array;
};

export type Numbers = {
  readonly unit: string;
  /** [rows] NaN where there is none. */
  readonly values: Float64Array;
};

/** The table of a file of runs. */
export const runsTable = ({ texts, numbers, ...file }: RunsFile): RunsTable => ({
  note: file.note,
  complete: file.complete,
  rows: file.rows,
  claims: file.claims,
  texts: new Map(
    texts.map(({ name, about, values, at }) => [name, { about, values, at: Int32Array.from(at) }]),
  ),
  numbers: new Map(
    numbers.map(({ name, unit, values }) => [
      name,
      { unit, values: Float64Array.from(values, (value) => value ?? NaN) },
    ]),
  ),
});

/** The text of a row in a column; empty where it has none. */
export const textAt = ({ texts }: RunsTable, column: string, row: number): string => {
  const found = texts.get(column);
  return found?.values[found.at[row] ?? -1] ?? '';
};

/** The number of a row in a column; NaN where it has none. */
export const numberAt = ({ numbers }: RunsTable, column: string, row: number): number =>
  numbers.get(column)?.values[row] ?? NaN;
