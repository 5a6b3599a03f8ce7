import { createRng } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { cellKinds, drawModules, drawTuning, rateOf, type CellTuning } from './cellTuning';

const bounds = { minX: -0.5, maxX: 0.5, minY: -0.5, maxY: 0.5 };
const at = (x: number, y: number, heading = 0, speed = 0.1) => ({ x, y, heading, speed });

describe('rateOf', () => {
  const grid: CellTuning = { kind: 'grid', peak: 12, spacing: 0.4, orientation: 0.3, phase: [0.1, -0.2] };

  it('gives a grid cell its peak at every point of the lattice', () => {
    for (let axis = 0; axis < 6; axis++) {
      const angle = 0.3 + (axis * Math.PI) / 3;
      const neighbour = at(0.1 + 0.4 * Math.cos(angle), -0.2 + 0.4 * Math.sin(angle));
      expect(rateOf(grid, neighbour, bounds)).toBeCloseTo(12, 9);
    }
    const between = 0.3 + Math.PI / 6;
    const hole = at(
      0.1 + (0.4 / Math.sqrt(3)) * Math.cos(between),
      -0.2 + (0.4 / Math.sqrt(3)) * Math.sin(between),
    );
    expect(rateOf(grid, hole, bounds)).toBe(0);
  });

  it.each([
    ['north', at(0.3, 0.5), at(0.3, 0.4)],
    ['south', at(0.3, -0.5), at(0.3, -0.4)],
    ['east', at(0.5, 0.2), at(0.4, 0.2)],
    ['west', at(-0.5, 0.2), at(-0.4, 0.2)],
  ] as const)(
    'gives a %s border cell its peak at the wall and exp(-1/2) of it a width away',
    (wall, there, off) => {
      const border: CellTuning = { kind: 'border', peak: 8, wall, width: 0.1 };
      expect(rateOf(border, there, bounds)).toBeCloseTo(8, 9);
      expect(rateOf(border, off, bounds)).toBeCloseTo(8 * Math.exp(-0.5), 9);
    },
  );

  it('tunes a head-direction cell as von Mises, wherever it is', () => {
    const cell: CellTuning = { kind: 'headDirection', peak: 20, preferred: 1, concentration: 3 };
    expect(rateOf(cell, at(0, 0, 1), bounds)).toBeCloseTo(20, 9);
    expect(rateOf(cell, at(0.3, 0.1, 1 + Math.PI), bounds)).toBeCloseTo(20 * Math.exp(-6), 9);
  });

  it('makes a speed cell linear and a conjunctive cell a product', () => {
    expect(rateOf({ kind: 'speed', peak: 9, fast: 0.3 }, at(0, 0, 0, 0.1), bounds)).toBeCloseTo(3, 9);
    const conjunctive: CellTuning = { ...grid, kind: 'conjunctive', preferred: 0, concentration: 2 };
    expect(rateOf(conjunctive, at(0.1, -0.2, Math.PI / 2), bounds)).toBeCloseTo(12 * Math.exp(-2), 9);
  });

  it('adds the waves of a heterogeneous cell above its threshold, then modulates', () => {
    const cell: CellTuning = {
      kind: 'heterogeneous',
      peak: 10,
      waves: [
        { kx: Math.PI, ky: 0, phase: 0, weight: 1 },
        { kx: 0, ky: 0, phase: 0, weight: 0.5 },
      ],
      threshold: 0.3,
      heading: { preferred: 0, concentration: 1 },
      headingDepth: 0.5,
      speedDepth: 0.4,
    };
    expect(rateOf(cell, at(0, 0, 0, 0.5), bounds)).toBeCloseTo(12, 9);
    expect(rateOf(cell, at(0, 0, 0, 0.15), bounds)).toBeCloseTo(12 * 0.8, 9);
    expect(rateOf(cell, at(0, 0, Math.PI, 0.5), bounds)).toBeCloseTo(12 * (0.5 + 0.5 * Math.exp(-2)), 9);
    expect(rateOf(cell, at(1, 0, 0, 0.5), bounds)).toBe(0);
  });
});

describe('drawTuning', () => {
  const modules = drawModules(0.35, 3, createRng(2));

  it('gives modules spacings a ratio of 1.42 apart', () => {
    expect(modules[1]!.spacing / modules[0]!.spacing).toBeCloseTo(1.42, 9);
    expect(modules[2]!.spacing / modules[1]!.spacing).toBeCloseTo(1.42, 9);
    for (const { orientation } of modules) {
      expect(orientation).toBeGreaterThanOrEqual(0);
      expect(orientation).toBeLessThan(Math.PI / 3);
    }
  });

  it.each(cellKinds)(
    'draws %s cells of that kind, the same from the same rng, with rates that vary',
    (kind) => {
      const tuning = drawTuning(kind, { modules, bounds }, createRng(5));
      expect(tuning.kind).toBe(kind);
      expect(drawTuning(kind, { modules, bounds }, createRng(5))).toEqual(tuning);
      const states = Array.from({ length: 400 }, (_, step) =>
        at((step % 20) / 20 - 0.475, Math.floor(step / 20) / 20 - 0.475, step / 7, (step % 10) / 20),
      );
      const rates = states.map((state) => rateOf(tuning, state, bounds));
      expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...rates)).toBeGreaterThan(
        2 * (rates.reduce((sum, rate) => sum + rate, 0) / 400) * 0.6,
      );
    },
  );

  it('keeps a grid cell near the spacing and orientation of a module of its animal', () => {
    for (let cell = 0; cell < 20; cell++) {
      const tuning = drawTuning('grid', { modules, bounds }, createRng(cell));
      if (tuning.kind !== 'grid') throw new Error('a grid cell was asked for');
      const near = modules.some(
        ({ spacing, orientation }) =>
          Math.abs(tuning.spacing / spacing - 1) < 0.15 && Math.abs(tuning.orientation - orientation) < 0.15,
      );
      expect(near).toBe(true);
    }
  });
});
