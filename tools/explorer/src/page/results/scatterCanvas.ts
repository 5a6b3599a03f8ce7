import { formatNumber } from '@goal-driven/report';
import { element } from '../shell/element';
import { plotScale, type PlotScale } from './plotScale';

/** Points to draw; those without a value on either axis are left out. */
export type ScatterPoints = {
  /** The rows that are drawn, the last ones on top. */
  readonly rows: Uint32Array;
  /** [all rows] */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly group: Uint8Array;
  readonly groups: number;
  readonly axes: { readonly x: string; readonly y: string };
  /** Rows that stand out. */
  readonly marked: readonly number[];
};

export type Bounds = { readonly x: readonly [number, number]; readonly y: readonly [number, number] };

type Listeners = {
  /** A part of the plane that was drawn with the pointer. */
  readonly onBrush: (bounds: Bounds) => void;
  /** The point nearest to a click. */
  readonly onPick: (row: number) => void;
  /** The point nearest to the pointer; undefined where there is none. */
  readonly onHover: (row: number | undefined) => void;
};

const WIDTH = 680;
const HEIGHT = 400;
const EDGE = { left: 64, right: 12, top: 24, bottom: 44 };
const COLOURS = ['--blue', '--orange', '--green', '--purple', '--sky', '--vermilion', '--soft'];

/** A plot of many points on a canvas; what it shows is in the table too, for those who cannot see it. */
export function scatterCanvas({ onBrush, onPick, onHover }: Listeners, signal: AbortSignal) {
  const canvas = element('canvas', { class: 'scatter', role: 'img', 'aria-label': 'Scatter of the runs' });
  let shown: { points: ScatterPoints; x: PlotScale; y: PlotScale } | undefined;
  let drag: { from: [number, number]; to: [number, number] } | undefined;
  let frame = 0;
  const later = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => shown && paint(canvas, shown, drag));
  };
  const place = ({ clientX, clientY }: PointerEvent): [number, number] => {
    const { left, top, width } = canvas.getBoundingClientRect();
    const scale = WIDTH / width;
    return [(clientX - left) * scale, (clientY - top) * scale];
  };
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listen: (event: HTMLElementEventMap[Name]) => void,
  ) => canvas.addEventListener(name, listen, { signal });
  on('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    drag = { from: place(event), to: place(event) };
  });
  on('pointermove', (event) => {
    if (drag) drag.to = place(event);
    else onHover(shown && nearest(shown, place(event)));
    later();
  });
  on('pointerup', () => {
    if (!drag || !shown) return;
    const { from, to } = drag;
    drag = undefined;
    later();
    if (Math.hypot(from[0] - to[0], from[1] - to[1]) < 5) {
      const row = nearest(shown, to);
      if (row !== undefined) onPick(row);
      return;
    }
    onBrush({ x: range(shown.x, from[0], to[0]), y: range(shown.y, from[1], to[1]) });
  });
  on('pointercancel', () => (drag = undefined));
  on('pointerleave', () => onHover(undefined));
  // The colours are the page's.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', later, { signal });
  const themes = new MutationObserver(later);
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  signal.addEventListener('abort', () => themes.disconnect(), { once: true });

  return {
    canvas,
    draw: (points: ScatterPoints) => {
      const values = (all: Float64Array) => Float64Array.from(points.rows, (row) => all[row]!);
      shown = {
        points,
        x: plotScale(values(points.x), { from: EDGE.left, to: WIDTH - EDGE.right }),
        y: plotScale(values(points.y), { from: HEIGHT - EDGE.bottom, to: EDGE.top }),
      };
      later();
    },
  };
}

type Shown = { readonly points: ScatterPoints; readonly x: PlotScale; readonly y: PlotScale };

function range(scale: PlotScale, a: number, b: number): [number, number] {
  const [one, two] = [scale.toValue(a), scale.toValue(b)];
  return one < two ? [one, two] : [two, one];
}

