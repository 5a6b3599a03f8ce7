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

const ROW = 30; // px, as in results.css
const AROUND = 10; // rows drawn beyond what is seen

/**
 * A table of any number of rows, of which only those in sight are in the document. Arrow keys, page keys, Home and End
 * move, space selects, Enter opens.
 */
export function rowsGrid({ onOrder, onSelect, onOpen }: Listeners) {
  const head = element('div', { role: 'row', class: 'grid-row grid-head', 'aria-rowindex': 1 });
  const space = element('div', { class: 'grid-space', role: 'rowgroup' });
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
  let shown: GridRows = {
    rows: new Uint32Array(),
    columns: [],
    order: { column: '', down: false },
    selected: [],
  };
  let active = 0;

  function press(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(grid.clientHeight / ROW) - 2);
    const last = shown.rows.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ...{ ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page },
      ...{ Home: 0, End: last },
    };
    const row = shown.rows[active];
    const to = moves[event.key];
    if (to !== undefined) active = Math.max(0, Math.min(last, to));
    else if (event.key === ' ' && row !== undefined) onSelect(row);
    else if (event.key === 'Enter' && row !== undefined) onOpen(row);
    else return;
    event.preventDefault();
    const top = active * ROW;
    const room = grid.clientHeight - ROW; // below the head
    if (top < grid.scrollTop) grid.scrollTop = top;
    else if (top + ROW > grid.scrollTop + room) grid.scrollTop = top + ROW - room;
    paint();
  }

  function paint(): void {
    const first = Math.max(0, Math.floor(grid.scrollTop / ROW) - AROUND);
    const last = Math.min(shown.rows.length, Math.ceil((grid.scrollTop + grid.clientHeight) / ROW) + AROUND);
    const places = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
    if (!places.includes(active) && active < shown.rows.length) places.push(active); // the one that has the focus
    space.replaceChildren(...places.map(rowAt));
    if (shown.rows.length > 0) grid.setAttribute('aria-activedescendant', `grid-row-${active}`);
    else grid.removeAttribute('aria-activedescendant');
  }

  function rowAt(place: number): HTMLElement {
    const row = shown.rows[place]!;
    const cells = shown.columns.map(({ isNumber, text }) =>
      element('div', { role: 'gridcell', class: isNumber ? 'number' : undefined }, text(row)),
    );
    return element(
      'div',
      {
        ...{ role: 'row', class: place === active ? 'grid-row active' : 'grid-row', id: `grid-row-${place}` },
        ...{ 'aria-rowindex': place + 2, 'aria-selected': shown.selected.includes(row) ? 'true' : 'false' },
        style: `top: ${place * ROW}px`,
        onclick: () => {
          active = place;
          onSelect(row);
        },
        ondblclick: () => onOpen(row),
      },
      ...cells,
    );
  }

  function paintHead(): void {
    const { columns, order } = shown;
    const cells = columns.map(({ id, title, isNumber }) =>
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
    const had = head.contains(document.activeElement) ? [...head.children].findIndex((cell) => cell.contains(document.activeElement)) : -1; // prettier-ignore
    head.replaceChildren(...cells);
    cells[had]?.querySelector('button')?.focus();
  }

  return {
    grid,
    show: (rows: GridRows) => {
      const same = rows.rows === shown.rows;
      shown = rows;
      if (!same) active = 0;
      if (!same) grid.scrollTop = 0;
      grid.setAttribute('aria-rowcount', String(rows.rows.length + 1));
      grid.style.setProperty('--columns', String(rows.columns.length));
      space.style.height = `${rows.rows.length * ROW}px`;
      paintHead();
      paint();
    },
  };
}
