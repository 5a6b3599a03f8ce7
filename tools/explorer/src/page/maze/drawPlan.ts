import type { MazePlan, MazeStanding } from './mazeMessages';

const PIXELS = 256; // side of the map

/** Draws the maze from above: walls, targets that are left, the animal and the one that acts at random. */
export function drawPlan(
  canvas: HTMLCanvasElement,
  plan: MazePlan,
  { pose, way, left, atRandom }: MazeStanding,
): void {
  canvas.width = PIXELS;
  canvas.height = PIXELS;
  const context = canvas.getContext('2d')!;
  const colours = getComputedStyle(canvas);
  const colour = (name: string) => colours.getPropertyValue(name).trim();
  const scale = PIXELS / plan.side;
  const at = ([x, y]: readonly [number, number]): [number, number] => [x * scale, PIXELS - y * scale];
  context.strokeStyle = colour('--ink');
  context.lineWidth = 2;
  for (const wall of plan.walls) {
    context.beginPath();
    for (const corner of wall) context.lineTo(...at(corner));
    context.stroke();
  }
  const disc = (place: readonly [number, number], radius: number, fill: string) => {
    context.fillStyle = fill;
    context.beginPath();
    context.arc(...at(place), radius, 0, 2 * Math.PI);
    context.fill();
  };
  for (const target of left) disc(plan.targets[target]!, plan.targetRadius * scale, colour('--blue'));
  context.strokeStyle = colour('--vermilion');
  context.lineWidth = 1.5;
  context.beginPath();
  for (const place of way) context.lineTo(...at(place));
  context.stroke();
  const heading = (animal: MazeStanding['pose'], fill: string) => {
    disc([animal.x, animal.y], 6, fill);
    context.strokeStyle = fill;
    context.beginPath();
    context.moveTo(...at([animal.x, animal.y]));
    context.lineTo(
      ...at([animal.x + 0.35 * Math.cos(animal.heading), animal.y + 0.35 * Math.sin(animal.heading)]),
    );
    context.stroke();
  };
  heading(atRandom.pose, colour('--soft'));
  heading(pose, colour('--vermilion'));
}
