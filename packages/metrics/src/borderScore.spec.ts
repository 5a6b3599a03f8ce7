import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import golden from '../goldens/borderScore.json';
import { hexagonal, mapOf } from './_fixtureMaps';
import { parkMiller } from './_fixtures';
import { borderScore, borderScores, type BorderScoreForm, type BorderScores } from './borderScore';

const maps: { [name: string]: NdArray } = {
  edge: mapOf(20, (x) => Math.exp(-x / 10)),
  centre: mapOf(20, (x, y) => Math.exp(-((x - 50) ** 2 + (y - 50) ** 2) / 288)),
  corner: mapOf(20, (x, y) => Math.exp(-x / 12) * Math.exp(-y / 12)),
  hexagonal: hexagonal(40, 7),
};
const width = { binWidth: 0.05 };

function near(scores: BorderScores, [score, coverage, distance]: readonly number[], within = 1e-9): void {
  const pairs = [
    [scores.score, score],
    [scores.coverage, coverage],
    [scores.distance, distance],
  ] as const;
  for (const [value, wanted] of pairs) {
    if (Number.isNaN(wanted)) expect(value).toBeNaN();
    else expect(Math.abs(value - wanted!)).toBeLessThan(within);
  }
}

describe('borderScore', () => {
  it.each([
    ['edge', [0.8411158444, 1, 0.08629775038]],
    ['centre', [-1, 0, 0.7884557542]],
    ['corner', [0.6772017896, 0.2333333333, 0.04490788341]],
    ['hexagonal', [0.4784002109, 0.9333333333, 0.3292927492]],
  ])('gives the printed scores of wall strips: %s', (name, printed) => {
    near(borderScores(maps[name]!), printed);
    expect(borderScore(maps[name]!)).toBe(borderScores(maps[name]!, { form: 'wallStrips' }).score);
  });

  it.each([
    ['edge', [0.7251452632, 1, 0.1593226627], [0.7251452632, 1, 0.1593226627]],
    ['centre', [-1, 0, 0.8555107163], [-1, 0, 0.8555107163]],
    ['corner', [NaN, 0, NaN], [NaN, 0, NaN]],
    ['hexagonal', [-0.6082973014, 0.1, 0.4105913253], [-0.1556328109, 0.3, 0.4105913253]],
  ])(
    'gives the printed scores of outermost bins, as published and repaired: %s',
    (name, published, repaired) => {
      const form = 'outermostBins';
      near(borderScores(maps[name]!, { form, ...width, asPublished: true }), published);
      near(borderScores(maps[name]!, { form, ...width }), repaired);
    },
  );

  it('gives the printed scores where the source forgets to drop the last field', () => {
    const two = new Float64Array(400);
    for (let row = 2; row < 9; row++) two.fill(1, row * 20 + 2, row * 20 + 9);
    two[15 * 20 + 15] = 1;
    const map = ndArray(two, [20, 20]);
    expect(Math.abs(borderScore(map) - -0.1764705882)).toBeLessThan(1e-10);
    expect(Math.abs(borderScore(map, { asPublished: true }) - -0.1768292683)).toBeLessThan(1e-10);
  });

  it('agrees to 1e-12 with SciPy in all forms on noise, with holes, on arenas that are not square (goldens/borderScore.py)', () => {
    for (const one of golden.cases) {
      const map = ndArray(Float64Array.from(one.map), one.shape);
      near(borderScores(map), one.wallStrips, 1e-12);
      near(borderScores(map, { asPublished: true }), one.wallStripsAsPublished, 1e-12);
      near(borderScores(map, { form: 'outermostBins', ...width }), one.outermostBins, 1e-12);
      const published = { form: 'outermostBins', ...width, asPublished: true } as const;
      near(borderScores(map, published), one.outermostBinsAsPublished, 1e-12);
      for (const hole of one.holes) map.values[hole] = NaN;
      near(borderScores(map, { form: 'opexebo' }), one.opexebo, 1e-12);
    }
  });

  it('is the same for every wall and any gain, in every form', () => {
    const forms: BorderScoreForm[] = ['wallStrips', 'outermostBins', 'opexebo'];
    const noise = parkMiller(7, [12, 12]).values.map((u) => u ** 4);
    const rotated = noise.map((_, bin) => noise[(bin % 12) * 12 + 11 - Math.floor(bin / 12)]!);
    for (const form of forms) {
      const score = borderScore(ndArray(noise, [12, 12]), { form, binWidth: 0.1 });
      expect(Math.abs(borderScore(ndArray(rotated, [12, 12]), { form, binWidth: 0.1 }) - score)).toBeLessThan(
        1e-12,
      );
      const louder = ndArray(
        noise.map((rate) => 4 * rate),
        [12, 12],
      );
      expect(borderScore(louder, { form, binWidth: 0.1 })).toBe(score);
    }
  });

  it('counts bins never visited as silent', () => {
    const [holes, zeros] = [NaN, 0].map((hole) =>
      ndArray(
        maps['edge']!.values.map((rate, bin) => (bin % 7 === 3 ? hole : rate)),
        [20, 20],
      ),
    );
    expect(borderScores(holes!)).toEqual(borderScores(zeros!));
    const form = 'outermostBins';
    expect(borderScores(holes!, { form, ...width })).toEqual(borderScores(zeros!, { form, ...width }));
  });

  it('takes fields of more than 200 cm^2 alone: eight bins of 5 cm are none', () => {
    const block = (bins: number) =>
      ndArray(
        Float64Array.from({ length: 400 }, (_, bin) => Number(bin < bins)),
        [20, 20],
      );
    expect(borderScore(block(8), { form: 'outermostBins', ...width })).toBeNaN();
    near(borderScores(block(9), { form: 'outermostBins', ...width }), [(0.45 - 0.1) / 0.55, 0.45, 0.1]);
  });

  it('moves the wall inwards behind bins never visited, by up to eight bins, in the form opexebo', () => {
    const behind = (depth: number) =>
      ndArray(
        Float64Array.from({ length: 400 }, (_, bin) => {
          const row = Math.floor(bin / 20);
          return row < depth ? NaN : Number(row === depth);
        }),
        [20, 20],
      );
    near(borderScores(behind(2), { form: 'opexebo' }), [(1 - 0.27) / 1.27, 1, 0.27]);
    expect(borderScores(behind(7), { form: 'opexebo' }).coverage).toBe(1);
    expect(borderScores(behind(8), { form: 'opexebo' }).coverage).toBeLessThan(0.1);
  });

  it('takes given fields in the form opexebo, each by itself', () => {
    const ones = ndArray(new Float64Array(16).fill(1), [4, 4]);
    const labels = Int32Array.of(3, 3, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    near(borderScores(ones, { form: 'opexebo', fields: ndArray(labels, [4, 4]) }), [0, 0.5, 0.5]);
    const none = ndArray(new Int32Array(16), [4, 4]);
    near(borderScores(ones, { form: 'opexebo', fields: none }), [-1, 0, NaN]);
  });

  it('has no value for a silent map, or one without a positive rate; opexebo says -1', () => {
    const silent = ndArray(new Float64Array(400), [20, 20]);
    expect(borderScore(silent)).toBeNaN();
    expect(borderScore(silent, { form: 'outermostBins', ...width })).toBeNaN();
    expect(borderScore(silent, { form: 'opexebo' })).toBe(-1);
    expect(borderScore(ndArray(new Float64Array(400).fill(-1), [20, 20]))).toBeNaN();
    expect(borderScore(ndArray(new Float64Array(400).fill(NaN), [20, 20]))).toBeNaN();
  });

  it('says what does not go together', () => {
    const map = maps['edge']!;
    expect(() => borderScore(parkMiller(1, [4]))).toThrow(ShapeError);
    expect(() => borderScore(ndArray(Float64Array.of(1, Infinity), [1, 2]))).toThrow(DataError);
    expect(() => borderScore(map, { form: 'outermostBins' })).toThrow(
      /binWidth must be given in m and positive/,
    );
    expect(() => borderScore(map, { form: 'outermostBins', binWidth: -1 })).toThrow(ConfigError);
    expect(() => borderScore(map, { form: 'outermostBins', binWidth: Infinity })).toThrow(/got Infinity/);
    expect(() => borderScore(map, { form: 'solstad' as 'opexebo' })).toThrow(
      /form must be wallStrips.*got solstad/,
    );
    const fields = ndArray(new Int32Array(4), [2, 2]);
    expect(() => borderScore(map, { fields })).toThrow(
      /left out but for the form opexebo, got them for wallStrips/,
    );
    expect(() => borderScore(map, { form: 'opexebo', fields })).toThrow(
      /fields must be \[20,20\] like rateMap/,
    );
  });
});
