import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/rdm.json';
import { largestDifference, mapped, parkMiller } from './_fixtures';
import { averageRanks } from './_ranks';
import { rdmExample } from './_rdms.fixture';
import { compareRdms, upperTriangle, type RdmSimilarity } from './compareRdms';
import { rdm } from './rdm';
import { rsaConsistency } from './rsaConsistency';
import { rsaNoiseCeiling } from './rsaNoiseCeiling';

const { R, Q4, X, Y, trials } = rdmExample();

describe('compareRdms', () => {
  const similarities: RdmSimilarity[] = [
    'pearson',
    'spearman',
    'kendall',
    'kendallB',
    'cosine',
    'whitenedCosine',
    'whitenedPearson',
  ];
  const [squaredX, squaredY] = [X, Y].map((rows) => {
    const { values, shape } = rdm(rows, { distance: 'euclidean' });
    return { values: values.map((value) => value * value), shape };
  }) as [NdArray, NdArray];
  const squareOf = (triangle: Float64Array) => {
    const square = new Float64Array(49);
    for (let i = 0, at = 0; i < 7; i++)
      for (let j = i + 1; j < 7; j++) square[i * 7 + j] = square[j * 7 + i] = triangle[at++]!;
    return ndArray(square, [7, 7]);
  };
  const weights = squareOf(parkMiller(96, [21]).values);
  const stimulusCovariance = ndArray(Float64Array.from(golden.stimulusCovariance), [7, 7]);

  it('gives the printed values', () => {
    const compare = (similarity: RdmSimilarity) => compareRdms(rdm(R), rdm(Q4), { similarity });
    expect(compare('pearson')).toBeCloseTo(-0.175393892645185, 13);
    expect(compare('spearman')).toBeCloseTo(-0.284848484848485, 13);
    expect(compare('kendall')).toBeCloseTo(-0.155555555555556, 13);
    expect(compare('cosine')).toBeCloseTo(0.754123459396895, 13);
  });

  it('whitens by the covariance of distances (goldens/rdm.py)', () => {
    const [a, b] = [rdm(X, { distance: 'meanSquared' }), rdm(Y, { distance: 'meanSquared' })];
    expect(compareRdms(a, b, { similarity: 'whitenedCosine' })).toBeCloseTo(golden.whitenedCosine, 12);
    expect(compareRdms(a, b, { similarity: 'whitenedPearson' })).toBeCloseTo(golden.whitenedPearson, 12);
  });

  it('whitens by the covariance of distances for any noise of stimuli (goldens/rdm.py)', () => {
    const of = (similarity: RdmSimilarity, covariance = stimulusCovariance) =>
      compareRdms(squaredX, squaredY, { similarity, stimulusCovariance: covariance });
    expect(of('whitenedCosine')).toBeCloseTo(golden.whitenedCosineCovariance, 11);
    expect(of('whitenedPearson')).toBeCloseTo(golden.whitenedPearsonCovariance, 11);
    const identity = squareOf(new Float64Array(21));
    for (let i = 0; i < 7; i++) identity.values[8 * i] = 3;
    expect(of('whitenedCosine', identity)).toBeCloseTo(golden.whitenedCosine, 12);
    expect(of('whitenedPearson', identity)).toBeCloseTo(golden.whitenedPearson, 12);
  });

  it('weighs pairs (goldens/rdm.py), and is plain for equal weights', () => {
    for (const similarity of ['pearson', 'spearman', 'cosine'] as const) {
      const of = (pairs: NdArray) => compareRdms(squaredX, squaredY, { similarity, weights: pairs });
      expect(of(weights)).toBeCloseTo(golden.weighted[similarity], 12);
      expect(of(mapped(weights, (v) => 5 * v))).toBeCloseTo(golden.weighted[similarity], 12);
      expect(of(squareOf(new Float64Array(21).fill(2)))).toBeCloseTo(
        compareRdms(squaredX, squaredY, { similarity }),
        12,
      );
    }
    const one = squareOf(Float64Array.from({ length: 21 }, (_, pair) => Number(pair === 3)));
    expect(compareRdms(squaredX, squaredY, { weights: one })).toBeNaN();
    expect(compareRdms(squaredX, squaredY, { similarity: 'cosine', weights: one })).toBeCloseTo(1, 12);
  });

  it('tells the two forms of tau apart under ties (goldens/rdm.py)', () => {
    const tied = ({ values, shape }: NdArray) =>
      ndArray(
        values.map((v) => Math.round(3 * v)),
        shape,
      );
    const of = (similarity: RdmSimilarity) => compareRdms(tied(squaredX), tied(squaredY), { similarity });
    expect(of('kendall')).toBeCloseTo(golden.tiedKendall, 13);
    expect(of('kendallB')).toBeCloseTo(golden.tiedKendallB, 13);
  });

  it('is undefined for distances that are all equal, or all 0', () => {
    const flat = squareOf(new Float64Array(21).fill(0.7));
    for (const similarity of ['pearson', 'spearman', 'kendall', 'kendallB', 'whitenedPearson'] as const)
      expect(compareRdms(flat, squaredY, { similarity })).toBeNaN();
    for (const similarity of ['pearson', 'spearman'] as const)
      expect(compareRdms(flat, squaredY, { similarity, weights })).toBeNaN();
    const nothing = squareOf(new Float64Array(21));
    for (const similarity of ['cosine', 'whitenedCosine'] as const)
      expect(compareRdms(nothing, squaredY, { similarity })).toBeNaN();
    expect(compareRdms(flat, squaredY, { similarity: 'cosine' })).toBeGreaterThan(0);
  });

  it('refuses weights and covariances that do not fit', () => {
    const of = (options: Parameters<typeof compareRdms>[2]) => compareRdms(squaredX, squaredY, options);
    expect(() => of({ similarity: 'kendall', weights })).toThrow(
      'weights must come with pearson, spearman or cosine, got kendall',
    );
    expect(() => of({ weights: mapped(weights, (v) => -v) })).toThrow(/weights must be at least 0/);
    const one = squareOf(Float64Array.from({ length: 21 }, (_, pair) => (pair === 4 ? -0.5 : 1)));
    expect(() => of({ weights: one })).toThrow(
      /compareRdms: weights must be at least 0 .* got -0\.5 at least/,
    );
    expect(() => of({ weights: mapped(weights, () => NaN) })).toThrow(/compareRdms: weights must be finite/);
    expect(() => of({ weights: mapped(weights, () => 0) })).toThrow(/not all 0, got 0 at least/);
    expect(() => of({ weights: rdm(R) })).toThrow('weights must have the 7 stimuli of a, got 5');
    expect(() => of({ weights: parkMiller(1, [7, 7]) })).toThrow(/weights must be symmetric/);
    expect(() => of({ stimulusCovariance })).toThrow(/whitenedCosine or whitenedPearson, got pearson/);
    const similarity = 'whitenedCosine';
    expect(() => of({ similarity, stimulusCovariance: rdm(R) })).toThrow(
      'stimulusCovariance must be [7, 7] like the RDMs, got [5,5]',
    );
    expect(() => of({ similarity, stimulusCovariance: weights })).toThrow(/must be positive definite/);
    expect(() => of({ similarity, stimulusCovariance: parkMiller(1, [7, 7]) })).toThrow(
      /stimulusCovariance must be symmetric/,
    );
  });

  it('is 1 with itself, symmetric, bounded, and indifferent to the order of stimuli', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const [a, b] = [rdm(parkMiller(seed, [6, 5])), rdm(parkMiller(seed + 1, [6, 5]))];
        const turned = (m: NdArray) => mapped(m, (_, at) => m.values[35 - at]!);
        for (const similarity of similarities) {
          const value = compareRdms(a, b, { similarity });
          expect(Math.abs(value)).toBeLessThanOrEqual(1);
          expect(compareRdms(b, a, { similarity })).toBeCloseTo(value, 12);
          expect(compareRdms(turned(a), turned(b), { similarity })).toBeCloseTo(value, 12);
          expect(compareRdms(a, a, { similarity })).toBeCloseTo(1, 12);
        }
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it('says what an RDM must be', () => {
    const [three, four] = [rdm(parkMiller(1, [3, 4])), rdm(parkMiller(1, [4, 4]))];
    expect(compareRdms(three, three)).toBeCloseTo(1, 12);
    expect(() => compareRdms(parkMiller(1, [3, 4]), three)).toThrow(
      'compareRdms: a must be [stimuli >= 3, stimuli], got [3,4]',
    );
    expect(() =>
      compareRdms(
        three,
        mapped(three, () => NaN),
      ),
    ).toThrow(/compareRdms: b must be finite/);
    // Symmetric but for rounding, by the largest entry: 1e-8 of it.
    const off = (by: number) => mapped(four, (v, at) => (at === 11 ? v + by * Math.max(...four.values) : v));
    expect(() => compareRdms(off(0.9e-8), four)).not.toThrow();
    expect(() => compareRdms(off(1.1e-8), four)).toThrow(
      /compareRdms: a must be symmetric, got .* at \[2, 3\]/,
    );
    const large = rdm(parkMiller(2, [70, 4]));
    for (const at of [1, 66, 65 * 70 + 69]) {
      const broken = mapped(large, (v, index) => (index === at ? v + 1 : v));
      const place = `at [${Math.floor(at / 70)}, ${at % 70}]`;
      expect(() => compareRdms(broken, large)).toThrow(place);
    }
    expect(() => compareRdms(parkMiller(1, [4, 4]), rdm(R))).toThrow(/a must be symmetric/);
    expect(() => compareRdms(rdm(R), rdm(X))).toThrow('compareRdms: b must have the 5 stimuli of a, got 7');
    expect(() => compareRdms(parkMiller(1, [2, 2]), rdm(R))).toThrow(
      'must be [stimuli >= 3, stimuli], got [2,2]',
    );
    expect(() => compareRdms(rdm(R), rdm(Q4), { similarity: 'x' as 'cosine' })).toThrow(/similarity must be/);
  });
});

describe('rsaNoiseCeiling', () => {
  const base = parkMiller(51, [6, 8]);
  const subjects = [60, 61, 62, 63].map((seed) => {
    const noise = parkMiller(seed, [6, 8]).values;
    return rdm(mapped(base, (value, at) => value + 0.6 * (noise[at]! - 0.5)));
  });

  it('gives the printed bounds', () => {
    const bounds = (options: Parameters<typeof rsaNoiseCeiling>[1]) => {
      const { lower, upper, n } = rsaNoiseCeiling(subjects, options);
      expect(n).toBe(4);
      return [lower, upper];
    };
    const close = (values: number[], wanted: number[]) =>
      expect(largestDifference(values, wanted)).toBeLessThan(1e-11);
    close(bounds({ similarity: 'spearman', preparation: 'none' }), [0.500892857143, 0.711607142857]);
    close(bounds({ similarity: 'spearman' }), [0.521873090791, 0.720286257233]);
    close(bounds({ similarity: 'pearson' }), [0.485316103014, 0.720182834026]);
    close(bounds({ similarity: 'pearson', preparation: 'none' }), [0.490131197624, 0.708254344181]);
  });

  it('is 1 for subjects that agree, and lower <= upper', () => {
    const { lower, upper } = rsaNoiseCeiling([subjects[0]!, subjects[0]!, subjects[0]!], {
      similarity: 'cosine',
    });
    expect([lower, upper].every((bound) => Math.abs(bound - 1) < 1e-12)).toBe(true);
    for (const similarity of ['pearson', 'spearman', 'cosine', 'kendall'] as const) {
      const bounds = rsaNoiseCeiling(subjects, { similarity });
      expect(bounds.lower).toBeLessThanOrEqual(bounds.upper);
    }
  });

  it('makes of each preparation what it says', () => {
    const triangles = subjects.map(upperTriangle);
    const mean = (rows: Float64Array[]) =>
      rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length);
    const unit = (row: Float64Array) => {
      const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
      return row.map((value) => value / length);
    };
    const cosineOf = (a: Float64Array, b: Float64Array) =>
      unit(a).reduce((sum, value, at) => sum + value * unit(b)[at]!, 0);
    const bound = (rows: Float64Array[], own: boolean) =>
      rows.reduce(
        (sum, row) => sum + cosineOf(row, mean(own ? rows : rows.filter((other) => other !== row))),
        0,
      ) / 4;
    for (const [preparation, rows] of [
      ['matched', triangles.map(unit)],
      ['unitLength', triangles.map(unit)],
      ['none', triangles],
      ['ranks', triangles.map(averageRanks)],
    ] as const) {
      const { lower, upper } = rsaNoiseCeiling(subjects, { similarity: 'cosine', preparation });
      expect(lower).toBeCloseTo(bound([...rows], false), 13);
      expect(upper).toBeCloseTo(bound([...rows], true), 13);
    }
    // Weights of subjects do not matter to tau of one's own ranks: matched is none.
    expect(rsaNoiseCeiling(subjects, { similarity: 'kendall' })).toEqual(
      rsaNoiseCeiling(subjects, { similarity: 'kendall', preparation: 'none' }),
    );
    expect(rsaNoiseCeiling(subjects)).toEqual(rsaNoiseCeiling(subjects, { similarity: 'spearman' }));
    expect(() => rsaNoiseCeiling(subjects, { preparation: 'x' as 'none' })).toThrow(
      /preparation must be matched, none, ranks, zScore or unitLength, got x/,
    );
    const broken = [subjects[0]!, mapped(subjects[1]!, () => NaN)];
    expect(() => rsaNoiseCeiling(broken)).toThrow(/rsaNoiseCeiling: rdms\[1\] must be finite/);
  });

  it('needs two subjects', () => {
    expect(() => rsaNoiseCeiling([subjects[0]!])).toThrow('rdms must be of at least 2 subjects, got 1');
    expect(() => rsaNoiseCeiling([subjects[0]!, rdm(R)])).toThrow(/rdms\[1\] must have the 6 stimuli/);
  });
});

describe('rsaConsistency', () => {
  const source = mapped(parkMiller(97, [4, 7, 9]), (v, at) => Y.values[at % 63]! + 0.6 * (v - 0.5));
  const model = mapped(X, (v, at) => 0.6 * v + 0.4 * Y.values[at]!);

  it('agrees with NumPy halves, target first (goldens/rdm.py)', () => {
    for (const [kind, from] of Object.entries({ model, animal: source })) {
      const rows = golden.rsaConsistency[kind as 'model' | 'animal'];
      const { terms } = rsaConsistency(from, trials, { halves: 3, seed: 3 });
      expect(
        largestDifference(
          terms.r_xy.values,
          rows.map(([raw]) => raw!),
        ),
      ).toBeLessThan(1e-12);
      expect(
        largestDifference(
          terms.denom_sb.values,
          rows.map(([, ceiling]) => ceiling!),
        ),
      ).toBeLessThan(1e-12);
    }
  });
});
