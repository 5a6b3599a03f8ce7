import type { Arena, Enclosure, Motion } from '@goal-driven/mec';
import type { PanelContext } from '../Panel';
import { element } from '../shell/element';
import type { ArenaView } from './arenaView';
import { drive } from './drive';
import type { ErrorTable } from './errorTable';
import { followLine, lineText, type Line } from './followLine';
import { forage } from './forage';
import type { Walk } from './runWalk';
import type { Start } from './startOf';

type Given = {
  readonly walk: Walk;
  readonly picture: ArenaView;
  readonly start: Start;
  readonly context: PanelContext;
  readonly enclosure: Enclosure;
  readonly arena: Arena;
  readonly motion: Motion;
  /** Length of a drawn or driven step, m. */
  readonly reach: number;
  /** Forgets means, maps and trails. */
  readonly clear: () => void;
  readonly errors: ErrorTable;
  /** Whether the network says place cells, which the picture shows. */
  readonly placeCells: boolean;
};

/** Vertices of a drawn line are this far apart at least, m, and this many at most. */
const [APART, MOST] = [0.05, 300];

const SAID = 'Draw a path with mouse or finger, drive with the arrow keys, or let a rat forage.';

/**
 * The picture with everything that steers the animal: pointer, arrow keys, and rows of controls; and the line that is
 * being followed.
 */
export function walkControls(given: Given) {
  const { walk, picture, start, arena, motion, clear, errors } = given;
  const { view, announce } = given.context;
  let { line, seed } = start;
  let playing = true;
  const play = (now: boolean) => {
    playing = now;
    walk.play(now);
    playButton.textContent = now ? 'Pause' : 'Play';
    if (now) return;
    const { mean, steps } = errors.summary();
    announce(`Paused after ${steps} steps, mean error ${(100 * mean).toFixed(1)} cm`);
  };
  const playButton = button('Pause', () => play(!playing));
  const step = button('Step', () => {
    if (playing) play(false);
    walk.step();
  });
  const rat = button('Let a rat forage', () => {
    line = [];
    view.set({ path: undefined, seed: String(++seed) });
    walk.follow(forage(arena, motion, seed));
    play(true);
  });
  listenToPointer(given, (drawn) => {
    line = drawn;
    play(true);
  });
  listenToKeys(given, {
    driven() {
      line = [];
      if (!playing) play(true);
    },
    toggle: () => play(!playing),
  });
  describeArena(given);
  const forget = button('Clear means and maps', clear);
  return {
    line: (): Line => line,
    host: element(
      'div',
      {},
      element('p', { class: 'soft' }, SAID),
      picture.canvas,
      legendOf(given),
      element('div', { class: 'controls' }, playButton, step, pace(given), rat, forget),
      element('div', { class: 'controls' }, telling(given), button('Tell it now', walk.tell)),
    ),
  };
}

const button = (text: string, onclick: () => void): HTMLButtonElement =>
  element('button', { type: 'button', onclick }, text);

const pace = ({ walk, context: { view } }: Given): HTMLElement =>
  select('Speed', { '1': '× 1', '4': '× 4' }, view.get('speed') ?? '1', (value) => {
    walk.pace(Number(value));
    view.set({ speed: value === '1' ? undefined : value });
  });

const telling = ({ walk, context: { view } }: Given): HTMLElement =>
  select(
    'Told where it is',
    { '20': 'every 20 steps, as in training', '100': 'every 100 steps', never: 'at the start only' },
    view.get('tell') ?? '20',
    (value) => {
      walk.tellEvery(value === 'never' ? Infinity : Number(value));
      view.set({ tell: value === '20' ? undefined : value });
    },
  );

/** A drawn line, which the animal follows while it is still being drawn. */
function listenToPointer(
  { walk, picture, enclosure, reach, context: { view } }: Given,
  onLine: (line: Line) => void,
): void {
  const { canvas, placeOf } = picture;
  let line: Line = [];
  let drawing = false;
  canvas.addEventListener('pointerdown', (event) => {
    const [x, y] = placeOf(event);
    if (!enclosure.contains(x, y)) return;
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    line = [[x, y]];
    walk.follow(followLine(line, reach), { x, y, heading: 0 });
    onLine(line);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!drawing || line.length >= MOST) return;
    const place = placeOf(event);
    const [x, y] = line.at(-1)!;
    if (!enclosure.contains(...place) || Math.hypot(place[0] - x, place[1] - y) < APART) return;
    if (!enclosure.blocks([x, y], place)) line.push(place);
  });
  const drawn = () => {
    if (drawing && line.length > 1) view.set({ path: lineText(line), seed: undefined });
    drawing = false;
  };
  canvas.addEventListener('pointerup', drawn);
  canvas.addEventListener('pointercancel', drawn);
}

/** Arrow keys drive, the space bar pauses. */
function listenToKeys(
  { walk, picture: { canvas }, enclosure, reach }: Given,
  on: { readonly driven: () => void; readonly toggle: () => void },
): void {
  const keys = drive(enclosure, reach);
  canvas.addEventListener('keydown', (event) => {
    if (event.key === ' ') on.toggle();
    else if (!keys.press(event.key)) return;
    else {
      walk.follow(keys);
      on.driven();
    }
    event.preventDefault();
  });
  canvas.addEventListener('keyup', (event) => keys.release(event.key));
  canvas.addEventListener('blur', keys.releaseAll);
}

/** Keeps the numbers in the name of the picture, for those who do not see it. */
function describeArena({ picture: { canvas }, errors, context: { signal } }: Given): void {
  canvas.setAttribute('role', 'application');
  const describe = () => {
    const { mean, steps } = errors.summary();
    const error = steps === 0 ? '' : `, mean error ${(100 * mean).toFixed(1)} cm`;
    const name = `Arena: arrow keys drive the animal, space pauses. ${steps} steps${error}`;
    canvas.setAttribute('aria-label', name);
  };
  describe();
  const timer = setInterval(describe, 2000);
  signal.addEventListener('abort', () => clearInterval(timer));
}

function legendOf({ placeCells }: Given): HTMLElement {
  const entries = [
    ['--blue', 'where it is'],
    ['--vermilion', 'where the network says'],
    ['--soft', 'without motion'],
    ...(placeCells ? [['--green', 'the most active place cells']] : []),
  ] as [string, string][];
  const dot = (colour: string) => element('span', { class: 'dot', style: `background: var(${colour})` });
  return element(
    'ul',
    { class: 'legend' },
    ...entries.map(([colour, text]) => element('li', {}, dot(colour), ` ${text}`)),
  );
}

/** A labelled choice that is applied at once; a value that is none of them is the first. */
function select(
  label: string,
  options: Readonly<Record<string, string>>,
  value: string,
  apply: (value: string) => void,
): HTMLElement {
  const made = element(
    'select',
    { oninput: () => apply(made.value) },
    ...Object.entries(options).map(([each, text]) =>
      element('option', { value: each, selected: each === value }, text),
    ),
  );
  apply(made.value);
  return element('label', {}, label, made);
}
