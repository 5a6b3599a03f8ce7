import { element } from '../shell/element';
import { drawPixels, type Pixels } from '../shell/drawPixels';
import { drawMaps } from './drawMaps';
import type { LayerNumbers, Side, Told } from './mouseMessages';
import type { MouseView } from './MouseView';
import { networksOnOffer } from './networksOnOffer';

type Column = {
  readonly root: HTMLElement;
  /** Shows what was told of this side; thumbnails are of all scenes. */
  readonly show: (told: Told, thumbnails: readonly Pixels[]) => void;
};

type Choices = {
  readonly view: MouseView;
  /** Whether its weights are the reader's. */
  readonly own: boolean;
  readonly choose: (chosen: Readonly<Record<string, string | undefined>>) => void;
  readonly weights: (file: File) => void;
};

/** One of the two networks: its choice, its maps, the neighbours it finds, its layers in numbers. */
export function eyeColumn(side: Side, { view, own, choose, weights }: Choices): Column {
  const offered = networksOnOffer.find(({ id }) => id === view[side])!;
  const network = element(
    'select',
    { name: side, oninput: () => choose({ [side]: network.value, [`${side}Layer`]: undefined }) },
    ...networksOnOffer.map(({ id, title }) =>
      element('option', { value: id, selected: id === view[side] }, title),
    ),
  );
  const file = element('input', {
    ...{ type: 'file', accept: '.safetensors' },
    onchange: () => file.files?.[0] && weights(file.files[0]),
  });
  const layer = element('select', {
    name: `${side}Layer`,
    oninput: () => choose({ [`${side}Layer`]: layer.value }),
  });
  const maps = element('canvas', { class: 'pixels maps-of', role: 'img', 'aria-label': 'Feature maps' });
  const [said, progress] = [element('p', { class: 'soft' }), element('p', { class: 'soft' })];
  const neighbours = element('ol', { class: 'neighbours' });
  const layers = element('div', {
    class: 'scroll',
    tabindex: 0,
    role: 'region',
    'aria-label': `Layers, ${side}`,
  });
  const root = element(
    'section',
    { 'aria-label': side === 'shallow' ? 'The shallow network' : 'The deep network' },
    element(
      'div',
      { class: 'controls' },
      element('label', {}, side === 'shallow' ? 'Shallow' : 'Deep', network),
    ),
    element('p', { class: 'soft' }, aboutWeights(offered, own)),
    element('div', { class: 'controls' }, element('label', {}, 'Layer', layer)),
    maps,
    said,
    element('h3', {}, 'Nearest scenes'),
    progress,
    neighbours,
    element('details', {}, element('summary', {}, 'All layers in numbers'), layers),
    element(
      'details',
      {},
      element('summary', {}, 'Weights of a run'),
      element('label', {}, 'Checkpoint, .safetensors ', file),
    ),
  );
  const show: Column['show'] = (told, thumbnails) => {
    if (told.kind === 'seen') {
      const withMaps = told.layers.filter(({ shape }) => shape.length === 3);
      layer.replaceChildren(
        ...withMaps.map(({ layer: name }) =>
          element('option', { value: name, selected: name === told.shown }, name),
        ),
      );
      const drawn = drawMaps(maps, told.maps);
      const [height, width, channels] = told.maps.shape as [number, number, number];
      said.textContent = `${drawn} of ${channels} maps of ${height} by ${width}, each from its least to its greatest value.`;
      maps.setAttribute('aria-label', `Feature maps of ${told.shown}: ${said.textContent}`);
      layers.replaceChildren(layersTable(side, told.layers));
    } else if (told.kind === 'scenes')
      progress.textContent = told.done < 100 ? `Looking at ${told.done} of 100 scenes …` : '';
    else if (told.kind === 'neighbours')
      neighbours.replaceChildren(
        ...told.nearest.map(({ scene, likeness }) => {
          const canvas = element('canvas', { 'aria-hidden': 'true' });
          const pixels = thumbnails[scene];
          if (pixels !== undefined) drawPixels(canvas, pixels);
          const show = () => choose({ scene: String(scene), maze: undefined });
          const label = `Scene ${scene}, likeness ${likeness.toFixed(2)}: show it`;
          return element(
            'li',
            {},
            element('button', { type: 'button', 'aria-label': label, onclick: show }, canvas),
            element('span', { class: 'number' }, likeness.toFixed(2)),
          );
        }),
      );
  };
  return { root, show };
}

function aboutWeights({ id, deep, side }: (typeof networksOnOffer)[number], own: boolean): string {
  const weights = own
    ? 'Weights from your file.'
    : id === 'trained'
      ? 'Trained on rendered objects in views of one image each (SimCLR).'
      : 'Untrained: weights drawn from seed 0.';
  return `${weights} ${deep} convolutions deep${side === undefined ? '' : `, takes ${side} pixels`}.`;
}

const layersTable = (side: Side, layers: readonly LayerNumbers[]) =>
  element(
    'table',
    { 'data-layers': side },
    element('caption', { class: 'unseen' }, `Layers of the ${side} network`),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...['layer', 'shape', 'mean', 'root mean square', 'above 0'].map((head) =>
          element('th', { scope: 'col' }, head),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      ...layers.map(({ layer, shape, mean, size, active }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, layer),
          ...[shape.join(' × '), mean.toPrecision(6), size.toPrecision(6), active.toFixed(4)].map((text) =>
            element('td', { class: 'number' }, text),
          ),
        ),
      ),
    ),
  );
