import { ConfigError, createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { carveBlocks, eachBlock } from './carveBlocks';
import { makeMaze } from './makeMaze';
import { MazeWorld } from './MazeWorld';

/** Number of floor blocks that can be walked to from the first of them. */
function reached(floor: Uint8Array, size: number): number {
  const found = new Set<number>();
  const next = [floor.indexOf(1)];
  while (next.length > 0) {
    const block = next.pop()!;
    if (floor[block] !== 1 || found.has(block)) continue;
    found.add(block);
    next.push(block + 1, block - 1, block + size, block - size);
  }
  return found.size;
}

const numbers = Array.from({ length: 60 }, (_, index) => index);

describe('carveBlocks', () => {
  it.each([
    { size: 11 },
    { size: 21, rooms: 6, roomSides: [3, 7] },
    { size: 15, rooms: 0, deadEnds: true, targets: 3 },
    { size: 9, rooms: 2, extraDoors: 1 },
  ])('joins all that can be walked on, inside a wall: %o', (config) => {
    const world = MazeWorld.parse(config);
    for (const number of numbers) {
      const { floor } = carveBlocks(world, createRng(number));
      const walkable = floor.reduce((sum, value) => sum + value, 0);
      expect(reached(floor, world.size)).toBe(walkable);
      floor.forEach((value, block) => {
        const [column, row] = [block % world.size, Math.floor(block / world.size)];
        if (Math.min(column, row) === 0 || Math.max(column, row) === world.size - 1) expect(value).toBe(0);
      });
    }
  });

  it('leaves no dead ends where none may stay, and has rooms that do not meet', () => {
    const world = MazeWorld.parse({ size: 17 });
    for (const number of numbers) {
      const { floor, rooms } = carveBlocks(world, createRng(number));
      const inRoom = new Set<number>();
      for (const room of rooms)
        eachBlock(room, 17, (block) => {
          expect(inRoom.has(block)).toBe(false);
          inRoom.add(block);
        });
      expect(rooms.length).toBeGreaterThan(0);
      floor.forEach((value, block) => {
        const ways = [1, -1, 17, -17].filter((step) => floor[block + step] === 1).length;
        if (value === 1 && !inRoom.has(block)) expect(ways).toBeGreaterThan(1);
      });
    }
  });

  it('is a tree of corridors without rooms: one wall fewer opened than there are crossings', () => {
    const world = MazeWorld.parse({ size: 13, rooms: 0, deadEnds: true });
    const { floor } = carveBlocks(world, createRng(3));
    // 6 x 6 odd blocks, and the 35 openings that join 36 things.
    expect(floor.reduce((sum, value) => sum + value, 0)).toBe(36 + 35);
  });
});

describe('makeMaze', () => {
  it('puts targets and a place to start into different blocks of each room', () => {
    const world = MazeWorld.parse({});
    for (const number of numbers) {
      const maze = makeMaze(world, number);
      expect(maze.targets).toHaveLength(3 * maze.rooms.length);
      expect(maze.spawns).toHaveLength(maze.rooms.length);
      const places = [...maze.targets, ...maze.spawns].map(([x, y]) => {
        const block = Math.floor(y / 0.5) * 11 + Math.floor(x / 0.5);
        expect(maze.blocks[block]).toBe(0);
        return block;
      });
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it('is the same for the same number, and another for another', () => {
    const world = MazeWorld.parse({ seed: 4 });
    expect(makeMaze(world, 7)).toEqual(makeMaze(world, 7));
    expect(makeMaze(world, 8).blocks).not.toEqual(makeMaze(world, 7).blocks);
  });

  it('refuses what cannot be', () => {
    expect(() => makeMaze(MazeWorld.parse({}), -1)).toThrow(ConfigError);
    expect(() => makeMaze(MazeWorld.parse({ roomSides: [3, 3], targets: 8 }), 0)).not.toThrow();
    expect(() => MazeWorld.parse({ size: 10 })).toThrow('must be odd');
    expect(() => MazeWorld.parse({ size: 5, roomSides: [5, 5] })).toThrow('rooms must fit');
    expect(() => MazeWorld.parse({ rooms: 0 })).toThrow('dead ends');
  });
});
