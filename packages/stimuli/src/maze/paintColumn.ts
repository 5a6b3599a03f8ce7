import type { Canvas } from './Canvas';
import { castRay } from './castRay';
import type { Maze } from './makeMaze';
import type { MazeView } from './MazeView';
import type { Pose } from './moveAnimal';
import { TEXELS, type Texture } from './textures';

/** What a column of the picture shows. */
export type Seeing = {
  readonly maze: Maze;
  readonly pose: Pose;
  readonly view: MazeView;
  /** Of the column's ray, its part straight ahead 1. */
  readonly direction: readonly [number, number];
};

/** Light on faces that look along y, of that on those that look along x. */
const ASIDE = 0.8;
/** Colours at the horizon and at the upper edge. */
const [HORIZON, ZENITH] = [
  [226, 224, 214],
  [150, 172, 196],
] as const;
/** How much brighter the sky is towards the x axis than away from it: a cue far away. */
const GLOW = 0.12;
/** Takes the texel of a place in the maze, which is never below 0, so that cutting off is rounding down. */
const MASK = TEXELS - 1;

/** Draws what is above the wall that the column's ray meets, the wall, and the floor before it. */
export function paintColumn(canvas: Canvas, column: number, seeing: Seeing): void {
  const { side, focal } = canvas;
  const { maze, pose, view, direction } = seeing;
  const hit = castRay(maze, [pose.x, pose.y], direction);
  const { distance } = hit;
  canvas.walls[column] = distance;
  const above = maze.world.wallHeight - view.eyeHeight;
  const within = (row: number) => Math.min(side, Math.max(0, Math.ceil(row - 0.5)));
  const top = within(side / 2 - (focal * above) / distance);
  const bottom = within(side / 2 + (focal * view.eyeHeight) / distance);
  if (maze.world.ceiling === 'sky') paintSky(canvas, column, { end: top, direction });
  else paintLevel(canvas, column, { from: 0, end: top, texture: maze.ceiling.texture, seeing });
  paintWall(canvas, column, {
    ...{ top, bottom, distance, eyeHeight: view.eyeHeight, block: maze.world.block },
    texture: maze.walls[hit.look]!.texture,
    across: Math.floor(hit.along * TEXELS),
    light: Math.exp(-distance / view.visibility) * (hit.acrossX ? 1 : ASIDE),
  });
  paintLevel(canvas, column, { from: bottom, end: side, texture: maze.floor.texture, seeing });
}

type WallColumn = {
  readonly top: number;
  readonly bottom: number;
  readonly distance: number;
  readonly eyeHeight: number;
  readonly block: number;
  readonly texture: Texture;
  readonly across: number;
  readonly light: number;
};

/** A wall is covered as far as a block is wide, and again above. */
function paintWall({ side, bytes, focal }: Canvas, column: number, wall: WallColumn): void {
  const { texture, across, light } = wall;
  const texelsPerRow = ((wall.distance / focal) * TEXELS) / wall.block;
  const ground = (wall.eyeHeight * TEXELS) / wall.block + (side / 2 - 0.5) * texelsPerRow;
  for (let row = wall.top; row < wall.bottom; row++) {
    const from = 3 * (((ground - row * texelsPerRow) & MASK) * TEXELS + across);
    const at = 3 * (row * side + column);
    bytes[at] = texture[from]! * light;
    bytes[at + 1] = texture[from + 1]! * light;
    bytes[at + 2] = texture[from + 2]! * light;
  }
}

/** The floor or the ceiling, whose texture lies on every block. */
function paintLevel(
  { side, bytes, ahead, light }: Canvas,
  column: number,
  { from, end, texture, seeing }: { from: number; end: number; texture: Texture; seeing: Seeing },
): void {
  const perMetre = TEXELS / seeing.maze.world.block;
  const [x, y] = [seeing.pose.x * perMetre, seeing.pose.y * perMetre];
  const [dx, dy] = [seeing.direction[0] * perMetre, seeing.direction[1] * perMetre];
  for (let row = from; row < end; row++) {
    const far = ahead[row]!;
    const texel = ((y + far * dy) & MASK) * TEXELS + ((x + far * dx) & MASK);
    const bright = light[row]!;
    const at = 3 * (row * side + column);
    bytes[at] = texture[3 * texel]! * bright;
    bytes[at + 1] = texture[3 * texel + 1]! * bright;
    bytes[at + 2] = texture[3 * texel + 2]! * bright;
  }
}

function paintSky(
  { side, bytes }: Canvas,
  column: number,
  { end, direction: [dx, dy] }: { end: number; direction: readonly [number, number] },
): void {
  const glow = 1 + (GLOW * dx) / Math.hypot(dx, dy);
  for (let row = 0; row < end; row++) {
    const height = 1 - (2 * (row + 0.5)) / side;
    const at = 3 * (row * side + column);
    bytes[at] = Math.min(255, (HORIZON[0] + height * (ZENITH[0] - HORIZON[0])) * glow);
    bytes[at + 1] = Math.min(255, (HORIZON[1] + height * (ZENITH[1] - HORIZON[1])) * glow);
    bytes[at + 2] = Math.min(255, (HORIZON[2] + height * (ZENITH[2] - HORIZON[2])) * glow);
  }
}
