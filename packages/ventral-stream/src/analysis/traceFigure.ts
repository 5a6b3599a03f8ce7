import type { Figure } from '@goal-driven/core';
import { STEP_DURATION, type Movie } from '../network/Presentation';
import { fileName } from './fileName';
import { overTime } from './overTime';

/**
 * A unit's output over time for some images.
 *
 * @param traces of images by label, `y` [timesteps]
 */
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
