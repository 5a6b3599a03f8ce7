import { element } from '../shell/element';
import { inWords, type NetworkEntry } from './networks';

const heads = [
  'Network',
  'Cell',
  'Nonlinearity',
  'Says',
  'Units',
  'Error, cm',
  'Without motion',
  'Floor',
  'Grid-like',
  'Border-like',
];

const SAID =
  'Errors over 1,000 held-out walks of 20 steps; shares of the units of layer g with a grid score over 0.3 and a border score over 0.5, over 2,000 held-out walks. One seed each.';

/** The shipped networks and their scores, each with a button that opens it. */
export function networkTable(
  networks: Readonly<Record<string, NetworkEntry>>,
  open: (name: string) => void,
): HTMLElement {
  const columns = heads.map((head, at) => element('th', { scope: 'col', class: at > 3 && 'number' }, head));
  const rows = Object.entries(networks).map(([name, entry]) => {
    const button = element('button', { type: 'button', onclick: () => open(name) }, name);
    const head = element('th', { scope: 'row' }, button);
    return element('tr', { 'data-network': name }, head, ...cellsOf(entry));
  });
  return element(
    'section',
    {},
    element('h2', {}, 'The networks'),
    element('p', { class: 'soft' }, SAID),
    element(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Scores of the networks' },
      element(
        'table',
        {},
        element('thead', {}, element('tr', {}, ...columns)),
        element('tbody', {}, ...rows),
      ),
    ),
  );
}

function cellsOf(entry: NetworkEntry): HTMLElement[] {
  const cm = (metres: number) =>
    element('td', { class: 'number', 'data-metres': metres }, (100 * metres).toFixed(1));
  const share = (count: number) =>
    element('td', { class: 'number' }, `${Math.round((100 * count) / entry.units)} %`);
  return [
    element('td', {}, inWords(entry.cell)),
    element('td', {}, inWords(entry.activation)),
    element('td', {}, inWords(entry.loss)),
    element('td', { class: 'number' }, entry.units),
    cm(entry.decodingError),
    cm(entry.noMotionError),
    cm(entry.decoderFloor),
    share(entry.grid + entry.both),
    share(entry.border + entry.both),
  ];
}
