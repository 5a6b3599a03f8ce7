import { figureView } from '../figures/figureView';
import { element } from '../shell/element';
import { confidenceFigure } from './confidenceFigure';
import { confidenceTable } from './confidenceTable';
import { nowView } from './nowView';
import type { Opened } from './Opened';
import type { Played } from './Played';
import { verdict } from './verdict';

type Shown = { readonly intact: Played; readonly cut: Played | null };

/** What a network answers: now, over time, in words and as numbers. */
export function answersView(): {
  /** Of one step, in bars. */
  readonly now: HTMLElement;
  readonly figure: HTMLElement;
  readonly words: HTMLElement;
  readonly numbers: HTMLElement;
  /** @param label the class that is shown, where one is; gives the words */
  readonly show: (opened: Opened, shown: Shown, label: number | undefined) => string;
  readonly showStep: (opened: Opened, shown: Shown, at: { step: number; label: number | undefined }) => void;
} {
  const words = element('p', { class: 'verdict' });
  const figure = element('div', {});
  const table = element('div', {});
  const now = nowView();
  const numbers = element('details', {}, element('summary', {}, 'Confidences as numbers'), table);
  const show = (opened: Opened, shown: Shown, label: number | undefined) => {
    const said = verdict(opened, shown, label);
    words.textContent = said;
    figure.replaceChildren(figureView(confidenceFigure(opened, shown, label), opened.provenance));
    table.replaceChildren(
      confidenceTable(opened, shown.intact, 'intact'),
      ...(shown.cut === null ? [] : [confidenceTable(opened, shown.cut, 'cut')]),
    );
    return said;
  };
  return { now: now.part, figure, words, numbers, show, showStep: now.show };
}
