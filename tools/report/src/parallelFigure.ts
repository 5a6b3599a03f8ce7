import * as Plot from '@observablehq/plot';
import type { ParallelFigure } from '@goal-driven/core';
import { drawPlot, halo, seriesDash } from './drawPlot';
import { formatNumber } from './formatNumber';
import { safe, type Html } from './Html';
import { legend } from './legend';

type Axis = ParallelFigure['axes'][number];

/** Where a line passes that has no value on an axis: below all values. */
const NONE = -0.14;

/**
 * One line per thing, through its values on upright axes, each axis over its own range. Colours go from blue at the
 * bottom of the last axis to orange at its top; lines that stand out are drawn last, wide, and named.
 */
export function parallelFigure({ axes, lines }: ParallelFigure, description: string): Html {
  const scales = axes.map((axis, at) =>
    axisScale(
      axis,
      lines.map(({ values }) => values[at]!),
    ),
  );
  const last = scales.at(-1);
  const colourOf = (values: readonly number[]) => colour(last?.share(values.at(-1)!) ?? NaN);
  const marks = (some: ParallelFigure['lines'], wide: boolean) =>
    some.map(({ values }, index) =>
      Plot.line(
        scales.map(({ share }, at): [number, number] => {
          const height = share(values[at]!);
          return [at, Number.isNaN(height) ? NONE : height];
        }),
        {
          stroke: colourOf(values),
          strokeWidth: wide ? 2.75 : 1.25,
          strokeOpacity: wide ? 1 : 0.5,
          strokeDasharray: wide ? seriesDash(index) : 'none',
        },
      ),
    );
  const named = lines.filter(({ highlighted }) => highlighted);
  const ticks = scales.flatMap((scale, x) => scale.ticks.map(({ y, text }) => ({ x, y, text })));
  const svg = drawPlot(
    {
      ...layoutOf(axes),
      marks: [
        Plot.ruleX(
          axes.map((_, at) => at),
          { stroke: 'currentColor', strokeOpacity: 0.6 },
        ),
        ...marks(
          lines.filter(({ highlighted }) => !highlighted),
          false,
        ),
        ...marks(named, true),
        Plot.text(ticks, { x: 'x', y: 'y', text: 'text', textAnchor: 'start', dx: 5, ...halo }),
      ],
    },
    description,
  );
  const entries = named.map(({ label, values }, index) => ({
    label,
    colour: colourOf(values),
    mark: 'line' as const,
    dash: seriesDash(index),
  }));
  const ends =
    axes.length === 0 ? [] : [0, 1].map((end) => ({ ...endOf(axes.at(-1)!, end), colour: colour(end) }));
  return safe`${legend([...ends, ...entries])}${svg}`;
}

/** Sizes and scales of the plot: names of axes that have no room beside each other are slanted. */
function layoutOf(axes: readonly Axis[]): Plot.PlotOptions {
  const longest = Math.max(0, ...axes.map(({ label }) => label.length));
  const isSlanted = axes.length > 6 || 7 * longest > 580 / Math.max(1, axes.length - 1);
  return {
    width: 680,
    height: isSlanted ? 380 : 340,
    marginLeft: 40,
    marginRight: isSlanted ? 30 + 6 * longest : 60,
    style: { fontSize: '12px' },
    marginBottom: 24,
    marginTop: isSlanted ? 24 + 3.5 * longest : 34, // half of a label's width, at 7 pixels a letter
    x: {
      type: 'point',
      domain: axes.map((_, at) => at),
      axis: 'top',
      label: null,
      tickSize: 0,
      tickFormat: (at: number) => axes[at]!.label,
      ...(isSlanted ? { tickRotate: -30 } : {}),
    },
    y: { axis: null, domain: [NONE, 1] },
  };
}

const endOf = ({ label }: Axis, end: number) => ({
  label: `${end === 0 ? 'lowest' : 'highest'} ${label}`,
  mark: 'area' as const,
});

/** Told apart by the colour-blind, in light and dark; without a value the colour of text. */
const colour = (share: number): string =>
  Number.isNaN(share)
    ? 'currentColor'
    : `color-mix(in oklab, var(--orange) ${Math.round(100 * share)}%, var(--blue))`;

export type AxisScale = {
  /** Height of a value, 0 .. 1; NaN where it has none. */
  readonly share: (value: number) => number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
};

/** The scale of one axis: over its categories, or from its lowest to its highest value. */
export function axisScale({ categories, log = false }: Axis, values: readonly number[]): AxisScale {
  const to = (value: number) => (!log ? value : value > 0 ? Math.log(value) : NaN);
  const shown = (categories === undefined ? values : categories.map((_, at) => at)).filter((value) =>
    Number.isFinite(to(value)),
  );
  const low = shown.reduce((least, value) => Math.min(least, value), Infinity);
  const high = shown.reduce((most, value) => Math.max(most, value), -Infinity);
  const share = (value: number) => {
    if (!Number.isFinite(to(value)) || shown.length === 0) return NaN;
    return low === high ? 0.5 : (to(value) - to(low)) / (to(high) - to(low));
  };
  const ends = [...new Set(shown.length === 0 ? [] : [low, high])].map((value) => ({
    y: share(value),
    text: formatNumber(value),
  }));
  const own = categories?.map((text, at) => ({ y: share(at), text })) ?? ends;
  const missing = values.some((value) => Number.isNaN(share(value)));
  return { share, ticks: missing ? [...own, { y: NONE, text: 'none' }] : own };
}
