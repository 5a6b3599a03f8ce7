import { element } from '../shell/element';
import type { Copy, Integrated } from './createIntegrator';

/** Errors of the copies of a network, now and on average since they were last cleared. */
export type ErrorTable = {
  readonly host: HTMLElement;
  readonly add: (integrated: Integrated) => void;
  readonly clear: () => void;
  /** Names the silenced units, or hides the rows that are of no use without any. */
  readonly name: (silenced: string | undefined) => void;
  readonly draw: () => void;
  /** The mean error of the reader's copy, m, and the number of steps. */
  readonly summary: () => { readonly mean: number; readonly steps: number };
};

const rows = ['network', 'random', 'whole', 'still', 'floor'] as const satisfies readonly (Copy | 'floor')[];
type Row = (typeof rows)[number];

const names: Record<Row, string> = {
  network: 'the network',
  random: 'as many others silenced, at random',
  whole: 'the whole network',
  still: 'without motion: its velocity input is 0',
  floor: 'reading the true place code: the floor',
};

/** A line of the table. */
function lineOf(row: Row) {
  const head = element('th', { scope: 'row' }, names[row]);
  const now = element('td', { class: 'number', 'data-now': row });
  const mean = element('td', { class: 'number', 'data-mean': row });
  return { head, now, mean, line: element('tr', {}, head, now, mean) };
}

function tableOf(lines: readonly HTMLElement[], count: HTMLElement): HTMLElement {
  const heads = [
    element('th', { scope: 'col' }, 'Error of the position of'),
    element('th', { scope: 'col', class: 'number' }, 'now, cm'),
    element('th', { scope: 'col', class: 'number' }, 'mean of ', count, ', cm'),
  ];
  return element(
    'table',
    { class: 'errors' },
    element('caption', { class: 'unseen' }, 'Error of the position'),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...lines),
  );
}

const show = (cell: HTMLElement, metres: number): void => {
  cell.dataset['metres'] = String(metres);
  cell.textContent = Number.isNaN(metres) ? '–' : (100 * metres).toFixed(1);
};

/** A table of errors in cm; cells have the number in full, m, as `data-metres`. */
export function errorTable(): ErrorTable {
  const sums = new Map<Row, { sum: number; now: number }>();
  let steps = 0;
  const count = element('span', {}, '0');
  const cells = new Map(rows.map((row) => [row, lineOf(row)] as const));
  const host = tableOf(
    [...cells.values()].map(({ line }) => line),
    count,
  );
  return {
    host,
    add({ errors, floor }) {
      steps += floor.length;
      for (const row of rows) {
        const added = row === 'floor' ? floor : errors[row];
        const sum = (sums.get(row)?.sum ?? 0) + added.reduce((total, error) => total + error, 0);
        sums.set(row, { sum, now: added.at(-1)! });
      }
    },
    clear() {
      sums.clear();
      steps = 0;
    },
    name(silenced) {
      cells.get('network')!.head.textContent =
        silenced === undefined ? names.network : `the network, ${silenced}`;
      for (const row of ['random', 'whole'] as const) cells.get(row)!.line.hidden = silenced === undefined;
    },
    draw() {
      count.textContent = steps.toLocaleString('en');
      host.dataset['steps'] = String(steps);
      for (const [row, { now, mean }] of cells) {
        show(now, sums.get(row)?.now ?? NaN);
        show(mean, (sums.get(row)?.sum ?? NaN) / steps);
      }
    },
    summary: () => ({ mean: (sums.get('network')?.sum ?? NaN) / steps, steps }),
  };
}
