import { describe, expect, it } from 'vitest';
import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { largestDifference, parkMiller, vector } from '../_fixtures';
import { noisyTrials, trialExample } from '../_trials.fixture';
import { elasticNet } from '../elasticNet';
import { interAnimalConsistency } from '../interAnimalConsistency';
import type { MapFitter } from '../LinearMap';
import { isLinearInTarget, MapConfig } from '../mapConfig';
import { metrics } from '../metrics';
import { neuralConsistency } from '../neuralConsistency';
import { oneToOne, percentileMap } from '../percentileMap';
import { pls } from '../pls';
import { regressionScore } from '../regressionScore';
import { ridge } from '../ridge';
import { rsaConsistency } from '../rsaConsistency';
import { summariseConsistency } from '../summariseConsistency';

const { Ms, S, T } = trialExample();
const map: MapFitter = (x, y) => ridge(x, y, { alpha: 1 });
const small = { halves: 2, splits: 2 };
const asked = { map: { kind: 'ridge' }, ...small };
const given = { map, trainFraction: 0.5, seed: 1234, ...small };

describe('neuralConsistency of the registry', () => {
  it('gives terms, and their means and medians, on test and training stimuli', () => {
    const result = metrics.neuralConsistency.run({ source: S, target: T }, asked);
    const expected = neuralConsistency(S, T, given);
    expect(result).toMatchObject(expected.test);
    expect(result['train']).toMatchObject(expected.train);
    const summary = summariseConsistency(expected.test, 'fullNumerator');
    expect(result).toMatchObject({
      form: 'fullNumerator',
      formula: 'r(P, t) / sqrt(SB(r(P1, P2)) SB(r(t1, t2)))',
      raw: summary.raw.median,
      ceiling: summary.ceiling.median,
      ceiled: summary.ceiled.median,
      sites: { raw: summary.raw.sites, ceiling: summary.ceiling.sites, ceiled: summary.ceiled.sites },
      ...{ undefinedSites: 0, undefinedHalves: 0, undefinedSplits: 0, undefinedScores: 0 },
      n: 2,
    });
    const training = summariseConsistency(expected.train, 'fullNumerator');
    expect(result['train']).toMatchObject({ ceiled: training.ceiled.median, n: 2 });
  });

  it('takes the form, its seeding, the correlation and choices of units', () => {
    const sourceUnits = { count: 2, subsets: 3 };
    const options = {
      form: 'ratio',
      seeding: 'sameSeed',
      correlation: 'spearman',
      seed: 5,
      sourceUnits,
    } as const;
    const result = metrics.neuralConsistency.run({ source: Ms, target: T }, { ...asked, ...options });
    expect(result).toMatchObject(neuralConsistency(Ms, T, { ...given, ...options }).test);
    expect(result['form']).toBe('ratio');
  });

  it('names the halves that were skipped', () => {
    const gap = ndArray(
      T.values.map((value, at) => (at % 20 === 1 && at > 60 ? NaN : value)),
      T.shape,
    );
    const result = metrics.neuralConsistency.run(
      { source: Ms, target: gap },
      { ...asked, halves: 20, seed: 0 },
    );
    const { skippedHalves } = neuralConsistency(Ms, gap, { ...given, halves: 20, seed: 0 });
    expect(skippedHalves.length).toBeGreaterThan(0);
    expect([...(result['skippedHalves'] as Int32Array)]).toEqual(skippedHalves);
    expect(result).toMatchObject({
      undefinedHalves: skippedHalves.length,
      undefinedScores: 4 * skippedHalves.length,
    });
  });

  it.each([
    [{ kind: 'pls', components: 2 }, (x, y) => pls(x, y, { components: 2 })],
    [{ kind: 'ridge', alpha: 0.1 }, (x, y) => ridge(x, y, { alpha: 0.1 })],
    [
      { kind: 'elasticNet', alpha: 0.01, l1Ratio: 0.3 },
      (x, y) => elasticNet(x, y, { alpha: 0.01, l1Ratio: 0.3 }),
    ],
    [{ kind: 'oneToOne' }, oneToOne],
    [{ kind: 'percentile', percentile: 60 }, (x, y) => percentileMap(x, y, { percentile: 60, alpha: 1 })],
  ] as [object, MapFitter][])('predicts by %j', (config, expected) => {
    const result = metrics.neuralConsistency.run({ source: Ms, target: T }, { ...asked, map: config });
    const { r_xy } = neuralConsistency(Ms, T, { ...given, map: expected }).test;
    expect(largestDifference((result['r_xy'] as NdArray).values, [...r_xy.values])).toBeLessThan(1e-12);
  });

  it('fits ridge regression alone once for all halves', () => {
    const linear = ['pls', 'ridge', 'ridgeCv', 'elasticNet', 'oneToOne'].map((kind) =>
      isLinearInTarget(MapConfig.parse({ kind })),
    );
    expect(linear).toEqual([false, true, false, false, false]);
  });
});

