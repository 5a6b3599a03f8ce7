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
  let shown = chosenRows(table, view);
  const count = element('p', { class: 'soft count', 'aria-live': 'polite' });
  const hover = element('p', { class: 'soft hover' }, ' ');
  const legend = element('ul', { class: 'legend' });
  const [bounds, selection, figure] = [element('div'), element('div'), element('div')];
  const change = (next: Partial<ResultsView>) => {
    view = { ...view, ...next };
    writeView(address, view, table);
    draw();
  };
  const select = (row: number) => {
    change({ selected: toggled(view.selected, row) });
    announce(`${view.selected.length} selected: ${view.selected.map((each) => textAt(table, 'run', each)).join(' and ')}`); // prettier-ignore
  };
  const open = (row: number) => openReport(reportOf(row), announce);
  const onHover = (row: number | undefined) => (hover.textContent = row === undefined ? ' ' : sentence(table, view, row)); // prettier-ignore
  const scatter = scatterCanvas(
    { onBrush: (drawn) => change({ bounds: drawn }), onPick: select, onHover },
    signal,
  );
  const onOrder = (column: string) =>
    change({ order: { column, down: view.order.column === column && !view.order.down } });
  const rows = rowsGrid({ onOrder, onSelect: select, onOpen: open });
  const draw = () => {
    shown = chosenRows(table, view);
    const { points, labels, wanted } = shown;
    scatter.draw(points);
    const said = `${wanted.length} of ${table.rows} rows, ${points.rows.length} with both scores.`;
    if (count.textContent !== said) count.textContent = said;
    scatter.canvas.setAttribute('aria-label', inWords(points));
    legend.replaceChildren(...labels.map(legendEntry));
    bounds.replaceChildren(boundsInputs(view.bounds, boundsOf(points), (drawn) => change({ bounds: drawn })));
    const { order, selected } = view;
    rows.show({ rows: sortRows(table, wanted, order), columns: columnsOf(table, view), order, selected });
    selection.replaceChildren(selectionView(table, selected, reportOf));
    figure.replaceChildren();
  };
  const drawFigure = () =>
    figure.replaceChildren(figureView(scatterFigureOf(shown.points, shown.labels), provenance));
  const plot = element('div', {}, scatter.canvas, legend, hover);
  host.append(
    resultsControls(table, view, change),
    element('div', { class: 'results-plot' }, plot, selection),
    ...[bounds, count, rows.grid],
    element('p', {}, element('button', { type: 'button', onclick: drawFigure }, 'Draw as a figure to keep')),
    ...[figure, claimsView(table.claims)],
  );
  draw();
}

const inWords = ({ axes, rows }: ScatterPoints): string =>
  `${axes.y} against ${axes.x}: ${rows.length} points, listed in the table`;

/** Two rows at most; a third takes the place of the first. */
const toggled = (selected: readonly number[], row: number): number[] =>
  selected.includes(row) ? selected.filter((each) => each !== row) : [...selected, row].slice(-2);

function openReport(href: string | undefined, announce: (text: string) => void): void {
  if (href === undefined) announce('This run has no report to open.');
  else window.open(href, '_blank', 'noopener,noreferrer');
}

/** The rows that a view asks for, and those of them that can be drawn. */
function chosenRows(
  table: RunsTable,
  view: ResultsView,
): { readonly wanted: Uint32Array; readonly points: ScatterPoints; readonly labels: readonly string[] } {
  const { x: across, y: up, bounds, words, is, selected } = view;
  const valuesOf = (name: string) =>
    table.numbers.get(name)?.values ?? new Float64Array(table.rows).fill(NaN);
  const [x, y] = [valuesOf(across), valuesOf(up)];
  const part = (column: string, [low, high]: readonly [number, number]) => ({ column, low, high });
  const between = bounds === undefined ? [] : [part(across, bounds.x), part(up, bounds.y)];
  const wanted = filterRows(table, { words, is, between });
  const rows = wanted.filter((row) => Number.isFinite(x[row]) && Number.isFinite(y[row]));
  const { labels, of: group } = colourGroups(table, view.colour, rows);
  const axes = { x: withUnit(table, across), y: withUnit(table, up) };
  const marked = selected.filter((row) => rows.includes(row));
  return { wanted, labels, points: { rows, x, y, group, groups: labels.length, axes, marked } };
}

const withUnit = ({ numbers }: RunsTable, name: string): string => {
  const unit = numbers.get(name)?.unit ?? '';
  return unit === '' ? name : `${name}, ${unit}`;
};

function boundsOf({ rows, x, y }: ScatterPoints): Bounds {
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
