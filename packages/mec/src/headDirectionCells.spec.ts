import { createRng } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { createHeadDirectionCells, HeadDirectionCells } from './headDirectionCells';

describe('head-direction cells', () => {
  const cells = createHeadDirectionCells(HeadDirectionCells.parse({ concentration: 3 }), createRng(1));

  it('are tuned by von Mises curves over their preferred directions, normalised over the cells', () => {
    const headings = Float64Array.of(-2, 0.4);
    const { values, shape } = cells.encode(headings);
    expect(shape).toEqual([2, 12]);
    headings.forEach((heading, row) => {
      const tuned = cells.preferred.map((mu) => Math.exp(3 * Math.cos(heading - mu)));
      const sum = tuned.reduce((total, value) => total + value, 0);
      // rounded to float32
      tuned.forEach((value, cell) => expect(values[12 * row + cell]).toBeCloseTo(value / sum, 7));
    });
  });

  it('prefer directions all around, the same for the same rng', () => {
    const many = createHeadDirectionCells(HeadDirectionCells.parse({ count: 2000 }), createRng(2)).preferred;
    expect(Math.min(...many)).toBeGreaterThanOrEqual(-Math.PI);
    expect(Math.max(...many)).toBeLessThan(Math.PI);
    expect(many.filter((mu) => mu > Math.PI / 2).length / 2000).toBeCloseTo(0.25, 1);
    expect(
      createHeadDirectionCells(HeadDirectionCells.parse({ count: 2000 }), createRng(2)).preferred,
    ).toEqual(many);
    expect(HeadDirectionCells.parse({})).toEqual({ count: 12, concentration: 20 });
  });

  it('stay finite for sharp tuning', () => {
    const sharp = createHeadDirectionCells(HeadDirectionCells.parse({ concentration: 5000 }), createRng(1));
    const total = sharp.encode(Float64Array.of(0.1)).values.reduce((sum, value) => sum + value, 0);
    expect(total).toBeCloseTo(1, 6);
  });
});
