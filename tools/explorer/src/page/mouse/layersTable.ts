import { element } from '../shell/element';
import type { LayerNumbers } from './MouseMessages';
import type { Side } from './sides';

/** The layers of a network in numbers. */
export const layersTable = (side: Side, layers: readonly LayerNumbers[]) =>
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
