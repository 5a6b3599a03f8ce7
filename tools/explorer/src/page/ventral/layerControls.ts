import { element } from '../shell/element';
import { chosenChannel, chosenCourse, coursesOf } from './chosenCourse';
import type { Played } from './Played';
import type { Settings } from './settings';

const kinds = ['intact', 'cut', 'difference'] as const;
export type MapsKind = (typeof kinds)[number];

/** Choices of a layer or gate, a channel, and whose maps are drawn. */
export function layerControls(
  settings: Settings,
  change: () => void,
): {
  readonly part: HTMLElement;
  readonly kind: () => MapsKind;
  readonly show: (shown: { readonly intact: Played; readonly cut: Played | null }) => void;
} {
  const choose = (values: Parameters<Settings['set']>[0]) => {
    settings.set(values);
    change();
  };
  const layer = element('select', { oninput: () => choose({ layer: layer.value, channel: undefined }) });
  const channel = element('input', {
    ...{ type: 'number', min: 0, step: 1, value: 0 },
    onchange: () => choose({ channel: channel.value }),
  });
  const maps = element(
    'select',
    { oninput: () => choose({ maps: maps.value }) },
    ...kinds.map((each) => element('option', { value: each }, each)),
  );
  return {
    part: element(
      'div',
      { class: 'controls' },
      element('label', {}, 'Layer', layer),
      element('label', {}, 'Channel', channel),
      element('label', {}, 'Maps', maps),
    ),
    kind: () => maps.value as MapsKind, // its own options
    show: ({ intact, cut }) => {
      const course = chosenCourse(intact, settings);
      layer.replaceChildren(
        ...coursesOf(intact).map(({ name }) =>
          element('option', { value: name, selected: name === course.name }, name.replace('/', ', gate ')),
        ),
      );
      maps.disabled = cut === null;
      maps.value = cut === null ? 'intact' : settings.choice('maps', kinds, 'difference');
      channel.max = String(course.shape.at(-1)! - 1);
      channel.value = String(chosenChannel(course, settings));
    },
  };
}
