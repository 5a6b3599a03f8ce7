import type { Cell, Column } from './tidyTable';

/**
 * A table as text: comma-separated, lines ended by CR LF, a cell in quotes where it holds a comma, a quote or a line
 * break. What is not there and what is not a number are both empty.
 *
 * @source RFC 4180
 */
export function tableCsv(columns: readonly Column[]): string {
  const count = columns[0]?.values.length ?? 0;
  const lines = Array.from({ length: count }, (_, row) => columns.map(({ values }) => values[row]!));
  return [columns.map(({ name }) => name), ...lines]
    .map((line) => `${line.map(quoted).join(',')}\r\n`)
    .join('');
}

function quoted(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (typeof cell !== 'string') return String(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
