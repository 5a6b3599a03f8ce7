import * as Plot from '@observablehq/plot';
import type { LinesFigure } from '@goal-driven/core';
import { drawPlot, seriesColour, seriesDash } from './drawPlot';
import { safe, type Html } from './Html';
import { legend } from './legend';
import { thinCurve } from './thinCurve';

/**
 * Curves over a common axis. References are dotted horizontal rules. On a
 * logarithmic axis values of 0 and below have no place and leave a gap.
 */
export function linesFigure(figure: LinesFigure, description: string): Html {
  const { axes, lines, references = [], log = false } = figure;
  const shown = (value: number) => Number.isFinite(value) && (!log || value > 0);
  const points = (curve: LinesFigure['lines'][number], most?: number) =>
    thinCurve(curve, most).map(([at, value]): [number, number] => [at, shown(value) ? value : NaN]);
  const named = lines.filter(({ background }) => !background);
  const behind = lines
    .filter(({ background }) => background)
    .map((line) =>
      Plot.line(points(line, 200), { stroke: 'currentColor', strokeOpacity: 0.2, strokeWidth: 1 }),
    );
  const marks = named.map((line, index) =>
    Plot.line(points(line), {
      stroke: seriesColour(index),
      strokeDasharray: seriesDash(index),
      strokeWidth: 1.75,
    }),
  );
  const visible = references.filter(({ y }) => shown(y));
  const svg = drawPlot(
    {
      width: 680,
      height: 300,
      marginLeft: 56,
      marginRight: 24,
      style: { fontSize: '12px' },
      marginBottom: 44,
      x: { label: axes.x, labelAnchor: 'center', nice: true },
      y: {
        label: axes.y,
        grid: true,
        ...(log ? { type: 'log', ticks: 5, tickFormat: '~g' } : { nice: true }),
      },
      marks: [
        ...visible.map(({ y }) =>
          Plot.ruleY([y], { stroke: 'currentColor', strokeOpacity: 0.55, strokeDasharray: '1 3' }),
        ),
        ...behind,
        ...marks,
      ],
    },
    description,
  );
  const entries = named.map(({ label }, index) => ({
    label,
    colour: seriesColour(index),
    mark: 'line' as const,
    dash: seriesDash(index),
  }));
  const rules = visible.map(({ label }) => ({
    label,
    colour: 'currentColor',
    mark: 'line' as const,
    dash: '1 3',
  }));
  return safe`${legend([...entries, ...rules])}${svg}`;
}
