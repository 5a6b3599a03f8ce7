import { element } from '../shell/element';
import { answerOf, confidences, STEP } from './confidences';
import type { Opened } from './Opened';
import type { Played } from './Played';

/** More classes than these are not for a table. */
const MOST_CLASSES = 12;

/**
 * The confidences as numbers, a row for each step; the logits stand behind them to six places as `data-logit`.
 *
 * @param name `intact` or `cut`, in the caption and as `data-of`
 */
export function confidenceTable(
  { classes, decodeFrom }: Opened,
  { logits }: Played,
  name: string,
): HTMLElement {
  const shown = classes.slice(0, MOST_CLASSES);
  const rows = confidences(logits);
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Confidences, ${name}` },
    element(
      'table',
      { 'data-of': name },
      element('caption', {}, `Confidences, ${name}`),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'time (ms)'),
          ...shown.map((each) => element('th', { scope: 'col', class: 'number' }, each)),
          element('th', { scope: 'col' }, 'answer'),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.map((row, at) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, (decodeFrom + at) * STEP),
            ...shown.map((_, index) =>
              element(
                'td',
                { class: 'number', 'data-logit': logits[at]![index]!.toFixed(6) },
                row[index]!.toFixed(3),
              ),
            ),
            element('td', {}, classes[answerOf(row)]!),
          ),
        ),
      ),
    ),
  );
}
