import { element } from '../shell/element';
import type { ResultsView } from './resultsView';
import type { RunsTable } from './runsTable';

const parts: Readonly<Record<string, string>> = {
  ...{ A: 'A, architecture', D: 'D, data', T: 'T, task', L: 'L, learning rule' },
  ...{ study: 'study', network: 'network', seed: 'seed', state: 'state' },
};

/** Most texts of a column that are offered. */
const MOST = 500;

/** The choices of the panel: axes, colour, which rows. What is chosen is told to `change`. */
export function resultsControls(
  table: RunsTable,
  view: ResultsView,
  change: (change: Partial<ResultsView>) => void,
): HTMLElement {
  const scores = [...table.numbers.keys()].map((name) => [name, name] as const);
  const colours = [
    ...Object.entries(parts).filter(([name]) => table.texts.has(name)),
    ...[...table.texts].filter(([, { about }]) => about === 'setting').map(([name]) => [name, name] as const),
  ];
  const value = element('select', {
    'aria-label': 'Its value',
    oninput: () => change({ is: { column: where.value, text: value.value } }),
  });
  const where = select([['', 'all rows'], ...colours], view.is?.column ?? '', (column) => {
    offer(column);
    change({ is: column === '' ? undefined : { column, text: value.value } });
  });
  const offer = (column: string) => {
    const texts = (table.texts.get(column)?.values ?? []).slice(0, MOST);
    value.replaceChildren(...[...texts, ''].map((text) => option(text, text || 'not stated', view.is?.text)));
    value.hidden = column === '';
  };
  offer(view.is?.column ?? '');
  const words = element('input', {
    type: 'search',
    placeholder: 'words',
    value: view.words,
    oninput: () => change({ words: words.value }),
  });
  return element(
    'div',
    { class: 'controls' },
    labelled(
      'Across',
      select(scores, view.x, (x) => change({ x, bounds: undefined })),
    ),
    labelled(
      'Up',
      select(scores, view.y, (y) => change({ y, bounds: undefined })),
    ),
    labelled(
      'Colour',
      select(colours, view.colour, (colour) => change({ colour })),
    ),
    labelled('Find', words),
    labelled('Only', where),
    value,
  );
}

const labelled = (text: string, control: HTMLElement): HTMLElement => element('label', {}, text, control);

const option = (value: string, text: string, chosen: string | undefined) =>
  element('option', { value, selected: value === chosen }, text.slice(0, 80));

function select(
  options: readonly (readonly [string, string])[],
  chosen: string,
  changed: (value: string) => void,
): HTMLSelectElement {
  const made = element(
    'select',
    { oninput: () => changed(made.value) },
    ...options.map(([value, text]) => option(value, text, chosen)),
  );
  return made;
}
