import type { Figure } from '@goal-driven/core';
import { STEP_DURATION, type Movie } from '../network/Presentation';

/**
 * Curves over the time of a presentation, in ms from its first step, with a bar below them while the image is on.
 *
 * @param curves by label, [T] each
 */
export function overTime(
  movie: Pick<Movie, 'imageOn' | 'imageOff'>,
  curves: readonly { readonly label: string; readonly y: readonly number[]; readonly background?: boolean }[],
  first = 0,
) {
  const known = curves.flatMap(({ y }) => y).filter(Number.isFinite);
  const low = known.reduce((least, value) => Math.min(least, value), Infinity);
  const high = known.reduce((most, value) => Math.max(most, value), -Infinity);
  const bar = low <= high ? low - 0.08 * (high - low) : 0;
  return [
    ...curves.map(({ y, ...curve }) => ({
      ...curve,
      x: y.map((_, step) => (first + step) * STEP_DURATION),
      y,
    })),
    {
      label: 'image on',
      x: [movie.imageOn * STEP_DURATION, movie.imageOff * STEP_DURATION],
      y: [bar, bar],
    },
  ];
}

/** A unit's output over time for some images. */
export function traceFigure(
  unit: string,
  traces: readonly { readonly label: string; readonly y: readonly number[] }[],
  movie: Movie,
): Figure {
  return {
    name: `trace-${fileName(unit)}`,
    title: `${unit} over time`,
    caption:
      `Output of one unit for each of ${traces.length} images. The bar below marks the time for which they are ` +
      `shown; every arrow of the graph costs ${STEP_DURATION} ms.`,
    kind: 'lines',
    axes: { x: 'time (ms)', y: 'output (1)' },
    lines: overTime(movie, traces),
  };
}

/** A label as part of the name of a file. */
export const fileName = (label: string): string => label.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');
