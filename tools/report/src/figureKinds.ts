import type { Figure } from '@goal-driven/core';
import { barsFigure } from './barsFigure';
import { categoriesFigure } from './categoriesFigure';
import { graphFigure } from './graphFigure';
import { histogramFigure } from './histogramFigure';
import { linesFigure } from './linesFigure';
import { mapsFigure } from './mapsFigure';
import { parallelFigure } from './parallelFigure';
import { pathsFigure } from './pathsFigure';
import { scatterFigure } from './scatterFigure';
import type { Html } from './Html';

type Draw<Kind extends Figure['kind']> = (
  figure: Extract<Figure, { kind: Kind }>,
  description: string,
) => Html;

/** How each kind of figure is drawn. */
export const figureKinds = {
  lines: linesFigure,
  paths: pathsFigure,
  maps: mapsFigure,
  histogram: histogramFigure,
  scatter: scatterFigure,
  bars: barsFigure,
  parallel: parallelFigure,
  categories: categoriesFigure,
  graph: graphFigure,
} satisfies { [Kind in Figure['kind']]: Draw<Kind> };

/** Draws a figure of any kind. */
export function drawFigure(figure: Figure): Html {
  const draw = figureKinds[figure.kind] as (figure: Figure, description: string) => Html; // the kind's own function
  return draw(figure, `${figure.title}. ${figure.caption}`);
}
