import { element } from '../shell/element';
import { MOST_UPDATES } from './rulesOnOffer';

type Training = {
  readonly running: () => boolean;
  /** Updates done. */
  readonly done: () => number;
  /** Go on until so many were done, or stop there. */
  readonly until: (updates: number) => void;
  readonly begin: () => void;
};

/** Buttons that train, pause, make one update and begin anew; `draw` after whatever changes what they may do. */
export function trainingButtons({ running, done, until, begin }: Training) {
  const button = (text: string, onclick: () => void) => element('button', { type: 'button', onclick }, text);
  const run = button('Train', () => until(running() ? done() : MOST_UPDATES));
  const step = button('One update', () => until(done() + 1));
  return {
    root: element('div', { class: 'controls' }, run, step, button('From the start', begin)),
    draw: () => {
      const over = done() >= MOST_UPDATES;
      run.textContent = running() ? 'Pause' : 'Train';
      run.disabled = over && !running();
      step.disabled = over || running();
    },
  };
}
