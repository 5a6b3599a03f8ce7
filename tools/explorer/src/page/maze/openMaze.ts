import './maze.css';
import type { OpenPanel } from '../Panel';
import { drawPixels } from '../shell/drawPixels';
import { element } from '../shell/element';
import { drawPlan } from './drawPlan';
import { episodeOf, FIRST_MAZE, LAST_MAZE } from './MazeAddress';
import type { Asked, MazePlan, MazeStanding, Told } from './mazeMessages';
import { standingTable } from './standingTable';

const PACE = 150; // ms between two steps of the policy
const keys: Readonly<Record<string, number>> = { ArrowUp: 0, ArrowLeft: 1, ArrowRight: 2 };

/** The panel of the maze: walk it, or let the policy. */
export const openMaze: OpenPanel = (host, { view, signal, announce }) => {
  const worker = new Worker(new URL('./mazeWorker.ts', import.meta.url), { type: 'module' });
  let pace: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => {
    worker.terminate();
    clearTimeout(pace);
  });
  const ask = (asked: Asked) => worker.postMessage(asked);
  let plan: MazePlan | undefined;
  let standing: MazeStanding | undefined;
  let policy = false;
  let waiting = true; // for the worker's answer

  const faults = element('div', {});
  const eye = element('canvas', { class: 'pixels', role: 'img' });
  const sees = element('canvas', {
    class: 'pixels',
    role: 'img',
    'aria-label': 'What the policy sees, 24 by 24 pixels',
  });
  const map = element('canvas', { role: 'img' });
  const table = element('div', {});
  const act = (action?: number) => {
    if (waiting || standing === undefined || standing.ended) return;
    waiting = true;
    ask({ kind: 'act', ...(action !== undefined && { action }) });
  };
  const stage = element(
    'div',
    {
      ...{ class: 'stage', tabindex: 0, role: 'group', 'aria-label': 'The maze: arrow keys walk and turn' },
      onkeydown: (event: KeyboardEvent) => {
        const action = keys[event.key];
        if (action === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        lead(false);
        act(action);
      },
    },
    element('figure', {}, eye, element('figcaption', {}, 'From its eye, 64 by 64 pixels')),
    element('figure', {}, sees, element('figcaption', {}, 'What the policy sees, 24 by 24')),
    element(
      'figure',
      {},
      map,
      element('figcaption', {}, 'From above: targets blue, you in red, at random grey'),
    ),
  );
  const button = (text: string, onclick: () => void) => element('button', { type: 'button', onclick }, text);
  const walk = (text: string, action: number) =>
    button(text, () => {
      lead(false);
      act(action);
    });
  const letPolicy = button('Let the policy', () => lead(!policy));
  const number = (name: 'maze' | 'seed', value: number, [min, max]: readonly [number, number]) => {
    const input = element('input', {
      ...{ type: 'number', name, min, max, step: 1, value },
      onchange: () => {
        if (input.value === '' || !input.reportValidity()) return;
        view.set({ [name]: input.value, moves: undefined });
        begin();
      },
    });
    return element('label', {}, name === 'maze' ? 'Maze' : 'Seed', input);
  };
  const first = episodeOf(view);
  host.append(
    faults,
    element(
      'div',
      { class: 'controls' },
      ...[walk('← left', 1), walk('↑ forward', 0), walk('→ right', 2)],
      letPolicy,
      button('From the start', () => {
        view.set({ moves: undefined });
        begin();
      }),
      number('maze', first.start.maze, [FIRST_MAZE, LAST_MAZE]),
      number('seed', first.start.seed, [0, 999_999]),
    ),
    stage,
    table,
    element(
      'p',
      { class: 'soft' },
      'The policy learned from reward alone in mazes 0 to 99, in 300 updates: each of the two targets brings 50, and an ' +
        'episode ends with the last one or after 60 steps. In 32 mazes that it had never seen it got 80 of 100 on average ' +
        '(95 % interval 70 to 89), at random 11. Mazes 100 to 199 are of those.',
    ),
  );

  function lead(now: boolean): void {
    policy = now && standing?.ended === false;
    letPolicy.textContent = policy ? 'Pause' : 'Let the policy';
    letPolicy.setAttribute('aria-pressed', String(policy));
    clearTimeout(pace);
    if (policy) act();
  }
  function begin(): void {
    lead(false);
    waiting = true;
    ask({ kind: 'begin', base: new URL('./', location.href).href, ...episodeOf(view) });
  }
  const fault = (text: string) =>
    faults.replaceChildren(element('p', { class: 'fault', role: 'alert' }, text));

  worker.onerror = ({ message }) => fault(message);
  worker.onmessage = ({ data: told }: MessageEvent<Told>) => {
    if (told.kind === 'fault') return fault(told.message);
    if (told.kind === 'plan') return void (plan = told.plan);
    const before = standing;
    standing = told.standing;
    waiting = false;
    view.set({ moves: told.moves.length === 0 ? undefined : told.moves.join('') });
    drawPixels(eye, standing.eye);
    drawPixels(sees, standing.sees);
    drawPlan(map, plan!, standing);
    const words = wordsOf(standing);
    eye.setAttribute('aria-label', `The maze from the eye of the animal. ${words}`);
    map.setAttribute('aria-label', `The maze from above. ${words}`);
    table.replaceChildren(standingTable(standing));
    if (before === undefined || standing.total !== before.total || standing.ended) announce(words);
    if (standing.ended) lead(false);
    else if (policy) pace = setTimeout(() => act(), PACE);
  };
  begin();
  stage.focus({ preventScroll: true });
};

const wordsOf = ({ step, limit, total, left, ended, atRandom }: MazeStanding): string =>
  `Step ${step} of ${limit}: reward ${total}, ${left.length} targets left; at random ${atRandom.total}.` +
  (ended ? ' The episode is over.' : '');
