import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import type { Settings } from './settings';
import type { Vision } from './startVision';

/** So many count as the best, unless the reader says otherwise: a quarter. */
const BEST = 12;
/** More are not the best of so small a search. */
const MOST = 24;

/** What a search over circuits made emerge; computed when it is opened. */
export function searchView(vision: Vision, settings: Settings): HTMLElement {
  const body = element('div', {});
  const slider = element('input', {
    ...{ type: 'range', min: 1, max: MOST, value: settings.index('best', BEST) },
    oninput: () => {
      settings.set({ best: slider.value });
      void show();
    },
  });
  const count = element('output', {});
  const show = async () => {
    count.textContent = slider.value;
    try {
      const { provenance, figures } = await vision.ask('search', { best: slider.valueAsNumber });
      body.replaceChildren(
        element('div', { class: 'columns' }, ...figures.map((figure) => figureView(figure, provenance))),
        element('p', { class: 'soft' }, provenance),
      );
    } catch (error) {
      body.replaceChildren(element('p', { class: 'fault', role: 'alert' }, (error as Error).message));
    }
  };
  const details = element(
    'details',
    {
      open: settings.text('search') === 'open',
      ontoggle: () => {
        settings.set({ search: details.open ? 'open' : undefined });
        if (details.open && body.childElementCount === 0) void show();
      },
    },
    element('summary', {}, 'Which connections a search over circuits found'),
    element(
      'p',
      { class: 'soft' },
      'A search of ours, as small as a page can carry: genomes of five layers said which layers have a cell, which ' +
        'arrows go back and which skip layers, each was trained a little, and new ones were bred from the better of ' +
        'those before. The best are kin, so what they share may be of use or merely be inherited with it: see how ' +
        'wide the intervals are, and how the shares move as more count as the best.',
    ),
    element('div', { class: 'controls' }, element('label', {}, 'Count as the best', slider, count)),
    body,
  );
  return details;
}
