import { element } from '../shell/element';
import type { MazeStanding } from './mazeMessages';

const actions = ['forward', 'left', 'right'];

/** How the episode stands, and what the policy would do here. */
export function standingTable({
  step,
  limit,
  total,
  ended,
  atRandom,
  probabilities,
  value,
}: MazeStanding): HTMLElement {
  const row = (head: string, cell: string, more: readonly HTMLElement[] = []) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, head),
      element('td', { class: 'number', 'data-of': head }, cell),
      element('td', { class: 'bar' }, ...more),
    );
  return element(
    'table',
    { class: 'standing', 'data-step': step },
    element('caption', { class: 'unseen' }, 'The episode, and what the policy would do'),
    element(
      'tbody',
      {},
      row('step', `${step} of ${limit}${ended ? ', over' : ''}`),
      row('reward', String(total)),
      row('reward at random', String(atRandom.total)),
      row('reward that the policy expects', value.toFixed(4)),
      ...probabilities.map((probability, action) =>
        row(`policy: ${actions[action]}`, probability.toFixed(5), [
          element('meter', { min: 0, max: 1, value: probability, 'aria-hidden': 'true' }),
        ]),
      ),
    ),
  );
}
