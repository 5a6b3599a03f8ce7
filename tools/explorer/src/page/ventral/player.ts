import { element } from '../shell/element';
import { STEP } from './confidences';

/** Milliseconds that a step of 10 ms is shown for. */
const SHOWN_FOR = 220;

export type Player = {
  readonly part: HTMLElement;
  /** Shows a step; `length` is that of the presentation, T. */
  readonly show: (step: number, length: number) => void;
};

/** Plays a presentation: buttons, and a slider that the arrow keys move. It stops at the last step. */
export function player(signal: AbortSignal, choose: (step: number) => void): Player {
  let [at, steps] = [0, 1];
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    play.textContent = 'Play';
  };
  const advance = () => {
    if (at + 1 < steps) choose(at + 1);
    if (at + 1 >= steps) stop();
  };
  const button = (name: string, onclick: () => void, words = name) =>
    element('button', { type: 'button', 'aria-label': words, onclick }, name);
  const play = button(
    'Play',
    () => {
      if (timer !== undefined) return stop();
      if (at + 1 >= steps) choose(0);
      timer = setInterval(advance, SHOWN_FOR);
      play.textContent = 'Pause';
    },
    'Play',
  );
  play.removeAttribute('aria-label'); // its text says what it does now
  const slider = element('input', {
    type: 'range',
    min: 0,
    class: 'time',
    'aria-label': 'Time',
    oninput: () => {
      stop();
      choose(slider.valueAsNumber);
    },
  });
  const clock = element('output', { class: 'clock' });
  const stepTo = (step: number) => {
    stop();
    choose(Math.min(steps - 1, Math.max(0, step)));
  };
  signal.addEventListener('abort', stop);
  return {
    part: element(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Presentation' },
      button('◀', () => stepTo(at - 1), 'One step back'),
      play,
      button('▶', () => stepTo(at + 1), 'One step on'),
      slider,
      clock,
    ),
    show: (step, length) => {
      [at, steps] = [step, length];
      slider.max = String(steps - 1);
      slider.value = String(step);
      slider.setAttribute('aria-valuetext', `${step * STEP} ms`);
      clock.textContent = `${step * STEP} of ${(steps - 1) * STEP} ms`;
    },
  };
}
