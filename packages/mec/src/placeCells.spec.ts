import { createRng, ndArray, ShapeError } from '@goal-driven/core/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena, boundsOf } from './arena';
import { createPlaceCells, decodePositions, PlaceCells, positionErrors } from './placeCells';
import { publishedCentres } from './publishedCentres';

const arena = Arena.parse({});
const fourCentres = Float64Array.of(0, 0, 0.1, 0, 0, 0.3, -0.5, 0.5);
const published = createPlaceCells(PlaceCells.parse({}), arena, { rng: createRng(0) });

describe('the place-cell code', () => {
  // values of specs/mec.md 5.5: independent double-precision NumPy
  it('is a softmax of squared distances for the gaussian code', () => {
    const cells = createPlaceCells(PlaceCells.parse({ count: 4, code: 'gaussian' }), arena, {
      centres: fourCentres,
    });
    const expected = [0.483875384111, 0.483875384111, 0.0322492268524, 4.92616198534e-9];
    cells
      .encodeExactly(Float64Array.of(0.05, 0.02))
      .forEach((value, cell) => expect(value).toBeCloseTo(expected[cell]!, 11));
  });

  it('is a lifted, normalised difference of softmaxes with a surround', () => {
    const cells = createPlaceCells(PlaceCells.parse({ count: 4 }), arena, { centres: fourCentres });
    const expected = [0.375068044345, 0.375068044345, 0, 0.24986391131];
    cells
      .encodeExactly(Float64Array.of(0.05, 0.02))
      .forEach((value, cell) => expect(value).toBeCloseTo(expected[cell]!, 11));
  });

  it('gives the published activities at the origin', () => {
    const activity = published.encodeExactly(Float64Array.of(0, 0));
    expect(activity.indexOf(Math.max(...activity))).toBe(115);
    expect(activity[115]).toBeCloseTo(0.01932888849, 11);
    expect(activity[240]).toBe(0);
    expect(activity[0]).toBeCloseTo(0.0006323357638, 12);
    expect(activity[1]).toBeCloseTo(0.001953124844, 12);
    expect(-activity.reduce((sum, y) => sum + (y > 0 ? y * Math.log(y) : 0), 0)).toBeCloseTo(6.082055756, 8);
    const decoded = published.decode(ndArray(activity, [1, 512]));
    expect(decoded[0]).toBeCloseTo(-0.002735099813, 11);
    expect(decoded[1]).toBeCloseTo(-0.1195808403, 9);
  });

  it('decodes a lattice with the published floor, and has the published entropy there', () => {
    const axis = Array.from({ length: 41 }, (_, index) => -1 + index * 0.05);
    const positions = Float64Array.from(axis.flatMap((x) => axis.flatMap((y) => [x, y])));
    const activity = ndArray(published.encodeExactly(positions), [1681, 512]);
    const errors = positionErrors(published.decode(activity), positions);
    expect(mean(errors)).toBeCloseTo(0.0390919, 7);
    expect(errors.toSorted()[840]).toBeCloseTo(0.0360303, 7);
    expect(Math.max(...errors)).toBeCloseTo(0.138004, 6);
    const entropies = axis.flatMap((_, i) =>
      axis.map((_, j) => {
        const row = activity.values.subarray((i * 41 + j) * 512, (i * 41 + j + 1) * 512);
        return -row.reduce((sum, y) => sum + (y > 0 ? y * Math.log(y) : 0), 0);
      }),
    );
    expect(mean(entropies)).toBeCloseTo(6.13757, 5);
    expect(Math.min(...entropies)).toBeCloseTo(6.02774, 5);
    expect(Math.max(...entropies)).toBeCloseTo(6.21452, 5);
  });

  it('is a probability vector anywhere, for any surround (law)', () => {
    const position = fc.double({ min: -1.3, max: 1.3, noNaN: true });
    fc.assert(
      fc.property(
        position,
        position,
        fc.constantFrom(1.5, 2, 3),
        fc.boolean(),
        (x, y, surroundScale, periodic) => {
          const config = PlaceCells.parse({ count: 32, surroundScale, periodic, centres: 'random' });
          const activity = createPlaceCells(config, arena, { rng: createRng(1) }).encodeExactly(
            Float64Array.of(x, y),
          );
          expect(Math.min(...activity)).toBeGreaterThanOrEqual(0);
          expect(activity.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('takes the square of one exponential for s = 2, and that agrees with two exponentials', () => {
    const near = createPlaceCells(PlaceCells.parse({ surroundScale: 2 + 1e-13 }), arena, {
      rng: createRng(0),
    });
    const positions = createRng(3).uniform(40);
    const [a, b] = [near.encodeExactly(positions), published.encodeExactly(positions)];
    a.forEach((value, index) => expect(value).toBeCloseTo(b[index]!, 12));
  });

  it('measures across the edge on a torus', () => {
    const config = PlaceCells.parse({ count: 3, code: 'gaussian', periodic: true });
    const cells = createPlaceCells(config, arena, { centres: Float64Array.of(1.05, 0, 0, 0, 0.5, 0.5) });
    expect(cells.encodeExactly(Float64Array.of(-1.1, 0))[0]).toBeGreaterThan(0.99);
  });

  it('names centres of the wrong number', () => {
    expect(() => createPlaceCells(PlaceCells.parse({}), arena, { centres: fourCentres })).toThrow(
      new ShapeError('createPlaceCells: centres must hold 1024 values for 512 cells, got 8'),
    );
  });
});

describe('published centres', () => {
  // values of specs/mec.md 5.2, made with TensorFlow 2.21
  it('are those of the published models', () => {
    const centres = publishedCentres(boundsOf(arena));
    const first = [
      -0.3612359761177634, -0.1247117499134605, -0.4771227355398863, 0.9226796200685645, -0.3665288523263829,
    ];
    first.forEach((value, index) => expect(centres[index]).toBeCloseTo(value, 14));
    expect(centres[1022]).toBeCloseTo(0.05085985352485878, 14);
    expect(centres[1023]).toBeCloseTo(-0.6773177659785568, 14);
    expect(centres.filter((_, index) => index % 2 === 0).reduce((a, b) => a + b)).toBeCloseTo(
      -1.0507804778967,
      11,
    );
    expect(centres.filter((_, index) => index % 2 === 1).reduce((a, b) => a + b)).toBeCloseTo(
      2.28232567973,
      10,
    );
  });

  it('are the same unit draws in any box', () => {
    const unit = publishedCentres({ minX: 0, maxX: 1, minY: 0, maxY: 1 }, 3);
    const expected = [
      0.3358018290373803, 0.443312840948427, 0.2831260293000517, 0.919399827303893, 0.3333959762152805,
      0.1609343654110325,
    ];
    expected.forEach((value, index) => expect(unit[index]).toBeCloseTo(value, 15));
  });
});

describe('centres on a lattice', () => {
  const centresOf = (count: number, where: object) =>
    createPlaceCells(PlaceCells.parse({ count, centres: 'lattice' }), Arena.parse(where), {
      rng: createRng(0),
    }).centres;

  it('are rows from the south, half a step from the walls', () => {
    const expected = [-1, -0.5, 1, -0.5, -1, 0.5, 1, 0.5];
    centresOf(4, { width: 4, height: 2 }).forEach((value, at) =>
      expect(value).toBeCloseTo(expected[at]!, 12),
    );
  });

  it('are one row along a track', () => {
    const expected = [0.5, 0, 1.5, 0, 2.5, 0];
    centresOf(3, { kind: 'track', length: 3 }).forEach((value, at) =>
      expect(value).toBeCloseTo(expected[at]!, 12),
    );
  });

  it('are refused where there is no lattice', () => {
    expect(() => centresOf(5, {})).toThrow(
      'placeCells: a lattice needs a square number of cells in a rectangle, or a track, got 5 in a rectangle',
    );
    expect(() => centresOf(4, { kind: 'circle' })).toThrow('got 4 in a circle');
  });
});

describe('centres elsewhere than in a box', () => {
  it('lie in a circle, the published ones too, and along a track', () => {
    for (const centres of ['published', 'random'] as const) {
      const config = PlaceCells.parse({ count: 100, centres });
      const round = createPlaceCells(config, Arena.parse({ kind: 'circle', radius: 0.5 }), {
        rng: createRng(1),
      });
      for (let at = 0; at < 200; at += 2) {
        expect(Math.hypot(round.centres[at]!, round.centres[at + 1]!)).toBeLessThanOrEqual(0.5);
      }
      expect(round.period).toBeUndefined();
      const along = createPlaceCells({ ...config, periodic: true }, Arena.parse({ kind: 'track' }), {
        rng: createRng(1),
      });
      expect(along.centres.filter((_, at) => at % 2 === 1).every((y) => y === 0)).toBe(true);
      expect(Math.max(...along.centres)).toBeGreaterThan(3.5);
      expect(along.period).toEqual({ x: 4, y: Infinity });
    }
  });

  it('have a code in one dimension along a track, around its seam', () => {
    const config = PlaceCells.parse({ count: 3, code: 'gaussian', periodic: true, sigma: 0.5 });
    const cells = createPlaceCells(config, Arena.parse({ kind: 'track' }), {
      centres: Float64Array.of(3.9, 0, 0.3, 0, 2, 0),
    });
    const [a, b, c] = cells.encodeExactly(Float64Array.of(0.1, 0));
    const tuned = [0.2, 0.2, 1.9].map((distance) => Math.exp(-(distance ** 2) / 0.5));
    const total = tuned[0]! + tuned[1]! + tuned[2]!;
    expect([a, b, c]).toEqual(tuned.map((value) => expect.closeTo(value / total, 12)));
  });
});

describe('decoding', () => {
  it('averages the three most active centres, the lowest index first among equals', () => {
    const decode = (...activity: number[]) => [
      ...decodePositions(ndArray(Float64Array.from(activity), [1, 4]), fourCentres),
    ];
    expect(decode(1, 1, 1, 1)[0]).toBeCloseTo(0.1 / 3, 12);
    expect(decode(0, 0.2, 0.3, 0.1)).toEqual([expect.closeTo(-0.4 / 3, 12), expect.closeTo(0.8 / 3, 12)]);
    expect(decode(-3, -2, -5, -1)).toEqual([expect.closeTo(-0.4 / 3, 12), expect.closeTo(0.5 / 3, 12)]);
  });

  it('names an activity of another population', () => {
    expect(() => decodePositions(ndArray(new Float64Array(6), [2, 3]), fourCentres)).toThrow(
      new ShapeError('decodePositions: the last axis must be 4 cells, got [2,3]'),
    );
  });
});

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
