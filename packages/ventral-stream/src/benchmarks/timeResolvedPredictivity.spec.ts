import { describe, expect, it } from 'vitest';
import { DataError, ndArray, RandomState, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import {
  createMap,
  internalConsistency,
  neuralConsistency,
  regressionScore,
  splitHalfReliability,
  stratifiedShuffleSplit,
  summariseConsistency,
} from '@goal-driven/metrics';
import golden from '../../goldens/benchmarks.json';
import { largestDifference, parkMiller, recordingOf } from './_arrays.fixture';
import { averagedOverBins, predictBins } from './_binnedMap';
import { PredictivityConfig } from './PredictivityConfig';
import { timeResolvedPredictivity } from './timeResolvedPredictivity';

const pls = (components: number) => ({ kind: 'pls' as const, components, clamp: true });
const splits = { kind: 'withinCategory' as const, splits: 2 };
const fit = (features: NdArray, responses: NdArray, config: object) =>
  timeResolvedPredictivity(features, recordingOf(responses), PredictivityConfig.parse({ splits, ...config }));

/** features weights + noise of each trial: [trials, images, bins, sites]. */
function linearResponses(
  features: NdArray,
  { trials, sites, noise }: Record<'trials' | 'sites' | 'noise', number>,
) {
  const [images, bins, units] = features.shape as readonly [number, number, number];
  const weights = parkMiller(402, [units, sites]).values;
  const errors = parkMiller(403, [trials, images, bins, sites]).values;
  const values = errors.map((error, at) => {
    const [row, site] = [Math.floor(at / sites) % (images * bins), at % sites];
    let sum = noise * error;
    for (let u = 0; u < units; u++)
      sum += features.values[row * units + u]! * (weights[u * sites + site]! - 0.5);
    return sum;
  });
  return ndArray(values, [trials, images, bins, sites]);
}

const features = parkMiller(401, [40, 4, 9]);
const oneBin = parkMiller(421, [48, 1, 12]);
const noisy = linearResponses(oneBin, { trials: 6, sites: 3, noise: 2 });
const atOneBin = (array: NdArray) =>
  ndArray(
    array.values,
    array.shape.filter((_, axis) => axis !== array.shape.length - 2),
  );

describe('timeResolvedPredictivity', () => {
  it('agrees with scikit-learn on one map for all bins (goldens/benchmarks.py)', () => {
    const responses = linearResponses(features, { trials: 1, sites: 3, noise: 0.3 });
    const twice = ndArray(Float64Array.of(...responses.values, ...responses.values), [2, 40, 4, 3]);
    const { bins } = fit(features, twice, { map: pls(5) });
    const wanted = golden.sharedMap.correlations;
    bins.forEach(({ sites }, bin) => {
      const means = [0, 1, 2].map((site) => (wanted[0]![bin]![site]! + wanted[1]![bin]![site]!) / 2);
      expect(largestDifference(sites.raw, means)).toBeLessThan(1e-9);
    });
    expect(bins.map(({ bin }) => bin.start)).toEqual([0, 10, 20, 30]);
  });

  it('is 1 throughout for responses that are linear in the features and without noise', () => {
    const responses = linearResponses(features, { trials: 2, sites: 3, noise: 0 });
    for (const mapping of ['shared', 'perBin', 'timeAverage']) {
      // As many components as units: least squares.
      const { bins } = fit(features, responses, { mapping, map: pls(9) });
      expect(bins.length).toBe(mapping === 'timeAverage' ? 1 : 4);
      for (const { raw, ceiling, ceiled } of bins) {
        expect(Math.abs(raw - 1)).toBeLessThan(1e-9);
        expect(ceiling).toBeCloseTo(1, 9);
        expect(ceiled).toBeCloseTo(1, 9);
      }
    }
  });

  it('predicts the same at every bin from features that are constant in time, unless each bin has its map', () => {
    const target = { table: parkMiller(8, [160, 3]), bins: 4 };
    const constant = Float64Array.from(
      { length: 40 * 4 * 9 },
      (_, at) => features.values[(at % 9) + 36 * Math.floor(at / 36)]!,
    );
    const source = { table: ndArray(constant, [160, 9]), bins: 4 };
    const split = {
      train: Int32Array.from({ length: 30 }, (_, i) => i),
      test: Int32Array.from({ length: 10 }, (_, i) => 30 + i),
    };
    const map = createMap(PredictivityConfig.parse({ map: pls(4) }).map);
    const shared = predictBins(source, target, { split, map, shared: true });
    for (const bin of shared) expect(largestDifference(bin.values, shared[0]!.values)).toBe(0);
    const own = predictBins(source, target, { split, map, shared: false });
    expect(largestDifference(own[1]!.values, own[0]!.values)).toBeGreaterThan(0.01);
  });

  it('corrects by fitted halves as neuralConsistency does, where there is one bin', () => {
    const config = { map: pls(6), noise: 'fittedHalves', halves: 3, seed: 5 };
    const { bins } = fit(oneBin, noisy, config);
    const labels = Int32Array.from({ length: 48 }, (_, image) => image % 4);
    const own = stratifiedShuffleSplit(labels, new RandomState(0), { splits: 2, trainFraction: 0.75 });
    const { test } = neuralConsistency(atOneBin(oneBin), atOneBin(noisy), {
      ...{ map: createMap(PredictivityConfig.parse(config).map), splits: own, halves: 3, seed: 5 },
    });
    const wanted = summariseConsistency(test, 'fullNumerator');
    expect(largestDifference(bins[0]!.sites.ceiled, wanted.ceiled.sites)).toBeLessThan(1e-12);
    expect(bins[0]!.raw).toBeCloseTo(wanted.raw.median, 12);
    expect(bins[0]!.ceiling).toBeCloseTo(wanted.ceiling.median, 12);
    expect(bins[0]!.ceiled).toBeGreaterThan(bins[0]!.raw);
  });

  it('squares and divides as Brain-Score does, on its splits', () => {
    const config = { map: pls(6), noise: 'brainScore', splits: { kind: 'brainScore' } };
    const { bins } = fit(oneBin, noisy, config);
    const labels = Int32Array.from({ length: 48 }, (_, image) => image % 4);
    const own = stratifiedShuffleSplit(labels, new RandomState(1), { splits: 10, trainFraction: 0.9 });
    const target = ndArray(new Float64Array(48 * 3), [48, 3]);
    noisy.values.forEach((value, at) => (target.values[at % 144]! += value / 6));
    const map = createMap(PredictivityConfig.parse(config).map);
    const { raw } = regressionScore(atOneBin(oneBin), target, { map, splits: own });
    const { ceiling } = internalConsistency(atOneBin(noisy));
    expect(bins[0]!.raw).toBeCloseTo(raw, 12);
    expect(bins[0]!.ceiling).toBe(ceiling);
    expect(bins[0]!.ceiled).toBeCloseTo(raw ** 2 / ceiling, 12);
  });

  it('divides by the root of the split-half reliability in the simple form', () => {
    const { bins } = fit(oneBin, noisy, { map: pls(6), halves: 4, seed: 2 });
    const { reliability } = splitHalfReliability(atOneBin(noisy), { halves: 4, seed: 2 });
    const { raw, ceiled } = bins[0]!.sites;
    expect(
      largestDifference(
        ceiled,
        raw.map((r, site) => r / Math.sqrt(reliability[site]!)),
      ),
    ).toBeLessThan(1e-12);
  });

  it('has no value where no unit tells images apart, and counts the sites', () => {
    const silent = ndArray(
      features.values.map((value, at) => (Math.floor(at / 9) % 4 === 0 ? 0.5 : value)),
      features.shape,
    );
    const responses = linearResponses(features, { trials: 2, sites: 3, noise: 0.1 });
    const { bins } = fit(silent, responses, { map: pls(5) });
    expect(bins.map(({ raw }) => Number.isNaN(raw))).toEqual([true, false, false, false]);
    expect([bins[0]!.undefinedSites, bins[1]!.undefinedSites, bins[0]!.n]).toEqual([3, 0, 3]);
  });

  it('names what does not fit', () => {
    expect(() =>
      fit(parkMiller(1, [40, 3, 9]), linearResponses(features, { trials: 2, sites: 3, noise: 0 }), {}),
    ).toThrow(ShapeError);
    const missing = linearResponses(features, { trials: 2, sites: 3, noise: 0 });
    missing.values[0] = NaN;
    expect(() => fit(features, missing, { map: pls(3) })).not.toThrow();
    missing.values[480] = NaN;
    expect(() => fit(features, missing, { map: pls(3) })).toThrow(DataError);
    expect(() => PredictivityConfig.parse({ mapping: 'all' })).toThrow();
  });
});

describe('averagedOverBins', () => {
  it('averages the rows of an image', () => {
    const rows = { table: ndArray(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), [4, 2]), bins: 2 };
    expect(averagedOverBins(rows)).toEqual({ table: ndArray(Float64Array.of(2, 3, 6, 7), [2, 2]), bins: 1 });
  });
});
