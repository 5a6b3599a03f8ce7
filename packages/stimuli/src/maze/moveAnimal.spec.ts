import { ConfigError, createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { mazeOf, room } from './_mazeOf.fixture';
import { castRay } from './castRay';
import { Forage, forage } from './forage';
import { makeMaze, type Maze } from './makeMaze';
import { MazeWorld } from './MazeWorld';
import { moveAnimal, type Pose } from './moveAnimal';

const maze = mazeOf(room);

describe('castRay', () => {
  it('meets the walls of a room as by hand', () => {
    // From the middle of 5 x 5 m, the inner walls stand at 1 and 4 m.
    const east = castRay(maze, [2.5, 2.5], [1, 0]);
    expect(east).toEqual({ distance: 1.5, along: 0.5, look: 1, acrossX: true });
    const up = castRay(maze, [2.25, 2.5], [0, 2]);
    expect(up).toEqual({ distance: 0.75, along: 0.25, look: 0, acrossX: false });
    const aslant = castRay(maze, [2.5, 3], [-1, -0.5]);
    expect(aslant.distance).toBeCloseTo(1.5, 12);
    expect(aslant.along).toBeCloseTo(0.25, 12); // y = 3 - 0.75
  });

  it('meets the same wall the other way round: distance there is distance back', () => {
    const world = makeMaze(MazeWorld.parse({}), 2);
    const [x, y] = world.spawns[0]!;
    for (const angle of createRng(1).uniform(200)) {
      const direction = [Math.cos(7 * angle), Math.sin(7 * angle)] as const;
      const { distance } = castRay(world, [x, y], direction);
      const near = distance - 1e-6; // just before the wall
      const back = castRay(world, [x + near * direction[0], y + near * direction[1]], direction);
      expect(back.distance).toBeCloseTo(1e-6, 9);
    }
  });
});

describe('moveAnimal', () => {
  it('turns, then goes', () => {
    const pose = moveAnimal(maze, { x: 2, y: 2, heading: 0 }, { forward: 0.5, turn: Math.PI / 2 }, 0.1);
    expect(pose.x).toBeCloseTo(2, 12);
    expect(pose.y).toBeCloseTo(2.5, 12);
    expect(pose.heading).toBeCloseTo(Math.PI / 2, 12);
  });

  it('stops at a wall, and slides along it', () => {
    const stopped = moveAnimal(maze, { x: 3.5, y: 2.5, heading: 0 }, { forward: 1, turn: 0 }, 0.1);
    expect(stopped).toEqual({ x: 3.9, y: 2.5, heading: 0 });
    const slid = moveAnimal(maze, { x: 3.9, y: 2.5, heading: 0.5 }, { forward: 0.4, turn: 0 }, 0.1);
    expect(slid.x).toBeCloseTo(3.9, 12);
    expect(slid.y).toBeCloseTo(2.5 + 0.4 * Math.sin(0.5), 12);
  });

  // Two rooms of a block each, the wall between them as wide as one.
  const cells = mazeOf(['#####', '# # #', '#####', '# # #', '#####']);
  const corners = [1.1, 1.9, 3.1, 3.9];
  it.each(['x', 'y'] as const)('jumps over no wall, however long the step, along %s', (axis) => {
    const heading = axis === 'x' ? 0 : Math.PI / 2;
    for (const forward of [0.3, 1, 1.2, 2, 2.7, 50])
      for (const from of corners)
        for (const turn of [0, Math.PI]) {
          const start = { x: 1.5, y: 1.5, heading, [axis]: from };
          const { [axis]: to } = moveAnimal(cells, start, { forward, turn }, 0.1);
          const [least, most] = from < 2 ? [1.1, 1.9] : [3.1, 3.9];
          const wanted = Math.min(most, Math.max(least, from + (turn === 0 ? forward : -forward)));
          expect(to).toBeCloseTo(wanted, 12);
        }
  });

  it('keeps headings in [-pi, pi)', () => {
    const turned = (turn: number) =>
      moveAnimal(maze, { x: 2, y: 2, heading: 3 }, { forward: 0, turn }, 0.1).heading;
    expect(turned(1)).toBeCloseTo(4 - 2 * Math.PI, 12);
    expect(turned(Math.PI - 3)).toBe(-Math.PI);
    expect(turned(-9)).toBeCloseTo(2 * Math.PI - 6, 12);
  });
});

/** Whether a body is in no wall, but for the rounding of its sides. */
function isFree({ blocks, world: { size, block } }: Maze, { x, y }: Pose, radius: number): boolean {
  const inside = radius * (1 - 1e-6);
  return [-inside, inside].every((dx) =>
    [-inside, inside].every(
      (dy) => blocks[Math.floor((y + dy) / block) * size + Math.floor((x + dx) / block)] === 0,
    ),
  );
}

describe('forage', () => {
  const config = Forage.parse({});

  it('never enters a wall, never jumps, and comes around', () => {
    for (const number of [0, 1, 2, 3]) {
      const world = makeMaze(MazeWorld.parse({}), number);
      const poses = forage(world, config, { steps: 3000, rng: createRng(number) });
      expect(poses).toHaveLength(3000);
      const visited = new Set<number>();
      poses.forEach((pose, step) => {
        expect(isFree(world, pose, config.radius)).toBe(true);
        const before = poses[step - 1] ?? pose;
        expect(Math.hypot(pose.x - before.x, pose.y - before.y)).toBeLessThan(world.world.block);
        visited.add(Math.floor(pose.y / 0.5) * 11 + Math.floor(pose.x / 0.5));
      });
      // Five minutes take it through far more than the room that it starts in, which has 25 blocks at most.
      expect(visited.size).toBeGreaterThan(25);
    }
  });

  it('has the speed of its config where there are no walls near', () => {
    const field = mazeOf(
      Array.from({ length: 41 }, (_, row) => (row % 40 === 0 ? '#'.repeat(41) : `#${' '.repeat(39)}#`)),
      { block: 5 },
    );
    const open = { ...field, spawns: [[100, 100]] as const };
    const poses = forage(open, Forage.parse({ speed: 1, speedSd: 0.1 }), { steps: 4001, rng: createRng(5) });
    let length = 0;
    for (let step = 1; step < poses.length; step++)
      length += Math.hypot(poses[step]!.x - poses[step - 1]!.x, poses[step]!.y - poses[step - 1]!.y);
    // 400 s; the mean of 400 / 1.4 independent speeds has a standard error of 0.006 m/s.
    expect(length / 400).toBeGreaterThan(0.975);
    expect(length / 400).toBeLessThan(1.025);
  });

  it('refuses a body as wide as a corridor', () => {
    const wide = Forage.parse({ radius: 0.5 });
    expect(() => forage(maze, wide, { steps: 2, rng: createRng(0) })).toThrow(ConfigError);
  });
});
