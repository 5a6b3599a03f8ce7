import { element } from '../shell/element';
import { STEP } from './confidences';
import { drawTiles, tileAt, type Tile, type Tiling } from './drawTiles';
import { diverging, viridis } from './mapColours';
import type { Course } from './Played';

/** More channels of a layer are not drawn. */
const MOST_CHANNELS = 128;

export type MapsShown = {
  /** What is drawn: a course, or the difference of two. */
  readonly course: Course;
  /** Whether its values are differences, whose colours part at 0. */
  readonly signed: boolean;
  /** Values that the colours reach from and to. */
  readonly range: readonly [number, number];
  readonly step: number;
  readonly channel: number;
};

/** All channels of a layer at one step, and one channel at all steps; a click chooses. */
export function mapsView(choose: {
  readonly channel: (at: number) => void;
  readonly step: (at: number) => void;
}): {
  readonly parts: readonly HTMLElement[];
  readonly show: (shown: MapsShown) => void;
} {
  // Named from the start: a reader comes by before the first maps are there.
  const canvasOf = (what: string, name: string) =>
    element('canvas', { ...{ class: 'pixels tiles', role: 'img' }, 'data-maps': what, 'aria-label': name });
  const channels = canvasOf('channels', 'Maps of all channels, not computed yet');
  const film = canvasOf('steps', 'Maps of one channel at all steps, not computed yet');
  const words = element('p', { class: 'soft' });
  let tilings: { channels: Tiling; film: Tiling; steps: number; count: number } | undefined;
  channels.addEventListener('click', (event) => {
    const at = tilings && tileAt(channels, tilings.channels, event);
    if (at !== undefined && at >= 0 && at < tilings!.count) choose.channel(at);
  });
  film.addEventListener('click', (event) => {
    const at = tilings && tileAt(film, tilings.film, event);
    if (at !== undefined && at >= 0 && at < tilings!.steps) choose.step(at);
  });
  const show = ({ course, signed, range: [low, high], step, channel }: MapsShown) => {
    const [height, width, all] = sizesOf(course.shape);
    const steps = course.values.length / (height * width * all);
    const count = Math.min(all, MOST_CHANNELS);
    const most = Math.max(-low, high);
    const colours = signed ? diverging(most) : viridis([low, high]);
    const tile = (at: number, of: number): Tile => ({
      height,
      width,
      at: (y, x) => course.values[((at * height + y) * width + x) * all + of]!,
    });
    const room = channels.parentElement?.clientWidth ?? 600;
    const some = Array.from({ length: count }, (_, of) => tile(step, of));
    const every = Array.from({ length: steps }, (_, at) => tile(at, channel));
    tilings = {
      channels: drawTiles(channels, some, { colours, marked: channel, room }),
      film: drawTiles(film, every, { colours, marked: step, room }),
      steps,
      count,
    };
    const [from, to] = (signed ? [-most, most] : [low, high]).map((value) => value.toPrecision(3));
    const what = `${signed ? 'Cut less intact, ' : ''}${course.name}`;
    words.textContent =
      `${what} at ${step * STEP} ms: ${count < all ? `the first ${count} of ${all}` : all} channels of ` +
      `${height} x ${width}, colours from ${from} to ${to} (all but the outermost hundredths) at all steps.`;
    channels.setAttribute('aria-label', words.textContent);
    film.setAttribute('aria-label', `${what}, channel ${channel} at all ${steps} steps, from 0 ms on`);
  };
  const below = element('p', { class: 'soft' }, 'The marked channel, step by step:');
  return { parts: [words, channels, below, film], show };
}

/** Height, width and channels; a vector is one place. */
const sizesOf = (shape: readonly number[]): readonly [number, number, number] =>
  shape.length === 3 ? (shape as [number, number, number]) : [1, 1, shape[0]!];

/** All but the lowest and highest hundredth: one unit that is very active would leave the others dark. */
export function middleRange(values: Float32Array): readonly [number, number] {
  const sorted = values.slice().sort();
  const last = sorted.length - 1;
  return [sorted[Math.floor(0.01 * last)]!, sorted[Math.ceil(0.99 * last)]!];
}
