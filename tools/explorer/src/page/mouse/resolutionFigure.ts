import type { Figure } from '@goal-driven/core';
import { sides, type Side } from './sides';

/** Of each network, the share of neighbours that stay, by resolution. */
export type Curves = {
  readonly [Of in Side]?: { readonly resolutions: readonly number[]; readonly kept: readonly number[] };
};

/** How many neighbours of the image at its best stay among the nearest as its resolution falls. */
export const resolutionFigure = (curves: Curves, titles: Readonly<Record<Side, string>>): Figure => ({
  kind: 'lines',
  name: 'mouse-resolution',
  title: 'Neighbours that stay',
  caption:
    'Share of the 10 nearest scenes to the image at 224 pixels that are among the 10 nearest at each resolution, where ' +
    'nearness is the correlation of embeddings less their mean over 100 scenes.',
  axes: { x: 'resolution (pixels)', y: 'share that stays' },
  lines: sides.flatMap((side) => {
    const curve = curves[side];
    return curve === undefined
      ? []
      : [{ label: `${titles[side]} (${side})`, x: [...curve.resolutions], y: [...curve.kept] }];
  }),
  references: [{ label: 'chance', y: 0.1 }],
});
