import { formatNumber } from '@goal-driven/report';
import type { PanelContext } from '../Panel';
import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import { boundsInputs } from './boundsInputs';
import { claimsView } from './claimsView';
import { colourGroups } from './colourGroups';
import { filterRows } from './filterRows';
import { resultsControls } from './resultsControls';
import { readView, writeView, type ResultsView } from './resultsView';
import { rowsGrid, type GridColumn } from './rowsGrid';
import { numberAt, textAt, type RunsTable } from './runsTable';
import { scatterCanvas, type Bounds, type ScatterPoints } from './scatterCanvas';
import { scatterFigureOf } from './scatterFigureOf';
import { selectionView } from './selectionView';
import { sortRows } from './sortRows';

/** Where the table came from, and how a run of it is opened. */
export type ResultsSource = {
  /** In a sentence, for exported figures. */
  readonly provenance: string;
  readonly reportOf: (row: number) => string | undefined;
};

/** The table, the plot and what is selected, wired: every choice goes into the view and is drawn from it. */
export function showResults(
  host: HTMLElement,
  table: RunsTable,
  { provenance, reportOf }: ResultsSource,
  { view: address, signal, announce }: PanelContext,
): void {
  let view = readView(address, table);
  let points: ScatterPoints;
  let labels: readonly string[];
  const count = element('p', { class: 'soft count', 'aria-live': 'polite' });
  const hover = element('p', { class: 'soft hover' }, ' ');
  const legend = element('ul', { class: 'legend' });
  const bounds = element('div');
  const selection = element('div');
  const figure = element('div');

  const change = (next: Partial<ResultsView>) => {
    view = { ...view, ...next };
    writeView(address, view, table);
    draw();
  };
  const select = (row: number) => {
    const { selected } = view;
    const now = selected.includes(row)
      ? selected.filter((each) => each !== row)
      : [...selected, row].slice(-2);
    change({ selected: now });
    announce(`${now.length} selected: ${now.map((each) => textAt(table, 'run', each)).join(' and ')}`);
  };
  const open = (row: number) => {
    const href = reportOf(row);
    if (href === undefined) announce('This run has no report to open.');
    else window.open(href, '_blank', 'noopener,noreferrer');
  };
  const scatter = scatterCanvas(
    {
      onBrush: (drawn) => change({ bounds: drawn }),
      onPick: select,
      onHover: (row) => (hover.textContent = row === undefined ? ' ' : sentence(table, view, row)),
    },
    signal,
  );
  const rows = rowsGrid({
    onOrder: (column) =>
      change({ order: { column, down: view.order.column === column && !view.order.down } }),
    onSelect: select,
    onOpen: open,
  });
  const draw = () => {
    const { x, y, bounds: part } = view;
    const [xs, ys] = [x, y].map((name) => table.numbers.get(name)?.values ?? new Float64Array(table.rows).fill(NaN)) as [Float64Array, Float64Array]; // prettier-ignore
    const between = part === undefined ? [] : [between1(x, part.x), between1(y, part.y)];
    const wanted = filterRows(table, { words: view.words, is: view.is, between });
    const both = wanted.filter((row) => Number.isFinite(xs[row]) && Number.isFinite(ys[row]));
    const groups = colourGroups(table, view.colour, both);
    const axes = { x: withUnit(table, x), y: withUnit(table, y) };
    points = { rows: both, x: xs, y: ys, group: groups.of, groups: groups.labels.length, axes, marked: view.selected.filter((row) => both.includes(row)) }; // prettier-ignore
    labels = groups.labels;
    scatter.draw(points);
    const said = `${wanted.length} of ${table.rows} rows, ${both.length} with both scores.`;
    if (count.textContent !== said) count.textContent = said;
    scatter.canvas.setAttribute(
      'aria-label',
      `${axes.y} against ${axes.x}: ${both.length} points, listed in the table`,
    );
    legend.replaceChildren(...labels.map(legendEntry));
    bounds.replaceChildren(boundsInputs(part, boundsOf(both, xs, ys), (drawn) => change({ bounds: drawn })));
    rows.show({
      rows: sortRows(table, wanted, view.order),
      columns: columnsOf(table, view),
      ...{ order: view.order, selected: view.selected },
    });
    selection.replaceChildren(selectionView(table, view.selected, reportOf));
    figure.replaceChildren();
  };
  const drawFigure = () => figure.replaceChildren(figureView(scatterFigureOf(points, labels), provenance));
  host.append(
    resultsControls(table, view, change),
    element(
      'div',
      { class: 'results-plot' },
      element('div', {}, scatter.canvas, legend, hover),
      element('div', { class: 'beside' }, selection),
    ),
    bounds,
    count,
    rows.grid,
    element('p', {}, element('button', { type: 'button', onclick: drawFigure }, 'Draw as a figure to keep')),
    figure,
    claimsView(table.claims),
  );
  draw();
}

const between1 = (column: string, [low, high]: readonly [number, number]) => ({ column, low, high });

const withUnit = ({ numbers }: RunsTable, name: string): string => {
  const unit = numbers.get(name)?.unit ?? '';
  return unit === '' ? name : `${name}, ${unit}`;
};

function boundsOf(rows: Uint32Array, x: Float64Array, y: Float64Array): Bounds {
  const ends = (values: Float64Array): [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) [low, high] = [Math.min(low, values[row]!), Math.max(high, values[row]!)];
    return low > high ? [0, 1] : [low, high];
  };
  return { x: ends(x), y: ends(y) };
}

const legendEntry = (label: string, index: number): HTMLElement =>
  element('li', {}, element('span', { class: `dot dot-${index}`, 'aria-hidden': 'true' }), label);

const sentence = (table: RunsTable, { x, y }: ResultsView, row: number): string =>
  `${textAt(table, 'run', row)} ${textAt(table, 'network', row)}: ${x} ${formatNumber(numberAt(table, x, row))}, ${y} ${formatNumber(numberAt(table, y, row))}`;

function columnsOf(table: RunsTable, { x, y, colour }: ResultsView): GridColumn[] {
  const texts = [...new Set(['run', 'study', 'A', 'T', 'L', 'seed', 'state', colour])].filter((name) =>
    table.texts.has(name),
  );
  const scores = [...new Set([x, y])].filter((name) => table.numbers.has(name));
  return [
    ...texts.map((id) => ({ id, title: id, isNumber: false, text: (row: number) => textAt(table, id, row) })),
    ...scores.map((id) => ({
      ...{ id, title: withUnit(table, id), isNumber: true },
      text: (row: number) => {
        const value = numberAt(table, id, row);
        return Number.isNaN(value) ? '' : formatNumber(value);
      },
    })),
  ];
}
