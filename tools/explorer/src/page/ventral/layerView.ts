import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import { channelFigure } from './channelFigure';
import { gateFigure } from './gateFigure';
import { mapsView } from './mapsView';
import type { Opened } from './Opened';
import type { Course, Played } from './Played';
import type { Settings } from './settings';

type Shown = { readonly intact: Played; readonly cut: Played | null };

const kinds = ['intact', 'cut', 'difference'] as const;

/** One layer, or one gate of its cell, over time: maps of all channels, one channel, and the layer's gates. */
export function layerView(settings: Settings, choose: (step: number) => void) {
  let now: { readonly opened: Opened; readonly shown: Shown; readonly step: number } | undefined;
  const layer = element('select', { oninput: () => choice({ layer: layer.value, channel: undefined }) });
  const kind = element(
    'select',
    { oninput: () => choice({ maps: kind.value }) },
    ...kinds.map((each) => element('option', { value: each }, each)),
  );
  const channel = element('input', {
    ...{ type: 'number', min: 0, step: 1, value: 0 },
    onchange: () => choice({ channel: channel.value }),
  });
  const figures = element('div', { class: 'columns' });
  const maps = mapsView({ channel: (at) => choice({ channel: at }), step: choose });
  const choice = (values: Parameters<Settings['set']>[0]) => {
    settings.set(values);
    if (now !== undefined) {
      show(now.opened, now.shown);
      showStep(now.shown, now.step);
    }
  };

  const courses = ({ layers, gates }: Played): readonly Course[] =>
    layers.flatMap((each) => [each, ...gates.filter(({ name }) => name.startsWith(`${each.name}/`))]);
  const chosen = (played: Played): Course => {
    const all = courses(played);
    const cells = played.gates.at(0)?.name.split('/')[0] ?? all[0]!.name; // a graph has a layer
    return all.find(({ name }) => name === (settings.text('layer') ?? cells)) ?? all[0]!;
  };
  const channelOf = ({ shape }: Course) => {
    const at = settings.index('channel', 0);
    return at < shape.at(-1)! ? at : 0;
  };

  const show = (opened: Opened, shown: Shown) => {
    now = { opened, shown, step: now?.step ?? 0 };
    const course = chosen(shown.intact);
    layer.replaceChildren(
      ...courses(shown.intact).map(({ name }) =>
        element('option', { value: name, selected: name === course.name }, name.replace('/', ', gate ')),
      ),
    );
    kind.disabled = shown.cut === null;
    kind.value = shown.cut === null ? 'intact' : settings.choice('maps', kinds, 'difference');
    channel.max = String(course.shape.at(-1)! - 1);
    channel.value = String(channelOf(course));
    const cut = shown.cut === null ? undefined : chosen(shown.cut);
    const gates = gateFigure(course.name.split('/')[0]!, shown);
    const { provenance } = opened;
    figures.replaceChildren(
      figureView(channelFigure(course, cut, channelOf(course)), provenance),
      gates === undefined
        ? element('p', { class: 'soft' }, 'This layer has no cell with gates.')
        : figureView(gates, provenance),
    );
  };
  const showStep = (shown: Shown, step: number) => {
    now = now && { ...now, step };
    const course = chosen(shown.intact);
    const [intact, cut] = [course, shown.cut === null ? undefined : chosen(shown.cut)];
    const drawn = cut === undefined ? 'intact' : (kind.value as (typeof kinds)[number]); // its own options
    const values = { intact, cut: cut ?? intact, difference: difference(cut ?? intact, intact) }[drawn];
    maps.show({ course: values, signed: drawn === 'difference', step, channel: channelOf(course) });
  };
  const part = element(
    'section',
    { 'aria-label': 'Layers over time' },
    element(
      'div',
      { class: 'controls' },
      element('label', {}, 'Layer', layer),
      element('label', {}, 'Channel', channel),
      element('label', {}, 'Maps', kind),
    ),
    ...maps.parts,
    figures,
  );
  return { part, show, showStep };
}

/** Cut less intact. */
function difference(cut: Course, intact: Course): Course {
  return { ...cut, values: cut.values.map((value, at) => value - intact.values[at]!) };
}
