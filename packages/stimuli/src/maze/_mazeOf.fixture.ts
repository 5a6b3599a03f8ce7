import { makeMaze, type Maze } from './makeMaze';
import { MazeWorld } from './MazeWorld';

/** A maze drawn by hand, the upper row first: `#` wall, `1` .. wall of another look, `o` target, blank floor. */
export function mazeOf(rows: readonly string[], options: object = {}): Maze {
  const size = rows.length;
  const world = MazeWorld.parse({
    size,
    block: 1,
    wallHeight: 0.5,
    rooms: 1,
    roomSides: [3, 3],
    targets: 0,
    looks: 2,
    ...options,
  });
  const blocks = new Uint8Array(size * size);
  const targets: [number, number][] = [];
  rows.forEach((line, index) =>
    [...line].forEach((sign, column) => {
      const row = size - 1 - index;
      if (sign === '#') blocks[row * size + column] = 1;
      if (sign === '1') blocks[row * size + column] = 2;
      if (sign === 'o') targets.push([(column + 0.5) * world.block, (row + 0.5) * world.block]);
    }),
  );
  return { ...makeMaze(world, 0), world, blocks, targets };
}

export const room = ['#####', '#   #', '#   1', '#   #', '#####'];
