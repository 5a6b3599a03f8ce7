import * as Plot from '@observablehq/plot';
import type { HistogramFigure } from '@goal-driven/core';
import { drawPlot, halo, seriesColour } from './drawPlot';
import { safe, type Html } from './Html';
import { legend } from './legend';

/** Distributions over common bins, laid over each other. The legend counts what has no value. */
export function histogramFigure(figure: HistogramFigure, description: string): Html {
  const { axes, groups, shares = false, references = [] } = figure;
  const finite = groups.map(({ values }) => values.filter((value) => Number.isFinite(value)));
  const edges = commonBins(finite.flat());
  const svg = drawPlot(
    {
      width: 680,
      height: 260,
      marginLeft: 56,
      style: { fontSize: '12px' },
      marginBottom: 44,
      x: { label: axes.x, labelAnchor: 'center' },
      y: { label: axes.y, grid: true },
      marks: [
        ...finite.map((values, index) =>
          Plot.rectY(
            countBins(values, edges)
              .filter(({ count }) => count > 0)
              .map((bin) => ({ ...bin, height: bin.count / (shares ? values.length : 1) })),
            {
              x1: 'from',
              x2: 'to',
              y2: 'height',
              y1: 0,
              fill: seriesColour(index),
              fillOpacity: groups.length > 1 ? 0.3 : 0.8,
              ...(groups.length > 1 && { stroke: seriesColour(index), strokeWidth: 1.25 }),
              inset: 0.5,
            },
          ),
        ),
        Plot.ruleY([0]),
        ...references.map(({ x }) => Plot.ruleX([x], { stroke: 'currentColor', strokeDasharray: '4 3' })),
        Plot.text(references, {
          x: 'x',
          text: 'label',
          frameAnchor: 'top',
          textAnchor: 'start',
          dx: 5,
          lineAnchor: 'top',
          ...halo,
        }),
      ],
    },
    description,
  );
  const entries = groups.map(({ label, values }, index) => {
    const missing = values.length - finite[index]!.length;
    const named = `${label} (${finite[index]!.length}${missing > 0 ? `, and ${missing} undefined` : ''})`;
    return { label: named, colour: seriesColour(index), mark: 'area' as const };
  });
  return safe`${legend(entries)}${svg}`;
}

export type Bin = { readonly from: number; readonly to: number; readonly count: number };

/**
 * Edges of bins of equal width that cover the values: as many bins as the Freedman-Diaconis rule asks
 * for, at least 5 and the root of their number up to 20, at most 60; one bin around values that are all the same, none without values.
 *
 * @source Freedman and Diaconis 1981, doi:10.1007/BF01025868
 */
export function commonBins(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const sorted = Float64Array.from(values).sort();
  const low = sorted[0]!;
  const high = sorted.at(-1)!;
  if (low === high) return [low - 0.5, low + 0.5];
  const spread =
    sorted[Math.floor(0.75 * (sorted.length - 1))]! - sorted[Math.floor(0.25 * (sorted.length - 1))]!;
  const asked = ((high - low) * Math.cbrt(sorted.length)) / (2 * spread);
  const count = Math.min(
    60,
    Math.max(5, Math.min(20, Math.ceil(Math.sqrt(sorted.length))), Math.ceil(asked)),
  );
  return Array.from({ length: count + 1 }, (_, edge) =>
    edge === count ? high : low + ((high - low) * edge) / count,
  );
}

/** How many values lie in each bin; the last bin holds its upper edge. */
export function countBins(values: readonly number[], edges: readonly number[]): Bin[] {
  const last = edges.length - 2;
  const width = edges.length > 1 ? edges[1]! - edges[0]! : 1;
  const counts = new Uint32Array(Math.max(0, edges.length - 1));
  for (const value of values) counts[Math.min(last, Math.floor((value - edges[0]!) / width))]! += 1;
  return Array.from(counts, (count, bin) => ({ from: edges[bin]!, to: edges[bin + 1]!, count }));
}
