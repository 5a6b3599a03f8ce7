import type { Figure } from '@goal-driven/core';
import { gatesInWords } from '@goal-driven/ventral-stream';
import { STEP } from './confidences';
import type { Course, Played } from './Played';

/**
 * How open the gates of a layer's cell are over time, of the intact network and of the cut one.
 *
 * @returns undefined for a layer without a gated cell
 */
export function gateFigure(
  layer: string,
  { intact, cut }: { readonly intact: Played; readonly cut: Played | null },
): Figure | undefined {
  const lines = (played: Played, words: string) =>
    played.gates
      .filter(({ name }) => name.startsWith(`${layer}/`))
      .map((course) => {
        const y = stepMeans(course);
        return {
          label: `${course.name.slice(layer.length + 1)}${words}`,
          x: y.map((_, step) => step * STEP),
          y,
        };
      });
  const drawn = cut === null ? lines(intact, '') : [...lines(intact, ', intact'), ...lines(cut, ', cut')];
  if (drawn.length === 0) return undefined;
  const names = intact.gates
    .filter(({ name }) => name.startsWith(`${layer}/`))
    .map(({ name }) => name.slice(layer.length + 1));
  return {
    name: 'gates',
    title: `Gates of ${layer}`,
    caption:
      'Mean of each gate of the cell over places and channels, as the cell multiplies by it: at 0 nothing passes, at 1 ' +
      `all, above 1 (gates with tanh) more. Here ${gatesInWords(names)}.`,
    kind: 'lines',
    axes: { x: 'time from the onset of the image (ms)', y: 'mean of the gate (1)' },
    lines: drawn,
  };
}

/** The mean over all of a course at each step, [T]. */
export function stepMeans({ values, shape }: Course): number[] {
  const size = shape.reduce((product, length) => product * length, 1);
  return Array.from({ length: values.length / size }, (_, step) => {
    let sum = 0;
    for (let at = step * size; at < (step + 1) * size; at++) sum += values[at]!;
    return sum / size;
  });
}
