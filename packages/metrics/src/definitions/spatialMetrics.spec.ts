import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { hexagonal, squareLattice } from '../_fixtureMaps';
import { classicGridScore } from '../classicGridScore';
import { gridScores } from '../gridScore';
import { metrics } from '../metrics';

const [grid, square] = [hexagonal(40, 7), squareLattice(40)];
const silent = ndArray(new Float64Array(400), [20, 20]);
const rateMaps = ndArray(Float64Array.of(...grid.values, ...silent.values, ...square.values), [3, 20, 20]);
const valuesOf = (result: { readonly [name: string]: unknown }) => [...(result['values'] as NdArray).values];

describe('grid scores of the registry', () => {
  it('are those of the functions, without a value for a silent cell', () => {
    for (const form of ['meanDifference', 'minMax'] as const) {
      const [a, b] = [gridScores(grid, { form }), gridScores(square, { form })];
      const sixfold = metrics.gridScore.run({ rateMaps }, { form });
      expect(valuesOf(sixfold)).toEqual([a.score60, NaN, b.score60]);
      const fourfold = metrics.gridScore90.run({ rateMaps }, { form });
      expect(valuesOf(fourfold)).toEqual([a.score90, NaN, b.score90]);
      for (const { n, undefinedUnits } of [sixfold, fourfold]) expect([n, undefinedUnits]).toEqual([3, 1]);
    }
    expect(metrics.gridScore.run({ rateMaps: grid })['values']).toBe(gridScores(grid).score60);
  });

  it('read a turned map linearly where asked to', () => {
    const scores = gridScores(grid, { interpolation: 'linear' });
    const result = metrics.gridScore.run({ rateMaps: grid }, { interpolation: 'linear' });
    expect(result['values']).toBe(scores.score60);
    const fourfold = metrics.gridScore90.run({ rateMaps: grid }, { interpolation: 'linear' });
    expect(fourfold['values']).toBe(scores.score90);
    expect(() => metrics.gridScore.run({ rateMaps }, { interpolation: 'nearest' })).toThrow(/interpolation/);
  });

  it('are 0 for a silent cell where asked for, and then it counts as one that has a value', () => {
    const result = metrics.gridScore.run({ rateMaps }, { silentAsZero: true });
    expect(valuesOf(result)).toEqual([gridScores(grid).score60, 0, gridScores(square).score60]);
    expect([result.n, result['undefinedUnits']]).toEqual([3, 0]);
    expect(metrics.gridScore90.run({ rateMaps: silent }, { silentAsZero: true })['values']).toBe(0);
  });

  it('by the older definition take its radii', () => {
    const options = { inner: 4, outers: [10, 12] };
    expect(valuesOf(metrics.classicGridScore.run({ rateMaps }, options))).toEqual([
      classicGridScore(grid, options).score,
      NaN,
      classicGridScore(square, options).score,
    ]);
    expect(metrics.classicGridScore.run({ rateMaps: grid })['values']).toBe(classicGridScore(grid).score);
    expect(() => metrics.classicGridScore.run({ rateMaps }, { outers: [] })).toThrow(/outers/);
  });
});
