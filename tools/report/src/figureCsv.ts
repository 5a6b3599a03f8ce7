import type { Figure } from '@goal-driven/core';

/**
 * The data of a figure as a table in long form, one observation per line; NaN is an empty cell.
 * References are no data: they are in the figure's JSON.
 */
export function figureCsv(figure: Figure): string {
  return [columns[figure.kind], ...rows(figure)].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

type Cell = string | number;

const columns: { readonly [Kind in Figure['kind']]: readonly string[] } = {
  lines: ['line', 'x', 'y'],
  paths: ['panel', 'path', 'point', 'x', 'y'],
  maps: ['map', 'image', 'row', 'column', 'value'],
  histogram: ['group', 'value'],
  scatter: ['group', 'x', 'y'],
  bars: ['bar', 'value', 'low', 'high'],
  parallel: ['line', 'axis', 'value', 'category'],
  categories: ['group', 'category', 'value'],
  graph: ['part', 'name', 'to', 'kind', 'lines'],
};

function rows(figure: Figure): Cell[][] {
  switch (figure.kind) {
    case 'lines':
      return figure.lines.flatMap(({ label, x, y }) => x.map((at, index) => [label, at, y[index]!]));
    case 'paths':
      return figure.panels.flatMap(({ label, paths }) =>
        paths.flatMap((path) => path.points.map(([x, y], point) => [label, path.label, point, x, y])),
      );
    case 'maps':
      return figure.maps.flatMap(({ label, values, below = [] }) => [
        ...bins(label, 'map', values),
        ...bins(label, 'below', below),
      ]);
    case 'histogram':
      return figure.groups.flatMap(({ label, values }) => values.map((value) => [label, value]));
    case 'scatter':
      return figure.groups.flatMap(({ label, x, y }) => x.map((at, index) => [label, at, y[index]!]));
    case 'bars':
      return figure.bars.map(({ label, value, interval = [NaN, NaN] }) => [label, value, ...interval]);
    case 'parallel':
      return figure.lines.flatMap(({ label, values }) =>
        figure.axes.map((axis, at) => [label, axis.label, values[at]!, axis.categories?.[values[at]!] ?? '']),
      );
    case 'categories':
      return figure.groups.flatMap(({ label, values }) =>
        figure.categories.flatMap((category, at) =>
          (values[at] ?? []).map((value): Cell[] => [label, category, value]),
        ),
      );
    case 'graph':
      return [
        ...figure.nodes.map(({ name, cell = '', lines }) => ['node', name, '', cell, lines.join('; ')]),
        ...figure.edges.map(({ from, to, kind }) => ['edge', from, to, kind, '']),
      ];
  }
}

const bins = (label: string, image: string, values: readonly (readonly number[])[]): Cell[][] =>
  values.flatMap((row, y) => row.map((value, x) => [label, image, y, x, value]));

/** As RFC 4180 has it: quoted where it holds a comma, a quote or a line break. */
function cell(value: Cell): string {
  if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
