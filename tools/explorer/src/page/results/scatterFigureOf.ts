import type { Figure, ScatterFigure } from '@goal-driven/core';
import type { ScatterPoints } from './scatterCanvas';

/** Most points of an exported figure: a picture of more is a file of megabytes in which nothing more is seen. */
const MOST_POINTS = 2000;

/** The points as a figure of the report; of very many every so manieth is drawn, and the caption says so. */
export function scatterFigureOf(
  { rows, x, y, group, axes }: ScatterPoints,
  labels: readonly string[],
): Figure & ScatterFigure {
  const step = Math.max(1, Math.ceil(rows.length / MOST_POINTS));
  const kept = rows.filter((_, place) => place % step === 0);
  const groups = labels.map((label, index) => {
    const own = [...kept].filter((row) => group[row] === index);
    return { label, x: own.map((row) => x[row]!), y: own.map((row) => y[row]!) };
  });
  const thinned = step === 1 ? '' : ` Of the ${rows.length} points every ${step}th is drawn.`;
  return {
    kind: 'scatter',
    name: 'runs',
    title: `${axes.y} against ${axes.x}`,
    caption: `A point is a run, or a network that a run measured: ${kept.length} are shown.${thinned}`,
    axes,
    groups: groups.filter(({ x: own }) => own.length > 0),
  };
}
