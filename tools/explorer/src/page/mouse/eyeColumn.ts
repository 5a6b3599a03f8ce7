import { element } from '../shell/element';
import type { Pixels } from '../shell/drawPixels';
import { drawMaps } from './drawMaps';
import { layersTable } from './layersTable';
import type { Told } from './MouseMessages';
import type { Side } from './sides';
import { SCENES, type MouseView } from './MouseView';
import { neighbourItems } from './neighbourItems';
import { networksOnOffer } from './networksOnOffer';

type Column = {
  readonly root: HTMLElement;
  /** Shows what was told of this side. */
  readonly show: (told: Told) => void;
};

type Choices = {
  readonly view: MouseView;
  /** Whether its weights are the reader's. */
  readonly own: boolean;
  readonly choose: (chosen: Readonly<Record<string, string | undefined>>) => void;
  readonly weights: (file: File) => void;
};

/** One of the two networks: its choice, its maps, the neighbours it finds, its layers in numbers. */
export function eyeColumn(side: Side, choices: Choices): Column {
  const { choose } = choices;
  const parts = partsOf(side, choices);
  const { layer, maps, said, progress, neighbours, layers } = parts;
  const showLayers = ({ layers: all, shown, maps: { values, shape } }: Told & { kind: 'seen' }) => {
    const withMaps = all.filter((each) => each.shape.length === 3);
    layer.replaceChildren(
      ...withMaps.map(({ layer: name }) =>
        element('option', { value: name, selected: name === shown }, name),
      ),
    );
    const drawn = drawMaps(maps, { values, shape });
    const [height, width, channels] = shape as [number, number, number];
    said.textContent = `${drawn} of ${channels} maps of ${height} by ${width}, each from its least to its greatest value.`;
    maps.setAttribute('aria-label', `Feature maps of ${shown}: ${said.textContent}`);
    layers.replaceChildren(layersTable(side, all));
  };
  let thumbnails: readonly Pixels[] = []; // of all scenes, which are told before neighbours are
  const show: Column['show'] = (told) => {
    if (told.kind === 'seen') showLayers(told);
    else if (told.kind === 'scenes') {
      thumbnails = told.thumbnails;
      progress.textContent = told.done < SCENES ? `Looking at ${told.done} of ${SCENES} scenes …` : '';
    } else if (told.kind === 'neighbours') {
      const open = (scene: number) => choose({ scene: String(scene), maze: undefined });
      neighbours.replaceChildren(...neighbourItems(told.nearest, thumbnails, open));
    }
  };
  return { root: parts.root, show };
}

function partsOf(side: Side, choices: Choices) {
  const name = side === 'shallow' ? 'Shallow' : 'Deep';
  const { network, layer, file } = inputsOf(side, choices);
  const maps = element('canvas', { class: 'pixels maps-of', role: 'img', 'aria-label': 'Feature maps' });
  const [said, progress] = [
    element('p', { class: 'soft' }),
    element('p', { class: 'soft' }, 'Getting ready …'),
  ];
  const neighbours = element('ol', { class: 'neighbours' });
  const layers = element('div', {
    ...{ class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Layers, ${side}` },
  });
  const controls = (...content: HTMLElement[]) => element('div', { class: 'controls' }, ...content);
  const root = element(
    'section',
    { 'aria-label': `The ${side} network` },
    controls(element('label', {}, name, network)),
    element('p', { class: 'soft' }, aboutWeights(side, choices)),
    controls(element('label', {}, 'Layer', layer)),
    maps,
    said,
    element('h2', {}, `Nearest scenes, ${side} network`),
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
  return { root, layer, maps, said, progress, neighbours, layers };
}

function inputsOf(side: Side, { view, choose, weights }: Choices) {
  const network = element(
    'select',
    { name: side, oninput: () => choose({ [side]: network.value, [`${side}Layer`]: undefined }) },
    ...networksOnOffer.map(({ id, title }) =>
      element('option', { value: id, selected: id === view[side] }, title),
    ),
  );
  const layer = element('select', {
    name: `${side}Layer`,
    oninput: () => choose({ [`${side}Layer`]: layer.value }),
  });
  const file = element('input', {
    ...{ type: 'file', accept: '.safetensors' },
    onchange: () => file.files?.[0] && weights(file.files[0]),
  });
  return { network, layer, file };
}

function aboutWeights(which: Side, { view, own }: Choices): string {
  const { id, deep, side } = networksOnOffer.find((each) => each.id === view[which])!;
  const weights = own
    ? 'Weights from your file.'
    : id === 'trained'
      ? 'Trained on rendered objects in views of one image each (SimCLR).'
      : 'Untrained: weights drawn from seed 0.';
  return `${weights} ${deep} convolutions deep${side === undefined ? '' : `, takes ${side} pixels`}.`;
}