function nearest({ points, x, y }: Shown, [left, top]: readonly [number, number]): number | undefined {
  let best: number | undefined;
  let least = 20 ** 2;
  for (const row of points.rows) {
    const distance = (x.toPixel(points.x[row]!) - left) ** 2 + (y.toPixel(points.y[row]!) - top) ** 2;
    if (distance < least) [best, least] = [row, distance];
  }
  return best;
}

function paint(
  canvas: HTMLCanvasElement,
  { points, x, y }: Shown,
  drag: { from: readonly [number, number]; to: readonly [number, number] } | undefined,
): void {
  const ratio = devicePixelRatio;
  [canvas.width, canvas.height] = [WIDTH * ratio, HEIGHT * ratio];
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  context.font = '12px system-ui, sans-serif';
  paintAxes(context, { points, x, y }, colour);
  const size = points.rows.length > 5000 ? 2 : points.rows.length > 500 ? 4 : 7;
  context.globalAlpha = points.rows.length > 500 ? 0.6 : 0.9;
  for (let group = 0; group < points.groups; group++) {
    context.fillStyle = colour(COLOURS[group] ?? '--soft');
    for (const row of points.rows) {
      if (points.group[row] === group)
        mark(context, group, [x.toPixel(points.x[row]!), y.toPixel(points.y[row]!)], size);
    }
  }
  context.globalAlpha = 1;
  context.strokeStyle = colour('--ink');
  context.lineWidth = 2;
  for (const row of points.marked) {
    context.beginPath();
    context.arc(x.toPixel(points.x[row]!), y.toPixel(points.y[row]!), 9, 0, 2 * Math.PI);
    context.stroke();
  }
  if (drag === undefined) return;
  const { from, to } = drag;
  context.setLineDash([4, 3]);
  context.strokeRect(from[0], from[1], to[0] - from[0], to[1] - from[1]);
}

function paintAxes(
  context: CanvasRenderingContext2D,
  { points, x, y }: Shown,
  colour: (name: string) => string,
): void {
  context.strokeStyle = colour('--line');
  context.fillStyle = colour('--soft');
  context.lineWidth = 1;
  const line = (...[a, b, c, d]: readonly [number, number, number, number]) => {
    context.beginPath();
    context.moveTo(a, b);
    context.lineTo(c, d);
    context.stroke();
  };
  context.textAlign = 'center';
  for (const tick of x.ticks) {
    line(x.toPixel(tick), EDGE.top, x.toPixel(tick), HEIGHT - EDGE.bottom);
    context.fillText(formatNumber(tick), x.toPixel(tick), HEIGHT - EDGE.bottom + 16);
  }
  context.textAlign = 'right';
  for (const tick of y.ticks) {
    line(EDGE.left, y.toPixel(tick), WIDTH - EDGE.right, y.toPixel(tick));
    context.fillText(formatNumber(tick), EDGE.left - 6, y.toPixel(tick) + 4);
  }
  context.fillStyle = colour('--ink');
  context.textAlign = 'center';
  context.fillText(points.axes.x, (EDGE.left + WIDTH - EDGE.right) / 2, HEIGHT - 8, WIDTH - 80);
  context.textAlign = 'left';
  context.fillText(points.axes.y, 4, 14, WIDTH - 20);
}

/** A shape of its own for each colour, for those who tell them apart less well; very small ones are all squares. */
function mark(
  context: CanvasRenderingContext2D,
  group: number,
  [x, y]: readonly [number, number],
  size: number,
): void {
  const half = size / 2;
  if (size < 4 || group % 3 === 1) return context.fillRect(x - half, y - half, size, size);
  context.beginPath();
  if (group % 3 === 0) context.arc(x, y, half, 0, 2 * Math.PI);
  else {
    context.moveTo(x, y - half);
    context.lineTo(x + half, y + half);
    context.lineTo(x - half, y + half);
  }
  context.fill();
}
