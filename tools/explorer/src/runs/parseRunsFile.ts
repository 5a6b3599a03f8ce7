import { RUNS_FORMAT, runsLimits, type RunsFile } from './RunsFile';

/** What a file must be, in words; the reader sees it. */
export class RunsFileError extends Error {
  override readonly name = 'RunsFileError';
}

/**
 * Reads a file of runs, which may come from anyone: everything is checked, unknown keys are errors.
 *
 * @throws RunsFileError for text that is no such file, or one beyond `runsLimits`
 */
export function parseRunsFile(text: string): RunsFile {
  must(text.length <= runsLimits.bytes, 'the file', `at most ${runsLimits.bytes} characters`, text.length);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RunsFileError(`runs: the file must be JSON, got ${(error as Error).message.slice(0, 200)}`);
  }
  const file = record(json, 'the file', ['format', 'version', 'note', 'complete', 'rows', 'texts', 'numbers', 'claims']); // prettier-ignore
  must(file['format'] === RUNS_FORMAT && file['version'] === 1, 'format', `${RUNS_FORMAT}, version 1`, file['format']); // prettier-ignore
  const rows = whole(file['rows'], 'rows', { from: 0, to: runsLimits.rows });
  const texts = list(file['texts'], 'texts', runsLimits.columns).map((each) => textColumn(each, rows));
  const numbers = list(file['numbers'], 'numbers', runsLimits.columns).map((each) =>
    numberColumn(each, rows),
  );
  for (const columns of [texts, numbers]) {
    const names = new Set(columns.map(({ name }) => name));
    must(
      names.size === columns.length,
      'columns',
      'names that differ',
      `${columns.length - names.size} twice`,
    );
  }
  const claims = list(file['claims'], 'claims', runsLimits.claims).map(claimOfRun);
  const complete = file['complete'];
  must(typeof complete === 'boolean', 'complete', 'true or false', complete);
  const note = words(file['note'], 'note');
  return { format: RUNS_FORMAT, version: 1, note, complete: complete === true, rows, texts, numbers, claims };
}

function textColumn(value: unknown, rows: number): RunsFile['texts'][number] {
  const column = record(value, 'a column of texts', ['name', 'about', 'values', 'at']);
  const name = words(column['name'], 'the name of a column');
  const about = column['about'];
  if (about !== 'run' && about !== 'model' && about !== 'setting')
    throw fault(`${name}: about`, 'run, model or setting', about);
  const values = list(column['values'], name, rows).map((each) => words(each, name));
  const at = list(column['at'], name, rows);
  must(at.length === rows, name, `${rows} values`, at.length);
  const last = values.length - 1;
  for (const each of at) whole(each, name, { from: -1, to: last });
  return { name, about, values, at: at as number[] };
}

function numberColumn(value: unknown, rows: number): RunsFile['numbers'][number] {
  const column = record(value, 'a column of numbers', ['name', 'unit', 'values']);
  const name = words(column['name'], 'the name of a column');
  const values = list(column['values'], name, rows);
  must(values.length === rows, name, `${rows} values`, values.length);
  for (const each of values) must(each === null || typeof each === 'number', name, 'numbers or null', each);
  return { name, unit: words(column['unit'], `${name}: unit`), values: values as (number | null)[] };
}

function claimOfRun(value: unknown): RunsFile['claims'][number] {
  const keys = ['run', 'id', 'claim', 'statement', 'verdict', 'found'] as const;
  const claim = record(value, 'a claim', keys);
  const text = (key: (typeof keys)[number]) => words(claim[key], `a claim's ${key}`);
  return {
    run: text('run'),
    id: text('id'),
    claim: text('claim'),
    statement: text('statement'),
    verdict: text('verdict'),
    found: list(claim['found'], "a claim's found", 100).map((each) => words(each, "a claim's found")),
  };
}

function record(value: unknown, who: string, keys: readonly string[]): { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw fault(who, 'a record', value);
  const own = Object.keys(value);
  const unknown = own.find((key) => !keys.includes(key));
  must(unknown === undefined, who, `only ${keys.join(', ')}`, unknown);
  must(own.length === keys.length, who, keys.join(', '), own.join(', '));
  return value as { readonly [key: string]: unknown };
}

function list(value: unknown, who: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw fault(who, 'a list', value);
  must(value.length <= most, who, `at most ${most} long`, value.length);
  return value;
}

function words(value: unknown, who: string): string {
  if (typeof value !== 'string') throw fault(who, 'a text', value);
  must(value.length <= runsLimits.text, who, `at most ${runsLimits.text} characters`, value.length);
  return value;
}

function whole(value: unknown, who: string, { from, to }: { from: number; to: number }): number {
  if (!Number.isInteger(value)) throw fault(who, 'a whole number', value);
  must((value as number) >= from && (value as number) <= to, who, `${from} to ${to}`, value);
  return value as number;
}

function must(holds: boolean, who: string, what: string, got: unknown): void {
  if (!holds) throw fault(who, what, got);
}

function fault(who: string, what: string, got: unknown): RunsFileError {
  // A record may bring a `toString` that is no function.
  const came = typeof got === 'object' && got !== null ? 'a record or list' : String(got).slice(0, 100);
  return new RunsFileError(`runs: ${who.slice(0, 100)} must be ${what}, got ${came}`);
}
