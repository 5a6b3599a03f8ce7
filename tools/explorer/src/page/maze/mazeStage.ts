import { drawPixels } from '../shell/drawPixels';
import { element } from '../shell/element';
import { drawPlan } from './drawPlan';
import type { MazePlan, MazeStanding } from './mazeMessages';

const keys: Readonly<Record<string, number>> = { ArrowUp: 0, ArrowLeft: 1, ArrowRight: 2 };

/** What the animal sees, what the policy sees and the maze from above; arrow keys walk where it has the focus. */
export function mazeStage(walk: (action: number) => void) {
  const eye = element('canvas', {
    class: 'pixels',
    role: 'img',
    'aria-label': 'The maze from the eye of the animal',
  });
  const sees = element('canvas', {
    ...{ class: 'pixels', role: 'img', 'aria-label': 'What the policy sees, 24 by 24 pixels' },
  });
  const map = element('canvas', { role: 'img', 'aria-label': 'The maze from above' });
  const part = (canvas: HTMLElement, caption: string) =>
    element('figure', {}, canvas, element('figcaption', {}, caption));
  const onkeydown = (event: KeyboardEvent) => {
    const action = keys[event.key];
    if (action === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    walk(action);
  };
  const root = element(
    'div',
    {
      ...{ class: 'stage', tabindex: 0, role: 'group', 'aria-label': 'The maze: arrow keys walk and turn' },
      onkeydown,
    },
    part(eye, 'From its eye, 64 by 64 pixels'),
    part(sees, 'What the policy sees, 24 by 24'),
    part(map, 'From above: targets blue, you in red, at random grey'),
  );
  const show = (plan: MazePlan, standing: MazeStanding, words: string) => {
    drawPixels(eye, standing.eye);
    drawPixels(sees, standing.sees);
    drawPlan(map, plan, standing);
    eye.setAttribute('aria-label', `The maze from the eye of the animal. ${words}`);
    map.setAttribute('aria-label', `The maze from above. ${words}`);
  };
  return { root, show };
}
