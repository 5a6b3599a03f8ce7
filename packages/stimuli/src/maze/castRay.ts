import type { Maze } from './makeMaze';

/** Where a ray meets a wall. */
export type Hit = {
  /** Along the ray, in lengths of its direction. */
  readonly distance: number;
  /** Place along the face that is hit, in [0, 1). */
  readonly along: number;
  /** Index of the wall's look. */
  readonly look: number;
  /** Whether the face looks along x, so that light falls on it otherwise. */
  readonly acrossX: boolean;
};

/**
 * The first wall on a ray, from block to block (Amanatides & Woo 1987). The outer walls end every ray.
 *
 * @param origin m, on the floor
 * @param direction of any length but 0
 */
export function castRay(
  { blocks, world: { size, block } }: Maze,
  [x, y]: readonly [x: number, y: number],
  [dx, dy]: readonly [dx: number, dy: number],
): Hit {
  let [column, row] = [Math.floor(x / block), Math.floor(y / block)];
  const [stepX, stepY] = [dx < 0 ? -1 : 1, dy < 0 ? -1 : 1];
  const [lengthX, lengthY] = [Math.abs(block / dx), Math.abs(block / dy)];
  // Infinite where the ray never comes to a face of that kind.
  let nextX =
    dx === 0 ? Infinity : ((dx < 0 ? x / block - column : column + 1 - x / block) * block) / Math.abs(dx);
  let nextY = dy === 0 ? Infinity : ((dy < 0 ? y / block - row : row + 1 - y / block) * block) / Math.abs(dy);
  for (;;) {
    const acrossX = nextX < nextY;
    const distance = acrossX ? nextX : nextY;
    if (acrossX) {
      column += stepX;
      nextX += lengthX;
    } else {
      row += stepY;
      nextY += lengthY;
    }
    const isOut = column < 0 || row < 0 || column >= size || row >= size;
    const wall = isOut ? 1 : blocks[row * size + column]!;
    if (wall > 0) {
      const at = (acrossX ? y + distance * dy : x + distance * dx) / block;
      return { distance, along: at - Math.floor(at), look: wall - 1, acrossX };
    }
  }
}
