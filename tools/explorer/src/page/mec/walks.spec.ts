import { Arena, enclosureOf, Motion } from '@goal-driven/mec';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drive } from './drive';
import { typicalSpeed } from './Feed';
import { followLine, lineOf, lineText, type Line } from './followLine';
import { forage, lastPose } from './forage';

const arena = Arena.parse({});
const motion = Motion.parse({});
const origin = { x: 0, y: 0, heading: 0 };

it('follows a line in steps of one length, as by hand, and rests at its end', () => {
  const feed = followLine(
    [
      [0, 0],
      [0.35, 0],
      [0.35, 0.35],
    ],
    0.1,
  );
  const { positions, headings } = feed.take(origin, 100);
  // At 0.3 the corner is less than a step away: from there straight to the end, along (0.05, 0.35).
  const [x, y] = [0.1 / Math.sqrt(50), 0.7 / Math.sqrt(50)];
  const expected = [0.1, 0, 0.2, 0, 0.3, 0, 0.3 + x, y, 0.3 + 2 * x, 2 * y, 0.3 + 3 * x, 3 * y];
  expect(positions).toHaveLength(expected.length);
  positions.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 12));
  expect(headings[3]).toBeCloseTo(Math.atan2(7, 1), 12);
  expect(feed.take(lastPose({ positions, headings }), 5).headings).toHaveLength(0);
});

it('goes on where a line grows while it is drawn', () => {
  const line: Line = [[0, 0]];
  const feed = followLine(line, 0.1);
  expect(feed.take(origin, 3).headings).toHaveLength(0);
  line.push([0.15, 0]);
  expect(feed.take(origin, 3).positions).toEqual(Float64Array.of(0.1, 0));
});

it('reads from an address the line that was written, and nothing else', () => {
  const inside = () => true;
  const centimetres = fc.integer({ min: -110, max: 110 }).map((value) => value / 100);
  const lines = fc.array(fc.tuple(centimetres, centimetres), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(lines, (line) => {
      expect(lineOf(lineText(line), inside)).toEqual(line);
    }),
  );
  for (const text of ['', '1.2', '1.2_', '1e9.2_3.4', '<b>', `1.2${'_1.2'.repeat(2000)}`])
    expect(lineOf(text, inside)).toBeUndefined();
  expect(lineOf('0.0_500.0', enclosureOf(arena).contains)).toBeUndefined();
});

it('forages the same walk at any pace', () => {
  const [whole, parts] = [forage(arena, motion, 3), forage(arena, motion, 3)];
  const together = whole.take(origin, 600);
  let pose = origin;
  const apart: number[] = [];
  for (const count of [1, 7, 255, 256, 81]) {
    const steps = parts.take(pose, count);
    expect(steps.headings).toHaveLength(count);
    pose = lastPose(steps);
    apart.push(...steps.positions);
  }
  expect(Float64Array.from(apart)).toEqual(together.positions);
  const lengths = Array.from(together.headings, (_, step) =>
    step === 0
      ? 0
      : Math.hypot(
          together.positions[2 * step]! - together.positions[2 * step - 2]!,
          together.positions[2 * step + 1]! - together.positions[2 * step - 1]!,
        ),
  );
  const mean = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length - 1);
  // Slower near walls, so less than the typical speed, and not by half.
  expect(mean).toBeGreaterThan(0.5 * typicalSpeed(motion) * motion.dt);
  expect(mean).toBeLessThan(1.1 * typicalSpeed(motion) * motion.dt);
});

it('drives where the arrows point, and stops at walls', () => {
  const driven = drive(enclosureOf(arena), 0.1);
  expect(driven.take(origin, 4).headings).toHaveLength(0);
  expect([driven.press('ArrowUp'), driven.press('ArrowLeft'), driven.press('a')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(driven.take(origin, 1).headings[0]).toBeCloseTo((3 * Math.PI) / 4, 12);
  driven.release('ArrowLeft');
  const { positions } = driven.take({ ...origin, y: 1 }, 9);
  expect(Array.from(positions)).toHaveLength(2);
  expect(positions[1]).toBeCloseTo(1.1, 12);
});
