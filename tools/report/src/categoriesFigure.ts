import * as Plot from '@observablehq/plot';
import type { CategoriesFigure } from '@goal-driven/core';
import { drawPlot, seriesColour } from './drawPlot';
import { safe, type Html } from './Html';
import { legend, symbols } from './legend';

const WIDTH = 680;
const MARGIN = { left: 56, right: 24 };
/** Widths in pixels of a letter of a tick label, and of half the rule at a mean. */
const [LETTER, HALF_RULE] = [6.5, 7];

type Dot = { readonly category: string; readonly value: number };

/** Dots by category, groups beside each other; a rule at the mean of several. Labels that are too long are turned. */
export function categoriesFigure(
  { axes, categories, groups, references = [] }: CategoriesFigure,
  description: string,
  { range }: { readonly range?: readonly [number, number] | undefined } = {},
): Html {
  const band = (WIDTH - MARGIN.left - MARGIN.right) / Math.max(1, categories.length);
  const longest = Math.max(0, ...categories.map(({ length }) => length)) * LETTER;
  const turned = longest > band - 4;
  const apart = Math.min(16, (0.7 * band) / Math.max(1, groups.length));
  const marks = groups.flatMap(({ values }, index) => {
    const dx = (index - (groups.length - 1) / 2) * apart;
    const dots = categories.map((category, at) => dotsOf(category, values[at] ?? []));
    const rule = { insetLeft: band / 2 + dx - HALF_RULE, insetRight: band / 2 - dx - HALF_RULE };
    const look = { fill: seriesColour(index), symbol: symbols[index % symbols.length]!, fillOpacity: 0.75 };
    return [
      Plot.dot(dots.flat(), { x: 'category', y: 'value', dx, r: 3.5, ...look }),
      Plot.tickY(dots.filter(({ length }) => length > 1).map(meanOf), {
        x: 'category',
        y: 'value',
        stroke: seriesColour(index),
        strokeWidth: 1.5,
        ...rule,
      }),
    ];
  });
  const rules = references.map(({ y }) =>
    Plot.ruleY([y], { stroke: 'currentColor', strokeOpacity: 0.55, strokeDasharray: '1 3' }),
  );
  const svg = drawPlot(
    {
      width: WIDTH,
      height: 300 + (turned ? 0.5 * longest : 0),
      marginLeft: MARGIN.left,
      marginRight: MARGIN.right,
      marginBottom: turned ? 40 + 0.5 * longest : 44,
      style: { fontSize: '12px' },
      x: {
        ...{ type: 'band', domain: [...categories], padding: 0, label: axes.x, labelAnchor: 'center' },
        ...(turned ? { tickRotate: -30 } : {}),
      },
      y: { label: axes.y, nice: true, grid: true, ...(range && { domain: [...range] }) },
      marks: [...rules, ...marks],
    },
    description,
  );
  const named = groups.map(({ label }, index) => ({
    ...{ label, colour: seriesColour(index), mark: 'dot' as const },
    symbol: symbols[index % symbols.length]!,
  }));
  const lines = references.map(({ label }) => ({
    ...{ label, colour: 'currentColor', mark: 'line' as const, dash: '1 3' },
  }));
  return safe`${legend([...named, ...lines])}${svg}`;
}

const dotsOf = (category: string, values: readonly number[]): Dot[] =>
  values.filter(Number.isFinite).map((value) => ({ category, value }));

const meanOf = (dots: readonly Dot[]): Dot => ({
  category: dots[0]!.category,
  value: dots.reduce((sum, { value }) => sum + value, 0) / dots.length,
});
