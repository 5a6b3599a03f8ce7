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
  const toX = (x: number) => MARGIN + scale * (x - minX);
  const toY = (y: number) => height - MARGIN - scale * (y - minY);
  const stroke = (points: readonly (readonly [number, number])[], colour: string, lineWidth: number) => {
    context.beginPath();
    points.forEach(([x, y], at) =>
      at === 0 ? context.moveTo(toX(x), toY(y)) : context.lineTo(toX(x), toY(y)),
    );
    Object.assign(context, { strokeStyle: colour, lineWidth });
    context.stroke();
  };
  const disc = ([x, y]: readonly [number, number], radius: number, colour: string) => {
    context.beginPath();
    context.arc(toX(x), toY(y), radius, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  };
  const walls = (ink: string) => {
    Object.assign(context, { strokeStyle: ink, lineWidth: 3 });
    context.beginPath();
    if (arena.kind === 'circle') context.arc(toX(0), toY(0), scale * arena.radius, 0, 2 * Math.PI);
    else context.rect(toX(minX), toY(maxY), scale * (maxX - minX), scale * (maxY - minY));
    context.stroke();
    if (arena.kind === 'track') return;
    for (const { x1, y1, x2, y2 } of arena.innerWalls)
      stroke(
        [
          [x1, y1],
          [x2, y2],
        ],
        ink,
        3,
      );
  };
  return {
    canvas,
    draw(scene) {
      const style = getComputedStyle(canvas);
      const colour = (name: string) => style.getPropertyValue(name).trim();
      context.clearRect(0, 0, width, height);
      context.lineCap = context.lineJoin = 'round';
      for (const [x, y, activity] of scene.cells) {
        context.globalAlpha = 0.12 + 0.5 * activity;
        disc([x, y], 4 + 10 * activity, colour('--green'));
      }
      context.globalAlpha = 1;
      walls(colour('--ink'));
      stroke(scene.line, colour('--line'), 6);
      stroke(scene.trail, colour('--blue'), 3);
      stroke(scene.predictedTrail, colour('--vermilion'), 2);
      const { x, y, heading } = scene.pose;
      if (scene.still) disc(scene.still, 6, colour('--soft'));
      if (scene.predicted) {
        stroke([[x, y], scene.predicted], colour('--ink'), 2);
        disc(scene.predicted, 8, colour('--vermilion'));
      }
      disc([x, y], 9, colour('--blue'));
      const nose = [x + (20 / scale) * Math.cos(heading), y + (20 / scale) * Math.sin(heading)] as const;
      stroke([[x, y], nose], colour('--blue'), 5);
    },
    placeOf({ clientX, clientY }) {
      const frame = canvas.getBoundingClientRect();
      const x = minX + (((clientX - frame.left) * width) / frame.width - MARGIN) / scale;
      const y = minY + (height - MARGIN - ((clientY - frame.top) * height) / frame.height) / scale;
      return [x, y];
    },
  };
}
