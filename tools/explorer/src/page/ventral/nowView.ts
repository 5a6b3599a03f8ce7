import { element } from '../shell/element';
import { confidences, STEP } from './confidences';
import type { Opened } from './Opened';
import type { Played } from './Played';

const MOST_CLASSES = 12;

/** The confidences at one step as bars, of the intact network and below them, hatched, of the cut one. */
export function nowView(): {
  readonly part: HTMLElement;
  readonly show: (
    opened: Opened,
    shown: { readonly intact: Played; readonly cut: Played | null },
    at: { readonly step: number; readonly label: number | undefined },
  ) => void;
} {
  const part = element('div', { class: 'now' });
  return {
    part,
    show: ({ classes, decodeFrom }, { intact, cut }, { step, label }) => {
      const row = step - decodeFrom;
      if (row < 0) {
        const come = `The image reaches the readout at ${decodeFrom * STEP} ms.`;
        part.replaceChildren(element('p', { class: 'soft' }, come));
        return;
      }
      const rows = [intact, ...(cut === null ? [] : [cut])].map(
        ({ logits }) => confidences([logits[row]!])[0]!,
      );
      part.replaceChildren(
        ...classes
          .slice(0, MOST_CLASSES)
          .flatMap((name, index) => [
            element(
              'span',
              index === label ? { class: 'right' } : {},
              index === label ? `${name} (shown)` : name,
            ),
            element('span', { class: 'bars' }, ...rows.map((all, of) => bar(all[index]!, of === 1))),
            element('span', { class: 'number' }, rows.map((all) => all[index]!.toFixed(2)).join(' / ')),
          ]),
      );
    },
  };
}

const bar = (share: number, cut: boolean) =>
  element('span', { class: cut ? 'bar cut' : 'bar', style: `width:${(100 * share).toFixed(1)}%` });
