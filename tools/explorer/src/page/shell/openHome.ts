import { panels } from '../panels';
import { element } from './element';

/** The first view: what there is, two sentences each. Nothing is loaded for it. */
export function openHome(main: HTMLElement): void {
  main.append(
    element('h1', {}, 'Goal-driven models of neural circuits'),
    element(
      'p',
      { class: 'lead' },
      'Networks that were optimised for a task and then held against brains, running here in your browser. ' +
        'Nothing is sent anywhere: the numbers are computed on your machine.',
    ),
    element(
      'ul',
      { class: 'cards' },
      ...panels.map(({ id, title, lead }) =>
        element(
          'li',
          {},
          element('h2', {}, element('a', { href: `#/${id}` }, title)),
          element('p', {}, lead),
        ),
      ),
    ),
  );
}
