import { boundsOf, type Arena } from '@goal-driven/mec';
import { element } from '../shell/element';
import type { Pose } from './Feed';

/** What the arena shows; places in m. */
export type Scene = {
  readonly pose: Pose;
  /** Where the network says that the animal is; undefined before the first step. */
  readonly predicted: readonly [number, number] | undefined;
  /** Where the copy without motion says so. */
  readonly still: readonly [number, number] | undefined;
  /** The last true and predicted places, oldest first. */
  readonly trail: readonly (readonly [number, number])[];
  readonly predictedTrail: readonly (readonly [number, number])[];
  /** The line that is being followed. */
  readonly line: readonly (readonly [number, number])[];
  /** The most active place cells: place and activity over that of the most active one. */
  readonly cells: readonly (readonly [x: number, y: number, activity: number])[];
};

/** The picture of an arena: draws scenes, and says where it was pointed at. */
export type ArenaView = {
  readonly canvas: HTMLCanvasElement;
  readonly draw: (scene: Scene) => void;
  /** The place under a pointer, m. */
  readonly placeOf: (event: PointerEvent) => [number, number];
};

const SIZE = 720; // px of the canvas, which the page shows smaller
const MARGIN = 24;

/** A canvas of an arena seen from above, y upwards. */
export function arenaView(arena: Arena): ArenaView {
  const { minX, maxX, minY, maxY } = boundsOf(arena);
  const scale = (SIZE - 2 * MARGIN) / Math.max(maxX - minX, maxY - minY);
  const [width, height] = [2 * MARGIN + scale * (maxX - minX), 2 * MARGIN + scale * (maxY - minY)];
  const canvas = element('canvas', { class: 'arena', width, height, tabindex: 0 });
  const context = canvas.getContext('2d')!;
  return {
    canvas,
    draw(scene) {
      const style = getComputedStyle(canvas);
      const colour = (name: string) => style.getPropertyValue(name).trim();
      context.resetTransform();
      context.clearRect(0, 0, width, height);
      // From here on in metres; widths and radii too.
      context.setTransform(scale, 0, 0, -scale, MARGIN - scale * minX, height - MARGIN + scale * minY);
      const brush = brushOf(context, scale);
      drawCells(brush, scene, colour);
      drawWalls(brush, arena, colour('--ink'));
      drawWalk(brush, scene, colour);
    },
    placeOf({ clientX, clientY }) {
      const frame = canvas.getBoundingClientRect();
      const x = minX + (((clientX - frame.left) * width) / frame.width - MARGIN) / scale;
      const y = minY + (height - MARGIN - ((clientY - frame.top) * height) / frame.height) / scale;
      return [x, y];
    },
  };
}

type Point = readonly [number, number];

/** Lines and discs of places in m, in sizes of px. */
function brushOf(context: CanvasRenderingContext2D, scale: number) {
  context.lineCap = context.lineJoin = 'round';
  return {
    context,
    scale,
    line(points: readonly Point[], strokeStyle: string, width: number): void {
      context.beginPath();
      points.forEach(([x, y], at) => (at === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      Object.assign(context, { strokeStyle, lineWidth: width / scale });
      context.stroke();
    },
    disc([x, y]: Point, radius: number, fillStyle: string): void {
      context.beginPath();
      context.arc(x, y, radius / scale, 0, 2 * Math.PI);
      context.fillStyle = fillStyle;
      context.fill();
    },
  };
}
type Brush = ReturnType<typeof brushOf>;
type ColourOf = (name: string) => string;

function drawCells({ context, disc }: Brush, { cells }: Scene, colour: ColourOf): void {
  for (const [x, y, activity] of cells) {
    context.globalAlpha = 0.12 + 0.5 * activity;
    disc([x, y], 4 + 10 * activity, colour('--green'));
  }
  context.globalAlpha = 1;
}

function drawWalls({ context, scale, line }: Brush, arena: Arena, ink: string): void {
  const { minX, maxX, minY, maxY } = boundsOf(arena);
  Object.assign(context, { strokeStyle: ink, lineWidth: 3 / scale });
  context.beginPath();
  if (arena.kind === 'circle') context.arc(0, 0, arena.radius, 0, 2 * Math.PI);
  else context.rect(minX, minY, maxX - minX, maxY - minY);
  context.stroke();
  if (arena.kind === 'track') return;
  const ends = arena.innerWalls.map(({ x1, y1, x2, y2 }): Point[] => [
    [x1, y1],
    [x2, y2],
  ]);
  for (const wall of ends) line(wall, ink, 3);
}

function drawWalk({ scale, line, disc }: Brush, scene: Scene, colour: ColourOf): void {
  line(scene.line, colour('--line'), 6);
  line(scene.trail, colour('--blue'), 3);
  line(scene.predictedTrail, colour('--vermilion'), 2);
  const { x, y, heading } = scene.pose;
  if (scene.still) disc(scene.still, 6, colour('--soft'));
  if (scene.predicted) {
    line([[x, y], scene.predicted], colour('--ink'), 2);
    disc(scene.predicted, 8, colour('--vermilion'));
  }
  disc([x, y], 9, colour('--blue'));
  const nose: Point = [x + (20 / scale) * Math.cos(heading), y + (20 / scale) * Math.sin(heading)];
  line([[x, y], nose], colour('--blue'), 5);
}
