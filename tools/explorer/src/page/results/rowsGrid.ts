import { element } from '../shell/element';
import type { RowOrder } from './sortRows';

/** A column of the grid. */
export type GridColumn = {
  readonly id: string;
  readonly title: string;
  readonly isNumber: boolean;
  readonly text: (row: number) => string;
};

/** What the grid shows. */
export type GridRows = {
  readonly rows: Uint32Array;
  readonly columns: readonly GridColumn[];
  readonly order: RowOrder;
  readonly selected: readonly number[];
};

type Listeners = {
  readonly onOrder: (column: string) => void;
  readonly onSelect: (row: number) => void;
  readonly onOpen: (row: number) => void;
};

const nothing: GridRows = {
  rows: new Uint32Array(),
  columns: [],
  order: { column: '', down: false },
  selected: [],
};

const ROW = 30; // px, as in results.css
const AROUND = 10; // rows drawn beyond what is seen

/**
 * A table of any number of rows, of which only those in sight are in the document. Arrow keys, page keys, Home and End
 * move, space selects, Enter opens.
 */
export function rowsGrid({ onOrder, onSelect, onOpen }: Listeners) {
  const head = element('div', { role: 'row', class: 'grid-row grid-head', 'aria-rowindex': 1 });
  const space = element('div', {
    ...{ class: 'grid-space', role: 'rowgroup' },
    // Of the rows, each is another one after a click.
    ondblclick: () => shown.rows.length > 0 && onOpen(shown.rows[active]!),
  });
  const grid = element(
    'div',
    {
      ...{ role: 'grid', class: 'grid', tabindex: 0, 'aria-label': 'Runs', 'aria-multiselectable': 'true' },
      onscroll: () => paint(),
      onkeydown: (event) => {
        if (event.target === grid) press(event);
      },
    },
    element('div', { role: 'rowgroup', class: 'grid-heads' }, head),
    space,
  );
  let shown = nothing;
  let active = 0;

  function press(event: KeyboardEvent): void {
    const row = shown.rows[active];
    const page = Math.max(1, Math.floor(grid.clientHeight / ROW) - 2);
    const to = moved(event.key, active, { page, last: shown.rows.length - 1 });
    if (to !== undefined) active = to;
    else if (event.key === ' ' && row !== undefined) onSelect(row);
    else if (event.key === 'Enter' && row !== undefined) onOpen(row);
    else return;
    event.preventDefault();
    bringIntoView(grid, active);
    paint();
  }

  function paint(): void {
    const places = placesInSight(grid, shown.rows.length, active);
    const select = (place: number) => onSelect(shown.rows[(active = place)]!);
    space.replaceChildren(...places.map((place) => rowAt(place, { shown, active, select })));
    if (shown.rows.length > 0) grid.setAttribute('aria-activedescendant', `grid-row-${active}`);
    else grid.removeAttribute('aria-activedescendant');
  }

  return {
    grid,
    show: (rows: GridRows) => {
      // In another order the reader begins at the top; a selection moves nothing.
      const anew = rows.order !== shown.order || rows.rows.length !== shown.rows.length;
      shown = rows;
      if (anew) active = grid.scrollTop = 0;
      grid.setAttribute('aria-rowcount', String(rows.rows.length + 1));
      grid.style.setProperty('--columns', String(rows.columns.length));
      space.style.height = `${rows.rows.length * ROW}px`;
      replaceKeepingFocus(head, headCells(shown, onOrder));
      paint();
    },
  };
}

/** New cells for a head; the button that has the focus has it again. */
function replaceKeepingFocus(head: HTMLElement, cells: readonly HTMLElement[]): void {
  const had = [...head.children].findIndex((cell) => cell.contains(document.activeElement));
  head.replaceChildren(...cells);
  cells[had]?.querySelector('button')?.focus();
}

/** Places of the rows that are seen, some around them, and the one that has the focus. */
function placesInSight(grid: HTMLElement, count: number, active: number): number[] {
  const first = Math.max(0, Math.floor(grid.scrollTop / ROW) - AROUND);
  const last = Math.min(count, Math.ceil((grid.scrollTop + grid.clientHeight) / ROW) + AROUND);
  const places = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return places.includes(active) || active >= count ? places : [...places, active];
}

/** Where a key leads from a place; undefined for a key that does not lead anywhere. */
function moved(
  key: string,
  from: number,
  { page, last }: { page: number; last: number },
): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ...{ ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + page, PageUp: from - page },
    ...{ Home: 0, End: last },
  };
  const to = moves[key];
  return to === undefined ? undefined : Math.max(0, Math.min(last, to));
}

function bringIntoView(grid: HTMLElement, place: number): void {
  const top = place * ROW;
  const room = grid.clientHeight - ROW; // below the head
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + ROW > grid.scrollTop + room) grid.scrollTop = top + ROW - room;
}

type RowContext = {
  readonly shown: GridRows;
  readonly active: number;
  readonly select: (place: number) => void;
};

function rowAt(place: number, { shown, active, select }: RowContext): HTMLElement {
  const row = shown.rows[place]!;
  return element(
    'div',
    {
      ...{ role: 'row', class: place === active ? 'grid-row active' : 'grid-row', id: `grid-row-${place}` },
      ...{ 'aria-rowindex': place + 2, 'aria-selected': shown.selected.includes(row) ? 'true' : 'false' },
      ...{ style: `top: ${place * ROW}px`, onclick: () => select(place) },
    },
    ...shown.columns.map(({ isNumber, text }) =>
      element('div', { role: 'gridcell', class: isNumber ? 'number' : undefined }, text(row)),
    ),
  );
}

const headCells = ({ columns, order }: GridRows, onOrder: (column: string) => void): HTMLElement[] =>
  columns.map(({ id, title, isNumber }) =>
    element(
      'div',
      {
        role: 'columnheader',
        class: isNumber ? 'number' : undefined,
        'aria-sort': order.column !== id ? 'none' : order.down ? 'descending' : 'ascending',
      },
      element('button', { type: 'button', title, onclick: () => onOrder(id) }, title),
    ),
  );
