import { element } from '../shell/element';
import { FIRST_MAZE, LAST_MAZE } from './MazeAddress';
import type { MazeStart } from './mazeMessages';

type Choices = {
  readonly walk: (action: number) => void;
  readonly letPolicy: () => void;
  /** A new episode, from where it was or from another maze or seed. */
  readonly again: (chosen: Readonly<Record<string, string>>) => void;
};

/** Buttons that walk, the policy's, and where an episode begins. */
export function mazeControls({ maze, seed }: MazeStart, { walk, letPolicy, again }: Choices) {
  const button = (text: string, onclick: () => void) => element('button', { type: 'button', onclick }, text);
  const number = (name: 'maze' | 'seed', value: number, [min, max]: readonly [number, number]) => {
    const input = element('input', {
      ...{ type: 'number', name, min, max, step: 1, value, required: true },
      onchange: () => input.reportValidity() && again({ [name]: input.value }),
    });
    return element('label', {}, name === 'maze' ? 'Maze' : 'Seed', input);
  };
  const policy = button('Let the policy', letPolicy);
  const root = element(
    'div',
    { class: 'controls' },
    button('← left', () => walk(1)),
    button('↑ forward', () => walk(0)),
    button('→ right', () => walk(2)),
    policy,
    button('From the start', () => again({})),
    number('maze', maze, [FIRST_MAZE, LAST_MAZE]),
    number('seed', seed, [0, 999_999]),
  );
  const showPolicy = (acts: boolean) => {
    policy.textContent = acts ? 'Pause' : 'Let the policy';
    policy.setAttribute('aria-pressed', String(acts));
  };
  return { root, showPolicy };
}
