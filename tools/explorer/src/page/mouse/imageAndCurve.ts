import { figureView } from '../figures/figureView';
import { drawPixels } from '../shell/drawPixels';
import { element } from '../shell/element';
import type { Told } from './MouseMessages';
import { sides, type Side } from './sides';
import type { MouseView } from './MouseView';
import { networksOnOffer } from './networksOnOffer';
import { resolutionFigure, type Curves } from './resolutionFigure';

/** What both networks have in common: the image as it is shown to them, and how their neighbours stay. */
export function imageAndCurve() {
  const image = element('canvas', { class: 'pixels eye', role: 'img', 'aria-label': 'The image' });
  const curve = element('div', {});
  let curves: Curves = {};
  const show = (told: Told, view: MouseView, given: boolean) => {
    const { shown, resolution, input } = view;
    const what = given ? 'your picture' : `${shown.kind} ${shown.index}`;
    if (told.kind === 'image') {
      drawPixels(image, told.image);
      image.setAttribute('aria-label', `The image, ${what}, at ${resolution} by ${resolution} pixels`);
    } else if (told.kind === 'curve') {
      curves = { ...curves, [told.side]: told };
      const provenance =
        `Computed in the explorer's page: ${what} among 100 rendered scenes, networks at ${input} pixels, ` +
        `${view.shallow} and ${view.deep}.`;
      curve.replaceChildren(figureView(resolutionFigure(curves, titlesOf(view)), provenance));
    }
  };
  return {
    ...{ image, curve, show },
    /** Other networks or another image: their curves come again. */
    forget: () => void (curves = {}),
    /** What is seen, for a screen reader. */
    words: ({ resolution }: MouseView): string => {
      const kept = sides.flatMap((side) => {
        const one = curves[side];
        const count = one && Math.round(10 * one.kept[0]!);
        return one === undefined
          ? []
          : [`at ${one.resolutions[0]} pixels the ${side} one keeps ${count} of 10`];
      });
      return `Image at ${resolution} pixels. Of 10 neighbours: ${kept.join(', ')}.`;
    },
  };
}

const titlesOf = (view: MouseView) =>
  Object.fromEntries(
    sides.map((side) => [side, networksOnOffer.find(({ id }) => id === view[side])!.title]),
  ) as Record<Side, string>;
