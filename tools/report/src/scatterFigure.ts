import * as Plot from '@observablehq/plot';
import type { ScatterFigure } from '@goal-driven/core';
import { drawPlot, seriesColour } from './drawPlot';
import { safe, type Html } from './Html';
import { legend, symbols } from './legend';

/** Points in a plane, by group; points without a value on either axis are left out. */
export function scatterFigure({ axes, groups }: ScatterFigure, description: string): Html {
  const svg = drawPlot(
    {
      width: 680,
      height: 380,
      marginLeft: 56,
      style: { fontSize: '12px' },
      marginBottom: 44,
      x: { label: axes.x, labelAnchor: 'center', nice: true, grid: true },
      y: { label: axes.y, nice: true, grid: true },
      marks: groups.map(({ x, y }, index) =>
        Plot.dot(
          x
            .map((value, at): [number, number] => [value, y[at]!])
            .filter((point) => point.every(Number.isFinite)),
          { fill: seriesColour(index), symbol: symbols[index % symbols.length]!, fillOpacity: 0.65, r: 2.5 },
        ),
      ),
    },
    description,
  );
  const entries = groups.map(({ label }, index) => ({
    label,
    colour: seriesColour(index),
    mark: 'dot' as const,
    symbol: symbols[index % symbols.length]!,
  }));
  return safe`${legend(entries)}${svg}`;
}
