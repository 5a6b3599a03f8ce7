import { formatNumber } from '@goal-driven/report';
import { element } from '../shell/element';
import { compareRows } from './compareRows';
import { textAt, type RunsTable } from './runsTable';

/**
 * The runs that are selected, one or two: their reports, their scores, and the settings in which they differ.
 *
 * @param reportOf address of a row's report; undefined where there is none to open
 */
export function selectionView(
  table: RunsTable,
  selected: readonly number[],
  reportOf: (row: number) => string | undefined,
): HTMLElement {
  const head = element('h2', { id: 'selection-title' }, 'Selected runs');
  const section = element('section', { class: 'selection', 'aria-labelledby': 'selection-title' }, head);
  if (selected.length === 0) {
    section.append(
      element(
        'p',
        { class: 'soft' },
        'None. Select one to read it, or two to see what differs between them.',
      ),
    );
    return section;
  }
  const names = selected.map((row, place) => [
    `${'AB'[place]}: `,
    ...nameOf(table, row),
    ...linkTo(reportOf(row)),
  ]);
  section.append(element('ol', { class: 'chosen' }, ...names.map((name) => element('li', {}, ...name))));
  for (const row of selected) {
    const fault = textAt(table, 'fault', row);
    if (fault !== '') section.append(element('p', { class: 'fault' }, fault));
  }
  section.append(scoresOf(table, selected));
  const [one, other] = selected;
  if (one !== undefined && other !== undefined) section.append(differences(table, one, other));
  return section;
}

const nameOf = (table: RunsTable, row: number): string[] => {
  const network = textAt(table, 'network', row);
  const seed = textAt(table, 'seed', row);
  return [[textAt(table, 'run', row), network, seed && `seed ${seed}`].filter(Boolean).join(', ')];
};

const linkTo = (href: string | undefined) =>
  href === undefined
    ? []
    : [' ', element('a', { href, target: '_blank', rel: 'noopener noreferrer' }, 'report')];

function scoresOf(table: RunsTable, selected: readonly number[]): HTMLElement {
  const rows = [...table.numbers]
    .map(([name, { unit, values }]) => ({ name, unit, values: selected.map((row) => values[row]!) }))
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)))
    .map(({ name, unit, values }) => [
      unit === '' ? name : `${name}, ${unit}`,
      ...values.map((value) => (Number.isNaN(value) ? '' : formatNumber(value))),
    ]);
  return tableOf('Scores', ['score', ...selected.map((_, place) => 'AB'[place]!)], rows);
}

function differences(table: RunsTable, one: number, other: number): HTMLElement {
  const found = compareRows(table, one, other);
  if (found.length === 0) return element('p', {}, 'Their settings are the same.');
  const rows = found.map(({ path, one: a, other: b }) => [path, a || 'not set', b || 'not set']);
  return tableOf('Settings that differ', ['setting', 'A', 'B'], rows);
}

function tableOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  return element(
    'div',
    { class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': caption },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
      element(
        'tbody',
        {},
        ...rows.map(([name = '', ...cells]) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, name),
            ...cells.map((cell) => element('td', {}, cell)),
          ),
        ),
      ),
    ),
  );
}
