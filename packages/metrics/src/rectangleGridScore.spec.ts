import { ndArray } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { gridScore } from './gridScore';
import { rectangleGridScore } from './rectangleGridScore';

/** An ideal grid cell of a spacing in bins, [rows, columns]. */
function grid(rows: number, columns: number, spacing = 8) {
  const k = (4 * Math.PI) / (Math.sqrt(3) * spacing);
  const values = Float64Array.from({ length: rows * columns }, (_, at) => {
    const [x, y] = [at % columns, Math.floor(at / columns)];
    return [0, 1, 2].reduce((sum, axis) => {
      const angle = 0.12 + Math.PI / 6 + (axis * Math.PI) / 3;
      return sum + Math.cos(k * (x * Math.cos(angle) + y * Math.sin(angle)));
    }, 1.5);
  });
  return ndArray(values, [rows, columns]);
}

describe('rectangleGridScore', () => {
  it('is the grid score of a square map, in either form', () => {
    const map = grid(16, 16);
    expect(rectangleGridScore(map)).toBe(gridScore(map));
    expect(rectangleGridScore(map, { form: 'minMax' })).toBe(gridScore(map, { form: 'minMax' }));
    expect(rectangleGridScore(map, { form: 'minMax' })).not.toBe(gridScore(map));
  });

  it('tells the grid in a long arena and in a high one, but for the noise of its edges', () => {
    expect(rectangleGridScore(grid(16, 40))).toBeGreaterThan(1);
    expect(rectangleGridScore(grid(40, 16))).toBeGreaterThan(1);
    const stripes = ndArray(
      Float64Array.from({ length: 16 * 40 }, (_, at) => Math.cos(at % 40)),
      [16, 40],
    );
    expect(rectangleGridScore(stripes)).toBeLessThan(0.3);
  });

  it('is the same for a map and its transpose but for the rounding of the splines', () => {
    const map = grid(12, 30);
    const turned = ndArray(
      Float64Array.from({ length: 360 }, (_, at) => map.values[(at % 12) * 30 + Math.floor(at / 12)]!),
      [30, 12],
    );
    expect(rectangleGridScore(turned)).toBeCloseTo(rectangleGridScore(map), 6);
  });

  it('has no value for a constant map, and refuses a track', () => {
    expect(rectangleGridScore(ndArray(new Float64Array(12).fill(2), [3, 4]))).toBeNaN();
    const track = ndArray(new Float64Array(20), [1, 20]);
    expect(() => rectangleGridScore(track)).toThrow('at least [3, 3], got [1,20]');
  });
});
