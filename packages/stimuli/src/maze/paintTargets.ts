import type { Canvas } from './Canvas';
import type { Maze, Place } from './makeMaze';
import type { MazeView } from './MazeView';
import type { Pose } from './moveAnimal';

const BLUE = [40, 70, 255] as const;
/** Share of the light that comes from everywhere. */
const AMBIENT = 0.35;
/** Nothing nearer to the eye than this is drawn, m. */
const NEAREST = 0.02;

/** Draws blue spheres, lit from above, where no wall hides them; the farthest first. */
export function paintTargets(
  canvas: Canvas,
  { maze, pose, view, targets }: { maze: Maze; pose: Pose; view: MazeView; targets: readonly Place[] },
): void {
  const [cos, sin] = [Math.cos(pose.heading), Math.sin(pose.heading)];
  const seen = targets
    .map(([x, y]) => {
      const [dx, dy] = [x - pose.x, y - pose.y];
      return { ahead: dx * cos + dy * sin, right: dx * sin - dy * cos };
    })
    .filter(({ ahead }) => ahead > NEAREST)
    .sort((one, other) => other.ahead - one.ahead);
  for (const { ahead, right } of seen) {
    const scale = canvas.focal / ahead;
    const light = Math.exp(-ahead / view.visibility);
    paintSphere(canvas, {
      ahead,
      light,
      column: canvas.side / 2 + right * scale,
      row: canvas.side / 2 - (maze.world.targetHeight - view.eyeHeight) * scale,
      radius: maze.world.targetRadius * scale,
    });
  }
}

type Sphere = {
  readonly ahead: number;
  readonly light: number;
  /** Its centre and its radius, px. */
  readonly column: number;
  readonly row: number;
  readonly radius: number;
};

function paintSphere({ side, bytes, walls }: Canvas, { ahead, light, column, row, radius }: Sphere): void {
  const within = (value: number) => Math.min(side, Math.max(0, Math.ceil(value - 0.5)));
  for (let x = within(column - radius); x < within(column + radius); x++) {
    if (walls[x]! <= ahead) continue;
    for (let y = within(row - radius); y < within(row + radius); y++) {
      const [right, down] = [(x + 0.5 - column) / radius, (y + 0.5 - row) / radius];
      const rest = 1 - right * right - down * down;
      if (rest < 0) continue;
      const lit = Math.max(0, 0.8 * -down + 0.6 * Math.sqrt(rest)); // a lamp above and behind the eye
      const at = 3 * (y * side + x);
      for (let channel = 0; channel < 3; channel++)
        bytes[at + channel] = BLUE[channel]! * light * (AMBIENT + (1 - AMBIENT) * lit);
    }
  }
}
