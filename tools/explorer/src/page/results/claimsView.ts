import type { ClaimOfRun } from '../../runs/RunsFile';
import { element } from '../shell/element';

const MOST = 200;

/** Claims with their verdicts, and for each what it rests on. */
export function claimsView(claims: readonly ClaimOfRun[]): HTMLElement {
  const sorted = claims.toSorted((a, b) => (a.claim < b.claim ? -1 : a.claim > b.claim ? 1 : 0));
  const rows = sorted
    .slice(0, MOST)
    .map(({ run, claim, statement, verdict, found }) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, statement, element('div', { class: 'soft' }, claim)),
        element('td', { class: `verdict ${verdict.replaceAll(/\W+/g, '-')}` }, verdict),
        element('td', {}, element('ul', { class: 'found' }, ...found.map((line) => element('li', {}, line)))),
        element('td', { class: 'soft' }, run),
      ),
    );
  const head = ['claim', 'verdict', 'what was found', 'run'];
  return element(
    'section',
    { 'aria-labelledby': 'claims-title' },
    element('h2', { id: 'claims-title' }, 'Claims'),
    ...(claims.length === 0
      ? [element('p', { class: 'soft' }, 'None of these runs put a claim to the test.')]
      : [
          element(
            'div',
            { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'claims-title' },
            element(
              'table',
              { class: 'claims' },
              element(
                'thead',
                {},
                element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name))),
              ),
              element('tbody', {}, ...rows),
            ),
          ),
          ...(claims.length > MOST
            ? [element('p', { class: 'soft' }, `The first ${MOST} of ${claims.length} are shown.`)]
            : []),
        ]),
  );
}
