import { modelParts } from '../runs/modelLabels';
import { RUNS_FORMAT, runsLimits, type ClaimOfRun, type RunsFile } from '../runs/RunsFile';
import type { IndexedRow, IndexedRun } from './IndexedRun';

/** Most columns of each kind; those that most rows have are kept. */
const MOST = { scores: 300, settings: 200 };

type Row = { readonly run: IndexedRun; readonly row: IndexedRow };

/** What a file of runs says besides what it is of. */
export type RunsFileHead = {
  readonly note: string;
  readonly complete: boolean;
};

/**
 * A file of runs in pieces of text, one column at a time, so that it is never whole in memory; the pieces together are
 * JSON. Settings that are the same in all runs that have them, and these are all of a study's, have no column: no two
 * runs differ in them. The note says what is left out.
 */
export function* runsFileOf(
  runs: Iterable<IndexedRun>,
  { note, complete }: RunsFileHead,
): Generator<string, void> {
  const rows: Row[] = [];
  const claims: ClaimOfRun[] = [];
  for (const run of runs) {
    for (const row of run.rows) if (rows.length < runsLimits.rows) rows.push({ run, row });
    if (run.claim !== undefined && claims.length < runsLimits.claims)
      claims.push({ run: run.name, id: run.id, claim: run.study, ...run.claim });
  }
  const scores = mostCommon(rows, ({ row }) => row.scores.names, MOST.scores);
  const varying = varyingSettings(rows);
  const settings = mostCommon(
    rows,
    ({ run }) => run.settings.paths,
    MOST.settings,
    (path) => varying.has(path),
  );
  const left = [
    ...(scores.left > 0 ? [`${scores.left} scores that few runs have are left out.`] : []),
    ...(settings.left > 0 ? [`${settings.left} settings that few runs have are left out.`] : []),
  ];
  const head: Partial<RunsFile> = {
    ...{ format: RUNS_FORMAT, version: 1, note: [note, ...left].join(' ').slice(0, runsLimits.text) },
    ...{ complete, rows: rows.length },
  };
  yield `${JSON.stringify(head).slice(0, -1)},\n"texts":[\n`;
  yield* separated(textColumns(rows, settings.names));
  yield '],\n"numbers":[\n';
  yield* separated(numberColumns(rows, scores.names));
  yield '],\n"claims":[\n';
  yield* separated(claims.map((claim) => JSON.stringify(claim)));
  yield ']}\n';
}

function* separated(pieces: Iterable<string>): Generator<string, void> {
  let first = true;
  for (const piece of pieces) {
    yield first ? piece : `,\n${piece}`;
    first = false;
  }
}

function* textColumns(rows: readonly Row[], settings: readonly string[]): Generator<string, void> {
  const own: readonly [string, (row: Row) => string | undefined][] = [
    ['run', ({ run }) => run.name],
    ['id', ({ run }) => run.id],
    ['study', ({ run }) => run.study],
    ['network', ({ row }) => row.network],
    ['seed', ({ row }) => row.seed],
    ['state', ({ run }) => run.state],
    ['started', ({ run }) => run.started],
    ['report', ({ run }) => (run.hasReport ? 'yes' : undefined)],
    ['fault', ({ run }) => run.fault],
  ];
  for (const [name, value] of own) yield textColumn(name, 'run', rows.map(value));
  for (const part of modelParts) {
    const value = ({ run, row }: Row) => (part === 'A' ? (row.network ?? run.labels.A) : run.labels[part]);
    yield textColumn(part, 'model', rows.map(value));
  }
  const place = placesIn();
  for (const path of settings) {
    const value = ({ run: { settings: own } }: Row) => own.texts[place(own.paths, path) ?? -1];
    yield textColumn(path, 'setting', rows.map(value));
  }
}

function* numberColumns(rows: readonly Row[], names: readonly string[]): Generator<string, void> {
  const place = placesIn();
  for (const name of names) {
    let unit = '';
    const values = rows.map(({ row: { scores } }) => {
      const at = place(scores.names, name);
      if (at === undefined) return null;
      unit ||= scores.units[at] ?? '';
      return scores.values[at]!; // what is no number is written as null
    });
    yield JSON.stringify({ name, unit: unit === '1' ? '' : unit, values });
  }
}

function textColumn(name: string, about: string, texts: readonly (string | undefined)[]): string {
  const values = new Map<string, number>();
  const at = texts.map((text) => {
    if (text === undefined || text === '') return -1;
    const known = values.get(text) ?? values.size;
    values.set(text, known);
    return known;
  });
  return JSON.stringify({ name, about, values: [...values.keys()], at });
}

/** Where a name stands in a list. Lists are shared among runs, so each is gone through once. */
function placesIn(): (list: readonly string[], name: string) => number | undefined {
  const places = new Map<readonly string[], ReadonlyMap<string, number>>();
  return (list, name) => {
    let known = places.get(list);
    if (known === undefined) places.set(list, (known = new Map(list.map((each, at) => [each, at]))));
    return known.get(name);
  };
}

/** Names by the number of rows that have them, the most common first; equally common ones as they come. */
function mostCommon(
  rows: readonly Row[],
  namesOf: (row: Row) => readonly string[],
  most: number,
  keep: (name: string) => boolean = () => true,
): { names: string[]; left: number } {
  const lists = new Map<readonly string[], number>();
  for (const row of rows) lists.set(namesOf(row), (lists.get(namesOf(row)) ?? 0) + 1);
  const counts = new Map<string, number>();
  for (const [names, count] of lists)
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + count);
  const sorted = [...counts].filter(([name]) => keep(name)).sort(([, a], [, b]) => b - a);
  return { names: sorted.slice(0, most).map(([name]) => name), left: Math.max(0, sorted.length - most) };
}

/** Settings that have two values, at least, or that only some runs of a study have. */
function varyingSettings(rows: readonly Row[]): ReadonlySet<string> {
  const varying = new Set<string>();
  const firsts = new Map<readonly string[], readonly string[]>();
  const ofStudies = new Map<string, Set<readonly string[]>>();
  for (const { run } of rows) {
    const { paths, texts } = run.settings;
    const lists = ofStudies.get(run.study) ?? new Set();
    ofStudies.set(run.study, lists.add(paths));
    const first = firsts.get(paths);
    if (first === undefined) firsts.set(paths, texts);
    else if (first !== texts) texts.forEach((text, at) => text !== first[at] && varying.add(paths[at]!));
  }
  // Of the settings that several lists share the first values are compared.
  const known = new Map<string, string>();
  for (const [paths, texts] of firsts)
    paths.forEach((path, at) => {
      if ((known.get(path) ?? texts[at]) !== texts[at]) varying.add(path);
      known.set(path, texts[at]!);
    });
  for (const lists of ofStudies.values()) {
    const counts = new Map<string, number>();
    for (const paths of lists) for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
    for (const [path, count] of counts) if (count < lists.size) varying.add(path);
  }
  return varying;
}
