import { ConfigError, createRng, DataError, ShapeError } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { animalConsistency } from './animalConsistency';
import { animalOf, largestDifference, parkMiller, readers, table } from './_mice.fixture';
import { areaConsistencies, areaMap } from './areaMap';
import type { MouseArea } from './mouseAreas';
import { MousePredictivity } from './MousePredictivity';
import { summariseFits } from './summariseFits';

const areas: MouseArea[] = ['VISp', 'VISl', 'VISal'];
const mapped = (rows: number[][]) => areaMap({ areas, consistencies: table(rows) }, createRng(1));

describe('areaMap', () => {
  it('puts areas as far apart as they fail to predict each other, beside themselves', () => {
    // Within areas 0.9, 0.4 and 0.4, roots of products 0.6, 0.6 and 0.4. Distances 0.3, 0.5 and 0.4: a plane holds them.
    const { dissimilarities, classical, metric, stress, pairsAboveOne } = mapped([
      [0.9, 0.4, 0.2],
      [0.44, 0.4, 0.24],
      [0.4, 0.24, 0.4],
    ]);
    expect(largestDifference(dissimilarities.values, [0, 0.3, 0.5, 0.3, 0, 0.4, 0.5, 0.4, 0])).toBeLessThan(
      1e-14,
    );
    for (const { values } of [classical, metric]) {
      const between = (i: number, j: number) =>
        Math.hypot(values[2 * i]! - values[2 * j]!, values[2 * i + 1]! - values[2 * j + 1]!);
      expect(largestDifference([between(0, 1), between(0, 2), between(1, 2)], [0.3, 0.5, 0.4])).toBeLessThan(
        1e-9,
      );
    }
    expect(stress).toBeLessThan(1e-9);
    expect(pairsAboveOne).toBe(0);
  });

  it('counts pairs that predict each other better than themselves', () => {
    const { dissimilarities, pairsAboveOne } = mapped([
      [0.5, 0.7, 0.3],
      [0.4, 0.5, 0.3],
      [0.4, 0.3, 0.5],
    ]);
    expect([dissimilarities.values[1], pairsAboveOne]).toEqual([0, 1]);
  });

  it('refuses two areas, consistencies that are NaN, and an area that does not predict itself', () => {
    const two = {
      areas: areas.slice(1),
      consistencies: table([
        [1, 1],
        [1, 1],
      ]),
    };
    expect(() => areaMap(two, createRng(1))).toThrow(ShapeError);
    expect(() =>
      mapped([
        [1, 1, 1],
        [1, 0, 1],
        [1, 1, 1],
      ]),
    ).toThrow('VISl must predict itself, above 0, got 0');
    expect(() =>
      mapped([
        [1, NaN, 1],
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ).toThrow(DataError);
  });
});

describe('areaConsistencies', () => {
  const [one, other] = [parkMiller(1, [30, 5]), parkMiller(2, [30, 5])];
  const area = (name: MouseArea, features: typeof one, seed: number) => ({
    area: name,
    animals: [1, 2].map((specimen) => animalOf(specimen, readers(features, { seed: seed + specimen }))),
  });
  const config = MousePredictivity.parse({ map: { kind: 'ridge', alpha: 0.1 }, splits: 2, halves: 2 });

  it('has consistency within areas on its diagonal, and is high between areas of one code alone', () => {
    const all = [area('VISp', one, 0), area('VISl', one, 10), area('VISal', other, 20)];
    const { consistencies } = areaConsistencies(all, config);
    const within = all.map(
      (own) => summariseFits(animalConsistency(own, config, { source: 'pooled' }).test).ceiled,
    );
    expect([0, 4, 8].map((at) => consistencies.values[at])).toEqual(within);
    const [alike, unlike] = [
      [1, 3],
      [2, 5, 6, 7],
    ].map((places) => places.map((at) => consistencies.values[at]!));
    expect(Math.min(...alike!) - Math.max(...unlike!)).toBeGreaterThan(0.3);
    // An animal is never among its own sources: other trials of its units in another area do not enter.
    const only = [area('VISp', one, 0), { ...all[1]!, animals: all[1]!.animals.slice(0, 1) }];
    expect(() => areaConsistencies(only, config)).toThrow(ConfigError);
    expect(() => areaConsistencies(only, config)).toThrow('VISl must have another animal than 1, got none');
  });
});
