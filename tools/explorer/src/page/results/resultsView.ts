import type { ViewState } from '../shell/ViewState';
import { defaultAxes } from './defaultAxes';
import type { RowFilter } from './filterRows';
import type { Bounds } from './scatterCanvas';
import { textAt, type RunsTable } from './runsTable';
import type { RowOrder } from './sortRows';

/** What the reader chose to see; all of it is in the address. */
export type ResultsView = {
  readonly x: string;
  readonly y: string;
  readonly colour: string;
  readonly words: string;
  /** A text that a column must have. */
  readonly is: RowFilter['is'];
  readonly bounds: Bounds | undefined;
  readonly order: RowOrder;
  /** Rows, two at most. */
  readonly selected: readonly number[];
};

/** The view of an address; what it names and the table does not have is as if it were not named. */
export function readView({ get }: ViewState, table: RunsTable): ResultsView {
  const known = (name: string, names: ReadonlyMap<string, unknown>) => {
    const value = get(name);
    return value !== undefined && names.has(value) ? value : undefined;
  };
  const axes = defaultAxes(table);
  const where = known('where', table.texts);
  const bounds = (get('within') ?? '').split(',').map((part) => (part === '' ? NaN : Number(part)));
  const [x0, x1, y0, y1] = bounds as [number, number, number, number];
  const sort = get('sort') ?? 'run';
  return {
    x: known('x', table.numbers) ?? axes.x,
    y: known('y', table.numbers) ?? axes.y,
    colour: known('colour', table.texts) ?? 'A',
    words: get('words') ?? '',
    is: where === undefined ? undefined : { column: where, text: get('is') ?? '' },
    bounds: bounds.length === 4 && !bounds.some(Number.isNaN) ? { x: [x0, x1], y: [y0, y1] } : undefined,
    order: { column: sort.replace(/^-/, ''), down: sort.startsWith('-') },
    selected: rowsOf(get('runs') ?? '', table),
  };
}

/** Writes a view into the address; what is as it is at first is left out. */
export function writeView({ set }: ViewState, view: ResultsView, table: RunsTable): void {
  const axes = defaultAxes(table);
  const unless = (value: string, usual: string) => (value === usual ? undefined : value);
  const { bounds, is, order, selected } = view;
  set({
    x: unless(view.x, axes.x),
    y: unless(view.y, axes.y),
    colour: unless(view.colour, 'A'),
    words: unless(view.words, ''),
    where: is?.column,
    is: is?.text,
    within: bounds && [...bounds.x, ...bounds.y].map((value) => Number(value.toPrecision(6))).join(','),
    sort: unless(`${order.down ? '-' : ''}${order.column}`, 'run'),
    runs: unless(selected.map((row) => keyOf(table, row)).join(' '), ''),
  });
}

/** What a row is called in an address: its run, and which of the run's rows it is. */
function keyOf(table: RunsTable, row: number): string {
  const id = textAt(table, 'id', row);
  const first = firstRow(table, id);
  return row === first ? id : `${id}.${row - first}`;
}

function rowsOf(keys: string, table: RunsTable): number[] {
  const rows = keys.split(' ').flatMap((key) => {
    const [, id = '', more = '0'] = /^(.+?)(?:\.(\d+))?$/.exec(key) ?? [];
    const row = firstRow(table, id) + Number(more);
    return id !== '' && textAt(table, 'id', row) === id ? [row] : [];
  });
  return [...new Set(rows)].slice(0, 2);
}

function firstRow({ texts }: RunsTable, id: string): number {
  const column = texts.get('id');
  const value = column?.values.indexOf(id) ?? -1;
  return value === -1 ? -1 : column!.at.indexOf(value);
}
