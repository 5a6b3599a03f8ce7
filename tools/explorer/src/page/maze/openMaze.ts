import './maze.css';
import type { OpenPanel } from '../Panel';
import { element } from '../shell/element';
import { faultBox } from '../shell/faultBox';
import { episodeOf } from './MazeAddress';
import { mazeControls } from './mazeControls';
import type { Asked, MazePlan, MazeStanding, Told } from './mazeMessages';
import { mazeStage } from './mazeStage';
import { standingTable } from './standingTable';

const PACE = 150; // ms between two steps of the policy

const ABOUT =
  'The policy learned from reward alone in mazes 0 to 99, in 300 updates: each of the two targets brings 50, and an ' +
  'episode ends with the last one or after 60 steps. In 32 mazes that it had never seen it got 80 of 100 on average ' +
  '(95 % interval 70 to 89), at random 11. Mazes 100 to 199 are of those.';

/** The panel of the maze: walk it, or let the policy. */
export const openMaze: OpenPanel = (host, { view, signal, announce }) => {
  const first = episodeOf(view);
  const worker = new Worker(new URL('./mazeWorker.ts', import.meta.url), { type: 'module' });
  const ask = (asked: Asked) => worker.postMessage(asked);
  let plan: MazePlan | undefined;
  let standing: MazeStanding | undefined;
  let waiting = true; // for the worker's answer
  let policy = false;
  let pace: ReturnType<typeof setTimeout> | undefined;

  const act = (action?: number) => {
    if (waiting || standing === undefined || standing.ended) return;
    waiting = true;
    ask({ kind: 'act', ...(action !== undefined && { action }) });
  };
  const lead = (now: boolean) => {
    policy = now && standing?.ended === false;
    controls.showPolicy(policy);
    clearTimeout(pace);
    if (policy) act();
  };
  const begin = () => {
    lead(false);
    waiting = true;
    ask({ kind: 'begin', base: new URL('./', location.href).href, ...episodeOf(view) });
  };
  const walk = (action: number) => {
    lead(false);
    act(action);
  };
  const again = (chosen: Readonly<Record<string, string>>) => {
    view.set({ ...chosen, moves: undefined });
    begin();
  };
  const controls = mazeControls(first.start, { walk, letPolicy: () => lead(!policy), again });
  const stage = mazeStage(walk);
  const faults = faultBox();
  const table = element('div', {});
  host.append(faults.root, controls.root, stage.root, table, element('p', { class: 'soft' }, ABOUT));

  worker.onerror = ({ message }) => faults.show(message);
  worker.onmessage = ({ data: told }: MessageEvent<Told>) => {
    if (told.kind === 'fault') return faults.show(told.message);
    if (told.kind === 'plan') return void (plan = told.plan);
    const before = standing;
    standing = told.standing;
    waiting = false;
    view.set({ moves: told.moves.length === 0 ? undefined : told.moves.join('') });
    const words = wordsOf(standing);
    stage.show(plan!, standing, words);
    table.replaceChildren(standingTable(standing));
    if (before === undefined || standing.total !== before.total || standing.ended) announce(words);
    if (standing.ended) lead(false);
    else if (policy) pace = setTimeout(() => act(), PACE);
  };
  signal.addEventListener('abort', () => {
    worker.terminate();
    clearTimeout(pace);
  });
  begin();
  stage.root.focus({ preventScroll: true });
};

const wordsOf = ({ step, limit, total, left, ended, atRandom }: MazeStanding): string =>
  `Step ${step} of ${limit}: reward ${total}, ${left.length} targets left; at random ${atRandom.total}.` +
  (ended ? ' The episode is over.' : '');
