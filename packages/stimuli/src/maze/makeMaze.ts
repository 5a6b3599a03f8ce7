import { ConfigError, createRng, type Rng } from '@goal-driven/core/arrays';
import { carveBlocks, eachBlock, type Room } from './carveBlocks';
import type { MazeWorld } from './MazeWorld';
import { paintTexture, type Texture, type TextureName } from './textures';

/** A place on the floor, m from the lowest corner of the maze; x to the right, y up. */
export type Place = readonly [x: number, y: number];

/** What a surface is made of. */
export type Look = { readonly name: TextureName; readonly texture: Texture };

/** A maze as data: what is where, and how it looks. */
export type Maze = {
  readonly world: MazeWorld;
  /** Which one of its world. */
  readonly number: number;
  /** [size, size], rows from below: 0 where one can walk, else 1 and the index of the wall's look. */
  readonly blocks: Uint8Array;
  readonly rooms: readonly Room[];
  readonly targets: readonly Place[];
  /** Where an animal may be put: the middle of one block in each room. */
  readonly spawns: readonly Place[];
  readonly walls: readonly Look[];
  readonly floor: Look;
  readonly ceiling: Look;
};

/**
 * Maze `number` of a world, from its seed and the number alone.
 *
 * @throws ConfigError where the number is not a non-negative integer, or a room has too few blocks for its targets and a
 *   place to start at
 */
export function makeMaze(world: MazeWorld, number: number): Maze {
  if (!Number.isSafeInteger(number) || number < 0)
    throw new ConfigError(`makeMaze: number must be a non-negative integer, got ${number}`);
  const rng = createRng(world.seed).child('maze').child(number);
  const { floor, rooms } = carveBlocks(world, rng.child('blocks'));
  const walls = Array.from({ length: world.looks }, (_, index) =>
    drawLook(world, rng.child('look').child(index)),
  );
  return {
    world,
    number,
    blocks: coverWalls(floor, world, rng.child('cover')),
    rooms,
    ...furnish(floor, rooms, { world, rng: rng.child('furnish') }),
    walls,
    floor: drawLook(world, rng.child('floor')),
    ceiling: drawLook(world, rng.child('ceiling')),
  };
}

function drawLook({ textures }: MazeWorld, rng: Rng): Look {
  const name = textures[rng.child('name').stream().integer(textures.length)]!;
  return { name, texture: paintTexture(name, rng) };
}

/** Each wall takes the look whose point is nearest, so that parts of a maze look alike and differ from others. */
function coverWalls(floor: Uint8Array, { size, looks }: MazeWorld, rng: Rng): Uint8Array {
  const points = rng.uniform(2 * looks).map((share) => share * size);
  return floor.map((walkable, block) => {
    if (walkable) return 0;
    const [x, y] = [(block % size) + 0.5, Math.floor(block / size) + 0.5];
    let nearest = 0;
    for (let look = 1; look < looks; look++) {
      const distance = (of: number) => Math.hypot(points[2 * of]! - x, points[2 * of + 1]! - y);
      if (distance(look) < distance(nearest)) nearest = look;
    }
    return 1 + nearest;
  });
}

/** A place to start at and the targets of each room, no two in one block. */
function furnish(
  floor: Uint8Array,
  rooms: readonly Room[],
  { world: { size, block: side, targets: count }, rng }: { world: MazeWorld; rng: Rng },
): Pick<Maze, 'targets' | 'spawns'> {
  const middle = (block: number): Place => [
    ((block % size) + 0.5) * side,
    (Math.floor(block / size) + 0.5) * side,
  ];
  const halls =
    rooms.length > 0
      ? rooms.map((room) => {
          const blocks: number[] = [];
          eachBlock(room, size, (block) => blocks.push(block));
          return blocks;
        })
      : [[...floor.keys()].filter((block) => floor[block] === 1)];
  const [targets, spawns]: [Place[], Place[]] = [[], []];
  halls.forEach((blocks, hall) => {
    if (blocks.length < count + 1)
      throw new ConfigError(
        `makeMaze: a room must have a block for each of ${count} targets and one to start at, got ${blocks.length} blocks`,
      );
    const [start, ...others] = [...rng.child(hall).permutation(blocks.length)].map((place) => blocks[place]!);
    spawns.push(middle(start!));
    targets.push(...others.slice(0, count).map(middle));
  });
  return { targets, spawns };
}
