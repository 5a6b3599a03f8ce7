import type { Maze, Place } from '@goal-driven/stimuli';

/**
 * The outlines of all that can be walked on, m: closed lines, around the whole and around the walls within, that end
 * where they begin. Corners where two of them meet are passed by either.
 */
export function wallOutlines({ blocks, world: { size, block } }: Maze): Place[][] {
  const corners = size + 1;
  const next = new Map<number, number[]>();
  const isWall = (column: number, row: number) => blocks[row * size + column] !== 0;
  const side = (from: readonly [number, number], to: readonly [number, number]) => {
    const start = from[1] * corners + from[0];
    next.set(start, [...(next.get(start) ?? []), to[1] * corners + to[0]]);
  };
  for (let row = 1; row < size - 1; row++)
    for (let column = 1; column < size - 1; column++) {
      if (isWall(column, row)) continue;
      const [right, above] = [column + 1, row + 1];
      if (isWall(column, row - 1)) side([column, row], [right, row]);
      if (isWall(right, row)) side([right, row], [right, above]);
      if (isWall(column, above)) side([right, above], [column, above]);
      if (isWall(column - 1, row)) side([column, above], [column, row]);
    }
  const outlines: Place[][] = [];
  for (const start of next.keys())
    while (next.get(start)!.length > 0) {
      const outline: number[] = [start];
      do outline.push(next.get(outline.at(-1)!)!.pop()!);
      while (outline.at(-1) !== start);
      outlines.push(
        outline.map((corner): Place => [(corner % corners) * block, Math.floor(corner / corners) * block]),
      );
    }
  return outlines;
}
