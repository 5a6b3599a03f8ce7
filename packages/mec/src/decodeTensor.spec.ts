import { tf, useBackend } from '@goal-driven/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeTensor, shortestWays } from './decodeTensor';
import { decodePositions, positionErrors } from './placeCells';

await useBackend('cpu');

// cells at both ends of a ring of 4 m, and three that are silent
const centres = Float64Array.of(3.9, 0, 0.2, 0, 0.1, 0, 2, 0, 1, 0, 3, 0);
const ring = { x: 4, y: Infinity };
const activity = { values: Float32Array.of(5, 4, 3, 0, 0, 0), shape: [1, 6] };

it('a position is read around the most active cell where space closes on itself', () => {
  expect([...decodePositions(activity, centres, ring)]).toEqual([
    expect.closeTo(3.9 + (0 + 0.3 + 0.2) / 3, 12),
    0,
  ]);
  expect([...decodePositions(activity, centres)]).toEqual([expect.closeTo(4.2 / 3, 12), 0]);
  const decoded = decodeTensor(tf.tensor3d([5, 4, 3, 0, 0, 0, 0, 0, 0, 9, 8, 7], [1, 2, 6]), centres, ring);
  expect(decoded.shape).toEqual([1, 2, 2]);
  const expected = [3.9 + 0.5 / 3, 0, 2 + (0 - 1 + 1) / 3, 0];
  decoded.dataSync().forEach((value, index) => expect(value).toBeCloseTo(expected[index]!, 5));
});

it('errors go the shortest way', () => {
  const [far, near] = [Float64Array.of(3.95, 1), Float64Array.of(0.05, 1.5)];
  expect(positionErrors(far, near, ring)[0]).toBeCloseTo(Math.hypot(0.1, 0.5), 12);
  expect(positionErrors(far, near, { x: 4, y: 0.5 })[0]).toBeCloseTo(0.1, 12);
  expect(positionErrors(far, near)[0]).toBeCloseTo(Math.hypot(3.9, 0.5), 12);
});

it('the shortest ways on the engine are those outside it (law)', () => {
  const extent = fc.constantFrom(1, 2.2, Infinity);
  const value = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(extent, extent, value, value, (x, y, dx, dy) => {
      const [a, b] = tf.tidy(() => shortestWays(tf.tensor2d([[dx, dy]]), { x, y }).dataSync());
      const length = positionErrors(Float64Array.of(dx, dy), new Float64Array(2), { x, y })[0]!;
      expect(Math.hypot(a!, b!)).toBeCloseTo(length, 4); // float32 of numbers up to 5, twice near a seam
    }),
    { numRuns: 60 },
  );
  const differences = tf.tensor2d([[7, 8]]);
  expect(shortestWays(differences, undefined)).toBe(differences);
});

it('leaves one tensor', () => {
  const logits = tf.tensor2d([[5, 4, 3, 0, 0, 0]]);
  const before = tf.memory().numTensors;
  tf.dispose([decodeTensor(logits, centres, ring), decodeTensor(logits, centres)]);
  expect(tf.memory().numTensors).toBe(before);
});
