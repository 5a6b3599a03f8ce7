import { ConfigError, ndArray } from '@goal-driven/core/arrays';
import type { ByteImage } from '../Image';
import type { Canvas } from './Canvas';
import type { Maze, Place } from './makeMaze';
import type { MazeView } from './MazeView';
import type { Pose } from './moveAnimal';
import { paintColumn } from './paintColumn';
import { paintTargets } from './paintTargets';

/**
 * What an animal sees: a column at a time, the wall that its ray meets, the floor before it and the sky (or a ceiling of
 * panels at the height of the walls) above it, darker with distance; then the targets that are nearer than the walls.
 *
 * @param targets places of those that are there still; all of the maze's where left out
 * @returns [pixels, pixels, 3], the row above first
 * @throws ConfigError where the eye is not below the top of the walls, which end what it sees
 */
export function renderMaze(
  maze: Maze,
  pose: Pose,
  view: MazeView,
  targets: readonly Place[] = maze.targets,
): ByteImage {
  if (view.eyeHeight >= maze.world.wallHeight)
    throw new ConfigError(
      `renderMaze: eyeHeight must be below the walls of ${maze.world.wallHeight} m, got ${view.eyeHeight}`,
    );
  const tangent = Math.tan((view.field * Math.PI) / 360);
  const canvas = canvasOf(maze, view, tangent);
  const [cos, sin] = [Math.cos(pose.heading), Math.sin(pose.heading)];
  for (let column = 0; column < canvas.side; column++) {
    const right = (((column + 0.5) / canvas.side) * 2 - 1) * tangent;
    paintColumn(canvas, column, { maze, pose, view, direction: [cos + right * sin, sin - right * cos] });
  }
  paintTargets(canvas, { maze, pose, view, targets });
  return ndArray(averaged(canvas, view), [view.pixels, view.pixels, 3]);
}

/** The canvas that a view was last drawn on: every picture covers all of it, and memory anew is half of the work. */
const canvases = new WeakMap<MazeView, { readonly wallHeight: number; readonly canvas: Canvas }>();

function canvasOf(maze: Maze, view: MazeView, tangent: number): Canvas {
  const { wallHeight } = maze.world;
  const known = canvases.get(view);
  if (known?.wallHeight === wallHeight) return known.canvas;
  const canvas = emptyCanvas(maze, view, tangent);
  canvases.set(view, { wallHeight, canvas });
  return canvas;
}

function emptyCanvas({ world }: Maze, view: MazeView, tangent: number): Canvas {
  const side = view.pixels * view.antialias;
  const focal = side / 2 / tangent;
  const ahead = Float64Array.from({ length: side }, (_, row) => {
    const height = row < side / 2 ? world.wallHeight - view.eyeHeight : view.eyeHeight;
    return (focal * height) / Math.abs(row + 0.5 - side / 2);
  });
  return {
    side,
    focal,
    ahead,
    bytes: new Uint8Array(side * side * 3),
    walls: new Float64Array(side),
    light: ahead.map((distance) => Math.exp(-distance / view.visibility)),
  };
}

/** The mean over the samples of each pixel. */
function averaged({ side, bytes }: Canvas, { pixels, antialias }: MazeView): Uint8Array {
  if (antialias === 1) return bytes.slice();
  const values = new Uint8Array(pixels * pixels * 3);
  const samples = antialias * antialias;
  for (let row = 0; row < pixels; row++)
    for (let column = 0; column < pixels; column++) {
      let [red, green, blue] = [samples / 2, samples / 2, samples / 2]; // rounds
      for (let sample = 0; sample < samples; sample++) {
        const y = row * antialias + Math.floor(sample / antialias);
        const at = 3 * (y * side + column * antialias + (sample % antialias));
        red += bytes[at]!;
        green += bytes[at + 1]!;
        blue += bytes[at + 2]!;
      }
      const at = 3 * (row * pixels + column);
      values[at] = red / samples;
      values[at + 1] = green / samples;
      values[at + 2] = blue / samples;
    }
  return values;
}
