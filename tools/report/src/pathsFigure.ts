import * as Plot from '@observablehq/plot';
import type { PathsFigure } from '@goal-driven/core';
import { drawPlot, seriesColour, seriesDash } from './drawPlot';
import { safe, type Html } from './Html';
import { legend } from './legend';

/** Paths in space, one panel each, with both axes at one scale. A dot marks where each path begins. */
export function pathsFigure(figure: PathsFigure, description: string): Html {
  const names = [...new Set(figure.panels.flatMap(({ paths }) => paths.map(({ label }) => label)))];
  const entries = names.map((label, index) => ({
    label,
    colour: pathColour(index),
    mark: 'line' as const,
    dash: seriesDash(index),
  }));
  const panels = figure.panels.map(
    (panel) =>
      safe`<div class="panel">
        ${panel.label === '' ? [] : safe`<p>${panel.label}</p>`}
        ${drawPanel(figure, panel, names, `${description}, ${panel.label}`)}
      </div>`,
  );
  return safe`${legend(entries)}
    <div class="panels">${panels}</div>`;
}

function drawPanel(
  { axes, bounds }: PathsFigure,
  { paths }: PathsFigure['panels'][number],
  names: readonly string[],
  description: string,
): Html {
  const [left, right, bottom, top] = bounds;
  const inner = 176;
  const margins = { marginLeft: 40, marginRight: 8, marginTop: 20, marginBottom: 36 };
  return drawPlot(
    {
      ...margins,
      width: inner + 48,
      height: Math.min(400, (inner * (top - bottom)) / (right - left)) + 56,
      style: { fontSize: '10px' },
      x: { label: axes.x, labelAnchor: 'center', domain: [left, right], ticks: 4 },
      y: { label: axes.y, domain: [bottom, top], ticks: 4 },
      marks: [
        Plot.frame({ stroke: 'currentColor', strokeOpacity: 0.5 }),
        ...paths.flatMap(({ label, points }) => {
          const index = names.indexOf(label);
          const drawn = points.filter((_, at) => at % Math.ceil(points.length / 1500) === 0);
          const start = points.slice(0, 1).map(([x, y]) => [x, y] as const);
          return [
            Plot.line(drawn, {
              stroke: pathColour(index),
              strokeDasharray: seriesDash(index),
              strokeWidth: 1.5,
            }),
            Plot.dot(start, { fill: pathColour(index), r: 3 }),
          ];
        }),
      ],
    },
    description,
  );
}

/** The first path is the truth, in the colour of the text; the others stand out from it. */
const pathColour = (index: number): string => (index === 0 ? 'currentColor' : seriesColour(index));
