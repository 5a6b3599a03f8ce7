import { createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena';
import { egomotion } from './egomotion';
import { makePaths, seededSource } from './pathSource';
import { Motion } from './trajectories';

describe('egomotion', () => {
  it('is the speed, and the sine and cosine of the turn since the step before', () => {
    const paths = {
      episodes: 1,
      timesteps: 2,
      start: new Float64Array(2),
      velocity: Float64Array.of(0.3, 0.4, 0, -0.1),
      position: new Float64Array(4),
      heading: Float64Array.of(0.7, 0.5),
      startHeading: Float64Array.of(0.4),
    };
    const expected = [5, Math.sin(0.3), Math.cos(0.3), 1, Math.sin(-0.2), Math.cos(0.2)];
    egomotion(paths, 0.1).forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 12));
  });

  it('with the starting heading and position leads to every target (law)', () => {
    const motion = Motion.parse({});
    const plan = { arena: Arena.parse({}), motion, batchSize: 5, timesteps: 12 };
    const { paths } = makePaths(plan, seededSource(createRng(8)));
    const told = egomotion(paths, motion.dt);
    for (let episode = 0; episode < 5; episode++) {
      let [x, y, heading] = [
        paths.start[2 * episode]!,
        paths.start[2 * episode + 1]!,
        paths.startHeading[episode]!,
      ];
      for (let step = 0; step < 12; step++) {
        const at = episode * 12 + step;
        heading += Math.atan2(told[3 * at + 1]!, told[3 * at + 2]!);
        x += told[3 * at]! * motion.dt * Math.cos(heading);
        y += told[3 * at]! * motion.dt * Math.sin(heading);
        expect(x).toBeCloseTo(paths.position[2 * at]!, 9);
        expect(y).toBeCloseTo(paths.position[2 * at + 1]!, 9);
      }
    }
  });
});
