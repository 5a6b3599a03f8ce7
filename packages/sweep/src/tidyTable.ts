import type { Json, Score } from '@goal-driven/core';
import { canonicalJson } from './_canonicalJson';
import { axisName, isRange, type Axis } from './Axis';
import { objectiveName } from './objectives';
import type { Objective } from './SweepFile';
import type { TrialRow } from './TrialRow';

/** What a table can hold. */
export type Cell = string | number | boolean | null;

/** One column: null is what is not there, NaN a number that is not defined. */
export type Column = {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'text' | 'boolean';
  readonly values: readonly Cell[];
};

export type TidyOptions = {
  /** A column each. */
  readonly axes: readonly Axis[];
  /** A column each. */
  readonly objectives: readonly Objective[];
  /** Scores of trials by their id. */
  readonly scores?: ReadonlyMap<string, readonly Score[]>;
};

/**
 * All trials as a table with one row each: what it is (`index`, `id`), its point by axis, what it was run with (`budget`,
 * `seed`), how it went (`state`, `seconds` in s, `attempts`, `worker`), its objectives, and every metric of
 * which no trial has more than one score, under the metric's name. A name that is taken gets its kind in front:
 * `axis.seed`, `objective.index`, `score.loss`. Values of a choice that are records, lists or of several types
 * are JSON.
 */
export function tidyTable(rows: readonly TrialRow[], { axes, objectives, scores }: TidyOptions): Column[] {
  const columns: Column[] = [];
  const add = (kind: string, { name, ...column }: Column) => {
    const taken = columns.some((other) => other.name === name);
    columns.push({ name: taken ? `${kind}.${name}` : name, ...column });
  };
  fixedColumns(rows).forEach((column) => add('', column));
  pointColumns(rows, axes).forEach((column) => add('axis', column));
  objectives.forEach((objective, place) => {
    const values = rows.map((row) => row.objectives[place] ?? null);
    add('objective', { name: objectiveName(objective), type: 'number', values });
  });
  scoreColumns(rows, scores ?? new Map()).forEach((column) => add('score', column));
  return columns;
}

function fixedColumns(rows: readonly TrialRow[]): Column[] {
  const column = (name: keyof TrialRow, type: Column['type']): Column => ({
    name,
    type,
    values: rows.map((row) => (row[name] as Cell | undefined) ?? null),
  });
  return [
    column('index', 'integer'),
    column('id', 'text'),
    column('seed', 'integer'),
    ...(rows.some(({ budget }) => budget !== undefined) ? [column('budget', 'number')] : []),
    column('state', 'text'),
    column('seconds', 'number'),
    column('attempts', 'integer'),
    column('worker', 'text'),
  ];
}

/** The axes in their order, then whatever else points hold: `config`, or the names of a study's own space. */
function pointColumns(rows: readonly TrialRow[], axes: readonly Axis[]): Column[] {
  const byName = new Map(axes.map((axis) => [axisName(axis), axis]));
  const names = [...new Set([...byName.keys(), ...rows.flatMap(({ point }) => Object.keys(point))])];
  return names.map((name): Column => {
    const column = rows.map(({ point }) => (Object.hasOwn(point, name) ? point[name]! : undefined));
    const axis = byName.get(name);
    if (axis === undefined || !isRange(axis)) return valueColumn(name, column);
    return {
      name,
      type: axis.integer ? 'integer' : 'number',
      values: column.map((value) => (value ?? null) as Cell),
    };
  });
}

function valueColumn(name: string, column: readonly (Json | undefined)[]): Column {
  const present = column.filter((value) => value !== undefined);
  const all = (test: (value: Json) => boolean) => present.length > 0 && present.every(test);
  const values = column.map((value) => (value ?? null) as Cell);
  if (all((value) => typeof value === 'boolean')) return { name, type: 'boolean', values };
  if (all(Number.isSafeInteger)) return { name, type: 'integer', values };
  if (all((value) => typeof value === 'number')) return { name, type: 'number', values };
  if (present.every((value) => typeof value === 'string')) return { name, type: 'text', values };
  return {
    name,
    type: 'text',
    values: column.map((value) => (value === undefined ? null : canonicalJson(value))),
  };
}

function scoreColumns(rows: readonly TrialRow[], scores: ReadonlyMap<string, readonly Score[]>): Column[] {
  const own = rows.map(({ id }) => scores.get(id) ?? []);
  const single = new Map<string, boolean>();
  for (const list of own) {
    for (const { metric } of list) {
      const count = list.filter((score) => score.metric === metric).length;
      single.set(metric, count === 1 && single.get(metric) !== false);
    }
  }
  return [...single].flatMap(([metric, unambiguous]): Column[] => {
    if (!unambiguous) return [];
    const values = own.map((list) => list.find((score) => score.metric === metric)?.value ?? null);
    return [{ name: metric, type: 'number', values }];
  });
}
