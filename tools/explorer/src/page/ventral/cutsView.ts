import { element } from '../shell/element';
import { arrowName, circuitView } from './circuitView';
import type { Opened } from './Opened';
import type { Arrow } from './Played';
import type { Settings } from './settings';

/** The circuit of the network at hand, and which of its arrows are cut, as the address keeps them. */
export function cutsView(
  settings: Settings,
  change: () => void,
): {
  readonly part: HTMLElement;
  readonly arrows: () => readonly Arrow[];
  readonly open: (opened: Opened) => void;
} {
  let cuts: readonly Arrow[] = [];
  const part = element('div', { class: 'wide' });
  return {
    part,
    arrows: () => cuts,
    open: (opened) => {
      const wanted = (settings.text('cut') ?? '').split(',');
      const there = opened.circuit.edges.filter((edge) => wanted.includes(arrowName(edge)));
      cuts = there.map(({ from, to }) => ({ from, to }));
      part.replaceChildren(
        circuitView(opened, cuts, (chosen) => {
          cuts = chosen;
          settings.set({ cut: chosen.length === 0 ? undefined : chosen.map(arrowName).join(',') });
          change();
        }),
      );
    },
  };
}
