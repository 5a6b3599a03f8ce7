import type { Figure, LinesFigure } from '@goal-driven/core';
import { answerOf, confidences, STEP } from './confidences';
import type { Opened } from './Opened';
import type { Played } from './Played';

/** As many classes have a line of their own. */
const MOST_LINES = 5;

type Line = LinesFigure['lines'][number];

/**
 * How sure the network is of each class, step by step. With arrows cut, the right class and the answers of both are
 * drawn twice, and the others pale.
 *
 * @param label the class that is shown, where one is
 */
export function confidenceFigure(
  { classes, decodeFrom, title }: Opened,
  { intact, cut }: { readonly intact: Played; readonly cut: Played | null },
  label: number | undefined,
): Figure {
  const rows = confidences(intact.logits);
  const x = rows.map((_, row) => (decodeFrom + row) * STEP);
  const lineOf = (of: number[][], index: number, words = ''): Line => ({
    label: `${classes[index]}${words}`,
    x,
    y: of.map((row) => row[index]!),
  });
  const last = rows.at(-1)!; // a presentation is decoded at one step at least
  const ranked = classes.map((_, index) => index).sort((a, b) => last[b]! - last[a]!);
  const named = new Set([...(label === undefined ? [] : [label]), answerOf(last)]);
  const figure = {
    name: 'confidence',
    title: 'Confidence of the decoder',
    kind: 'lines',
    axes: { x: 'time from the onset of the image (ms)', y: 'confidence (1)' },
    references: [{ label: 'chance', y: 1 / classes.length }],
  } as const;
  const caption = `Softmax of the logits of ${title} at each step that the image has reached.`;
  if (cut === null) {
    for (const index of ranked) if (named.size < MOST_LINES) named.add(index);
    const lines = ranked.map((index) => ({ ...lineOf(rows, index), background: !named.has(index) }));
    return { ...figure, caption, lines };
  }
  const cutRows = confidences(cut.logits);
  named.add(answerOf(cutRows.at(-1)!));
  const twice = [...named].flatMap((index) => [
    lineOf(rows, index, ', intact'),
    lineOf(cutRows, index, ', cut'),
  ]);
  return {
    ...figure,
    caption: `${caption} Cut: with the arrows cut that are marked in the circuit.`,
    lines: twice,
  };
}
