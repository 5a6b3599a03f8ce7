import { drawPixels, type Pixels } from '../shell/drawPixels';
import { element } from '../shell/element';
import type { Neighbour } from './neighbours';

/** Neighbours as small pictures, each a button that shows its scene. */
export const neighbourItems = (
  nearest: readonly Neighbour[],
  thumbnails: readonly Pixels[],
  show: (scene: number) => void,
): HTMLElement[] =>
  nearest.map(({ scene, likeness }) => {
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    const pixels = thumbnails[scene];
    if (pixels !== undefined) drawPixels(canvas, pixels);
    const label = `Scene ${scene}, likeness ${likeness.toFixed(2)}: show it`;
    return element(
      'li',
      {},
      element('button', { type: 'button', 'aria-label': label, onclick: () => show(scene) }, canvas),
      element('span', { class: 'number' }, likeness.toFixed(2)),
    );
  });
