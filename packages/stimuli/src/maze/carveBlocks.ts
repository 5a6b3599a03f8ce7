import type { RandomStream, Rng } from '@goal-driven/core/arrays';
import type { MazeWorld } from './MazeWorld';

/** A room in blocks: column and row of its lowest corner, and its sides. */
export type Room = {
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
};

/** Attempts to place each room. */
const ATTEMPTS = 30;
const WALL = -1;

type Grid = { readonly size: number; readonly part: Int32Array };

/**
 * Rooms, corridors between them, and doors, on a square of blocks with a wall around it. Rooms and corridors begin at odd
 * blocks; what rooms leave is filled by corridors (depth first); doors join all parts, and some more are opened; then
 * corridors that lead nowhere are filled up.
 *
 * @returns floor [size, size], 1 where one can walk, rows from below
 * @differs labmaze, which dm_control uses, follows the same steps with rooms of even sides too
 */
export function carveBlocks(
  world: Pick<MazeWorld, 'size' | 'rooms' | 'roomSides' | 'extraDoors' | 'deadEnds'>,
  rng: Rng,
): { readonly floor: Uint8Array; readonly rooms: readonly Room[] } {
  const { size } = world;
  const grid: Grid = { size, part: new Int32Array(size * size).fill(WALL) };
  const rooms = placeRooms(grid, world, rng.child('rooms').stream());
  const parts = fillWithCorridors(grid, rooms.length, rng.child('corridors').stream());
  openDoors(grid, parts, { extra: world.extraDoors, rng: rng.child('doors') });
  const keep = new Uint8Array(size * size);
  for (const room of rooms) eachBlock(room, size, (block) => (keep[block] = 1));
  if (!world.deadEnds) fillDeadEnds(grid, keep);
  return { floor: Uint8Array.from(grid.part, (part) => (part === WALL ? 0 : 1)), rooms };
}

/** Calls `visit` with the index, row * size + column, of each block of a room. */
export function eachBlock(room: Room, size: number, visit: (block: number) => void): void {
  for (let row = room.row; row < room.row + room.height; row++)
    for (let column = room.column; column < room.column + room.width; column++) visit(row * size + column);
}

function placeRooms(
  { size, part }: Grid,
  { rooms, roomSides: [least, most] }: Pick<MazeWorld, 'rooms' | 'roomSides'>,
  draw: RandomStream,
): Room[] {
  const placed: Room[] = [];
  const side = () => least + 2 * draw.integer((most - least) / 2 + 1);
  const corner = (length: number) => 1 + 2 * draw.integer((size - 2 - length) / 2 + 1);
  for (let attempt = 0; attempt < rooms * ATTEMPTS && placed.length < rooms; attempt++) {
    const [width, height] = [side(), side()];
    const room = { column: corner(width), row: corner(height), width, height };
    let free = true;
    eachBlock(room, size, (block) => (free &&= part[block] === WALL));
    if (!free) continue;
    eachBlock(room, size, (block) => (part[block] = placed.length));
    placed.push(room);
  }
  return placed;
}

/** Gives every odd block that is still wall to a corridor; each connected corridor is a part of its own. */
function fillWithCorridors({ size, part }: Grid, first: number, draw: RandomStream): number {
  let parts = first;
  for (let row = 1; row < size; row += 2)
    for (let column = 1; column < size; column += 2) {
      if (part[row * size + column] !== WALL) continue;
      const path = [row * size + column];
      part[path[0]!] = parts;
      while (path.length > 0) {
        const here = path.at(-1)!;
        const ways = steps(size).filter(
          (step) => isInside(size, here, 2 * step) && part[here + 2 * step] === WALL,
        );
        if (ways.length === 0) {
          path.pop();
          continue;
        }
        const way = ways[draw.integer(ways.length)]!;
        part[here + way] = parts;
        part[here + 2 * way] = parts;
        path.push(here + 2 * way);
      }
      parts += 1;
    }
  return parts;
}

/** To the right, left, above and below. */
const steps = (size: number): readonly number[] => [1, -1, size, -size];

function isInside(size: number, from: number, step: number): boolean {
  const [column, row] = [from % size, Math.floor(from / size)];
  const [across, up] = Math.abs(step) < size ? [step, 0] : [0, step / size];
  return column + across > 0 && column + across < size - 1 && row + up > 0 && row + up < size - 1;
}

function openDoors({ size, part }: Grid, parts: number, { extra, rng }: { extra: number; rng: Rng }): void {
  const root = Int32Array.from({ length: parts }, (_, index) => index);
  const rootOf = (of: number): number => (root[of] === of ? of : rootOf(root[of]!));
  const doors: [block: number, one: number, other: number][] = [];
  for (let row = 1; row < size - 1; row++)
    for (let column = 1; column < size - 1; column++) {
      const block = row * size + column;
      if (part[block] !== WALL) continue;
      for (const step of [1, size]) {
        const [one, other] = [part[block - step]!, part[block + step]!];
        if (one !== WALL && other !== WALL && one !== other) doors.push([block, one, other]);
      }
    }
  const chance = rng.child('extra').stream();
  for (const index of rng.child('order').permutation(doors.length)) {
    const [block, one, other] = doors[index]!;
    const joined = rootOf(one) === rootOf(other);
    if (joined && chance.uniform() >= extra) continue;
    root[rootOf(one)] = rootOf(other);
    part[block] = one;
  }
}

function fillDeadEnds({ size, part }: Grid, keep: Uint8Array): void {
  const isEnd = (block: number) =>
    part[block] !== WALL &&
    keep[block] === 0 &&
    steps(size).filter((step) => part[block + step] !== WALL).length <= 1;
  for (let start = size; start < part.length - size; start++) {
    let block = start;
    // Filling an end may make one of the block before it.
    while (isEnd(block)) {
      part[block] = WALL;
      block =
        steps(size)
          .map((step) => block + step)
          .find(isEnd) ?? block;
    }
  }
}
