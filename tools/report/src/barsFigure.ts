import * as Plot from '@observablehq/plot';
import type { BarsFigure } from '@goal-driven/core';
import { drawPlot, seriesColour } from './drawPlot';
import type { Html } from './Html';

/** Horizontal bars in their order, named on the left, from 0; whiskers are intervals. What has no number has no bar. */
export function barsFigure({ axes, bars }: BarsFigure, description: string): Html {
  const places = bars.map((bar, place) => ({ ...bar, place }));
  const whiskers = places.flatMap(({ place, interval }) =>
    interval?.every(Number.isFinite) ? [{ place, low: interval[0], high: interval[1] }] : [],
  );
  const longest = Math.max(0, ...bars.map(({ label }) => label.length));
  return drawPlot(
    {
      width: 680,
      height: 70 + 26 * bars.length,
      marginLeft: Math.min(300, 30 + 6.5 * longest),
      marginRight: 24,
      style: { fontSize: '12px' },
      marginBottom: 44,
      x: { label: axes.x, labelAnchor: 'center', nice: true, grid: true },
      y: {
        label: axes.y,
        type: 'band',
        domain: places.map(({ place }) => place),
        tickFormat: (place: number) => bars[place]!.label,
        tickSize: 0,
        padding: 0.25,
      },
      marks: [
        Plot.barX(
          places.filter(({ value }) => Number.isFinite(value)),
          { x: 'value', y: 'place', fill: seriesColour(0), fillOpacity: 0.8 },
        ),
        Plot.ruleY(whiskers, { x1: 'low', x2: 'high', y: 'place', stroke: 'currentColor' }),
        Plot.ruleX([0]),
      ],
    },
    description,
  );
}
