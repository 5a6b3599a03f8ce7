import { createRng, RandomState } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena, boundsOf, type Bounds } from './arena';
import { drawPublishedWalks, drawWalks, Motion, pathSamples, simulateWalks } from './trajectories';

const bounds = boundsOf(Arena.parse({}));
const motion = Motion.parse({});

const publishedWalks = (seed: number, walls: Bounds, episodes: number, steps: number) => {
  const plan = { bounds: walls, motion, episodes, steps };
  return simulateWalks(plan, drawPublishedWalks(plan, new RandomState(seed)));
};

const expectRow = (values: Float64Array, expected: readonly number[]) => {
  expect(values.length).toBe(expected.length);
  expected.forEach((value, index) => expect(Math.abs(values[index]! - value)).toBeLessThan(1e-9));
};

describe('a walk by NumPy draws', () => {
  // values of specs/mec.md 1.7, from the original code
  const walks = publishedWalks(0, bounds, 2, 4);

  it('has the published positions', () => {
    expectRow(
      walks.positions.subarray(0, 10),
      [
        0.1073897086, 0.2260794274, 0.1018261872, 0.2289736725, 0.09508659299, 0.2307722569, 0.09192802685,
        0.2317343277, 0.06260265827, 0.2414343844,
      ],
    );
    expectRow(
      walks.positions.subarray(10),
      [
        0.473416606, 0.09874300259, 0.4561669482, 0.07624502632, 0.4369677225, 0.04940468689, 0.4241928168,
        0.005939965065, 0.4209643275, -0.02315248398,
      ],
    );
  });

  it('has the published headings and displacements', () => {
    expectRow(
      walks.headings,
      [
        2.661901611, 2.880801982, 2.845929281, 2.822147658, 2.916749553, -2.224912906, -2.191725267,
        -1.856660651, -1.681317559, -1.653283635,
      ],
    );
    expectRow(
      walks.displacements,
      [
        0.006271317724, 0.006975459537, 0.003301835891, 0.03088799673, 0.02834977306, 0.03300021344,
        0.04530320362, 0.02927103918,
      ],
    );
  });

  it('gives the published inputs', () => {
    const { velocity } = pathSamples(walks);
    expectRow(
      velocity.subarray(0, 6),
      [-0.006739594206, 0.001798584355, -0.003158566138, 0.0009620707893, -0.02932536858, 0.009700056692],
    );
  });

  it('turns at walls as published', () => {
    const box = { minX: -0.1, maxX: 0.1, minY: -0.1, maxY: 0.1 };
    const walled = publishedWalks(5, box, 1, 9);
    expectRow(
      walled.positions,
      [
        -0.05560136578, 0.07414646124, -0.05468212932, 0.07744299329, -0.03168388027, 0.0773195103,
        -0.02640090898, 0.07832773355, -0.02114488352, 0.08004093972, -0.01796237987, 0.0804648237,
        -0.005832337181, 0.07483582763, 0.005699458643, 0.07002675276, 0.0185547445, 0.06320336114,
        0.02761448216, 0.06219668393,
      ],
    );
    expectRow(
      walled.displacements.subarray(1),
      [
        0.02299858055, 0.005378317557, 0.005528189491, 0.003210608528, 0.01337249162, 0.01249437938,
        0.01455393581, 0.009115494799,
      ],
    );
    expectRow(
      walled.headings.subarray(1, 9),
      [
        -0.005369183182, 0.1885763913, 0.3150917048, 0.1324126512, -0.4344796587, -0.3950984538,
        -0.4879711529, -0.1106615488,
      ],
    );
  });

  it('leaves the box and slows as often as published (300 episodes, seed 1)', () => {
    const many = publishedWalks(1, bounds, 300, 21);
    let outside = 0;
    for (let index = 0; index < many.positions.length; index += 2) {
      if (Math.abs(many.positions[index]!) > 1.1 || Math.abs(many.positions[index + 1]!) > 1.1) outside++;
    }
    expect((2 * outside) / many.positions.length).toBeCloseTo(0.006061, 6);
    expect(many.displacements.reduce((a, b) => a + b) / many.displacements.length / motion.dt).toBeCloseTo(
      1.00224,
      5,
    );
  });
});

describe('a walk by an rng', () => {
  it('has targets that are the start plus all inputs so far (law)', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 2, max: 30 }),
        (seed, episodes, steps) => {
          const plan = { bounds, motion, episodes, steps };
          const { start, velocity, position, timesteps } = pathSamples(
            simulateWalks(plan, drawWalks(plan, createRng(seed))),
          );
          for (let episode = 0; episode < episodes; episode++) {
            for (const axis of [0, 1]) {
              let sum = start[2 * episode + axis]!;
              for (let step = 0; step < timesteps; step++) {
                sum += velocity[2 * (episode * timesteps + step) + axis]!;
                expect(position[2 * (episode * timesteps + step) + axis]).toBeCloseTo(sum, 12);
              }
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is the same for the same rng', () => {
    const plan = { bounds, motion, episodes: 3, steps: 5 };
    expect(drawWalks(plan, createRng(4))).toEqual(drawWalks(plan, createRng(4)));
  });

  it('has the moments of its distributions', () => {
    const { turn, speed } = drawWalks({ bounds, motion, episodes: 1000, steps: 20 }, createRng(2));
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
    const variance = (values: Float64Array) => {
      const centre = mean(values);
      return mean(values.map((value) => (value - centre) ** 2));
    };
    expect(Math.abs(mean(turn))).toBeLessThan(0.25); // three standard errors
    expect(Math.sqrt(variance(turn)) / 11.52).toBeCloseTo(1, 1);
    expect(mean(speed)).toBeCloseTo(1.0237246, 1);
    expect(variance(speed)).toBeCloseTo(0.2863583632, 1);
  });

  it('stays on a torus where walls are periodic, with inputs untouched', () => {
    const periodic = Motion.parse({ walls: 'periodic' });
    const plan = {
      bounds: { minX: -0.1, maxX: 0.1, minY: -0.1, maxY: 0.1 },
      motion: periodic,
      episodes: 4,
      steps: 40,
    };
    const walks = simulateWalks(plan, drawWalks(plan, createRng(1)));
    expect(Math.max(...walks.positions)).toBeLessThanOrEqual(0.1);
    expect(Math.min(...walks.positions)).toBeGreaterThanOrEqual(-0.1);
    expect(Math.max(...walks.displacements)).toBeGreaterThan(0.03);
  });
});
