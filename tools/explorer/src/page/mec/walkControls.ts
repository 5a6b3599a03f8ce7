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

/** The picture with everything that steers the animal: pointer, arrow keys, and a row of controls. */
export function walkControls(given: Given) {
  const { walk, picture, start, enclosure, arena, motion, reach, clear, errors } = given;
  const { view, signal, announce } = given.context;
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
  const button = (text: string, onclick: () => void) => element('button', { type: 'button', onclick }, text);
  const playButton = button('Pause', () => play(!playing));
  const paces = select('Speed', { '1': '× 1', '4': '× 4' }, view.get('speed') ?? '1', (value) => {
    walk.pace(Number(value));
    view.set({ speed: value === '1' ? undefined : value });
  });
  const tells = select(
    'Told where it is',
    { '20': 'every 20 steps, as in training', '100': 'every 100 steps', never: 'at the start only' },
    view.get('tell') ?? '100',
    (value) => {
      walk.tellEvery(value === 'never' ? Infinity : Number(value));
      view.set({ tell: value === '100' ? undefined : value });
    },
  );
  const rat = button('Let a rat forage', () => {
    line = [];
    view.set({ path: undefined, seed: String(++seed) });
    walk.follow(forage(arena, motion, seed));
    play(true);
  });

  // A drawn line: the animal follows while it is still being drawn.
  const { canvas } = picture;
  let drawing = false;
  canvas.addEventListener('pointerdown', (event) => {
    const place = picture.placeOf(event);
    if (!enclosure.contains(...place)) return;
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    line = [place];
    walk.follow(followLine(line, reach), { x: place[0], y: place[1], heading: 0 });
    play(true);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!drawing || line.length >= MOST) return;
    const place = picture.placeOf(event);
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

  const keys = drive(enclosure, reach);
  canvas.addEventListener('keydown', (event) => {
    if (event.key === ' ') play(!playing);
    else if (!keys.press(event.key)) return;
    else {
      line = [];
      walk.follow(keys);
      if (!playing) play(true);
    }
    event.preventDefault();
  });
  canvas.addEventListener('keyup', (event) => keys.release(event.key));
  canvas.addEventListener('blur', () =>
    ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].forEach(keys.release),
  );
  canvas.setAttribute('role', 'application');
  const describe = () => {
    const { mean, steps } = errors.summary();
    const error = steps === 0 ? '' : `, mean error ${(100 * mean).toFixed(1)} cm`;
    canvas.setAttribute(
      'aria-label',
      `Arena: arrow keys drive the animal, space pauses. ${steps} steps${error}`,
    );
  };
  describe();
  const timer = setInterval(describe, 2000);
  signal.addEventListener('abort', () => clearInterval(timer));

  const legend = element(
    'ul',
    { class: 'legend' },
    ...(
      [
        ['--blue', 'where it is'],
        ['--vermilion', 'where the network says'],
        ['--soft', 'without motion'],
        ['--green', 'the most active place cells'],
      ] as const
    )
      .filter(([colour]) => colour !== '--green' || given.placeCells)
      .map(([colour, text]) =>
        element('li', {}, element('span', { class: 'dot', style: `background: var(${colour})` }), ` ${text}`),
      ),
  );
  return {
    /** The line that is being followed. */
    line: (): Line => line,
    host: element(
      'div',
      {},
      element(
        'p',
        { class: 'soft' },
        'Draw a path with mouse or finger, drive with the arrow keys, or let a rat forage.',
      ),
      canvas,
      legend,
      element(
        'div',
        { class: 'controls' },
        playButton,
        button('Step', () => {
          if (playing) play(false);
          walk.step();
        }),
        paces,
        rat,
        button('Clear means and maps', clear),
      ),
      element('div', { class: 'controls' }, tells, button('Tell it now', walk.tell)),
    ),
  };
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