describe('interAnimalConsistency of the registry', () => {
  const responses = noisyTrials(parkMiller(51, [10, 5]), 52, 4);
  const labels = vector(7, 3, 7, 3, 7);
  const sitesOf = (sites: number[]) =>
    ndArray(
      responses.values.filter((_, at) => sites.includes(at % 5)),
      [4, 10, sites.length],
    );

  it.each(['pairwise', 'holdout'] as const)('takes animals apart by label, %s', (mode) => {
    const result = metrics.interAnimalConsistency.run({ responses, animals: labels }, { ...asked, mode });
    const expected = interAnimalConsistency([sitesOf([1, 3]), sitesOf([0, 2, 4])], { ...given, mode });
    const back = (sites: Float64Array) => [2, 0, 3, 1, 4].map((at) => sites[at]!);
    const sites = result['sites'] as unknown as { [name: string]: NdArray };
    for (const name of ['raw', 'ceiling', 'ceiled'] as const)
      expect([...sites[name]!.values]).toEqual(back(expected.test[name].sites));
    expect(result).toMatchObject({
      ...{ mode, animals: 2, n: 5, form: 'fullNumerator' },
      ceiled: expected.test.ceiled.median,
      undefinedScores: expected.test.undefined.scores,
      train: { ceiled: expected.train.ceiled.median },
    });
    const [first, second] = result['predictions'] as unknown as { [name: string]: unknown }[];
    expect(first).toMatchObject({ target: 3, sources: [7], ...expected.predictions[0]!.test });
    expect(second).toMatchObject({ target: 7, sources: [3], train: expected.predictions[1]!.train });
  });

  it('is of all others together by default, with sources of one size where asked', () => {
    const options = { ...asked, sourceUnits: { count: 'smallest', subsets: 2 } };
    const result = metrics.interAnimalConsistency.run({ responses, animals: labels }, options);
    expect(result['mode']).toBe('holdout');
    const halves = (result['predictions'] as unknown as { r_xy: NdArray }[]).map(({ r_xy }) => r_xy.shape[0]);
    expect(halves).toEqual([4, 2]);
  });

  it('names labels that do not fit', () => {
    const run = (animals: NdArray) => () => metrics.interAnimalConsistency.run({ responses, animals }, asked);
    expect(run(vector(1, 2))).toThrow('animals must have one number for each of 5 sites, got 2');
    expect(run(vector(1, 2, NaN, 1, 2))).toThrow('animals must be finite, got NaN');
    expect(run(vector(1, 1, 1, 1, 1))).toThrow('animals must be at least 2, got 1');
  });
});

describe('the other scores of the registry', () => {
  it('gives the noise-corrected similarity of RDMs with its terms', () => {
    const wide = noisyTrials(parkMiller(61, [10, 4]), 62, 5);
    const options = {
      form: 'ratio',
      seeding: 'sameSeed',
      halves: 2,
      seed: 3,
      similarity: 'spearman',
    } as const;
    const result = metrics.rsaConsistency.run({ source: S, target: wide }, options);
    const { terms, ...rest } = rsaConsistency(S, wide, options);
    expect(result).toEqual({ ...rest, ...terms });
    const plain = metrics.rsaConsistency.run({ source: S, target: wide }, { halves: 2 });
    expect(plain['form']).toBe('halfNumerator');
  });

  it("makes scikit-learn's shuffles for the regression score", () => {
    const target = parkMiller(3, [10, 2]);
    const result = metrics.regressionScore.run(
      { source: Ms, target },
      { map: { kind: 'ridge' }, splits: 2, trainFraction: 0.8 },
    );
    // ShuffleSplit(2, train_size=0.8, random_state=1)
    const splits = [
      { train: [6, 4, 0, 3, 1, 7, 8, 5], test: [2, 9] },
      { train: [3, 0, 8, 4, 2, 1, 6, 7], test: [9, 5] },
    ];
    expect(result).toEqual({ ...regressionScore(Ms, target, { map, splits }) });
    const run = () => metrics.regressionScore.run({ source: Ms, target }, { trainFraction: 0.05 });
    expect(run).toThrow('train and test must both hold some of 10 samples');
  });
});
