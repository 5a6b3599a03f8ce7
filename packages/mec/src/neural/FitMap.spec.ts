import { ndArray } from '@goal-driven/core/arrays';
import { columnCorrelations, elasticNet, kFold, MapConfig, createMap } from '@goal-driven/metrics';
import { createRng, RandomState } from '@goal-driven/core';
import { describe, expect, it } from 'vitest';
import { createFitMap, FitMap } from './FitMap';

/** A feature that says the first cell, and one that says nothing; the second cell is noise. */
function problem(bins: number) {
  const random = createRng(1).stream();
  const source = ndArray(
    Float64Array.from({ length: 2 * bins }, () => random.normal()),
    [bins, 2],
  );
  const target = ndArray(
    Float64Array.from({ length: 2 * bins }, (_, at) =>
      at % 2 === 0 ? 3 * source.values[at]! + 0.1 * random.normal() : random.normal(),
    ),
    [bins, 2],
  );
  return { source, target };
}

describe('createFitMap', () => {
  const { source, target } = problem(24);
  const search = (options: object) => createFitMap(FitMap.parse({ kind: 'elasticNetSearch', ...options }));

  it('is the map of its config where there is nothing to search', () => {
    const config = { kind: 'ridge', alpha: 2 } as const;
    expect(createFitMap(FitMap.parse(config))(source, target).predict(source)).toEqual(
      createMap(MapConfig.parse(config))(source, target).predict(source),
    );
  });

  it('gives each cell the penalty that predicts best in two folds of the training bins', () => {
    const alphas = [1e-3, 0.3, 0.6];
    const { values } = search({ alphas, l1Ratios: [0.5] })(source, target).predict(source);
    const splits = kFold(24, 2, { random: new RandomState(0) });
    const rows = (matrix: typeof source, own: Int32Array) =>
      ndArray(
        Float64Array.from([...own].flatMap((row) => [...matrix.values.subarray(2 * row, 2 * row + 2)])),
        [own.length, 2],
      );
    const scores = alphas.map((alpha) =>
      splits.map(({ train, test }) => {
        const { predict } = elasticNet(rows(source, train), rows(target, train), { alpha, l1Ratio: 0.5 });
        return columnCorrelations(predict(rows(source, test)), rows(target, test)).values;
      }),
    );
    for (const cell of [0, 1]) {
      const means = scores.map((own) => {
        const known = own.map((values) => values[cell]!).filter((value) => !Number.isNaN(value));
        return known.length === 0 ? -Infinity : known.reduce((sum, value) => sum + value, 0) / known.length;
      });
      const alpha = alphas[means.indexOf(Math.max(...means))]!;
      const expected = elasticNet(source, target, { alpha, l1Ratio: 0.5 }).predict(source).values;
      for (let row = 0; row < 24; row++) expect(values[2 * row + cell]).toBe(expected[2 * row + cell]);
    }
  });

  it('has no candidate in a fit that does not converge, and predicts nothing where none does', () => {
    const hopeless = { alphas: [1e-9], l1Ratios: [0.9], maxSweeps: 1 };
    expect(search(hopeless)(source, target).predict(source).values.every(Number.isNaN)).toBe(true);
    const wide = search({ ...hopeless, alphas: [1e-9, 1e3] })(source, target).predict(source);
    // Only the penalty under which every weight is 0 converges at once; it predicts the mean, and so has no score.
    expect(wide.values.every(Number.isNaN)).toBe(true);
  });

  it('searches the short grid of the study by default', () => {
    const config = FitMap.parse({ kind: 'elasticNetSearch' });
    if (config.kind !== 'elasticNetSearch') throw new Error('another kind');
    expect([config.alphas.length, config.l1Ratios.length, config.folds]).toEqual([9, 10, 2]);
    config.alphas.forEach((alpha, index) => expect(Math.log10(alpha)).toBeCloseTo(-9 + 2.25 * index, 9));
    expect(() => FitMap.parse({ kind: 'elasticNetSearch', alphas: [] })).toThrow();
  });
});
