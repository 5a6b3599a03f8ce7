import { describe, expect, it } from 'vitest';
import { createRng, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { meanOf, squaredDeviations } from './_vectors';
import { studentT } from './distributions';
import { neuralConsistency } from './neuralConsistency';
import type { ConsistencyForm } from './noiseCorrection';
import { ridge } from './ridge';
import { spearmanBrown } from './spearmanBrown';
import { summariseConsistency } from './summariseConsistency';
import { syntheticPopulation } from './syntheticPopulation';

// The smaller twin of docs/modelRecovery.mjs, whose figure has more populations.
const POPULATIONS = 10;
const size = { stimuli: 600, features: 5, sites: 6, trials: 10, explained: 0.7 };
const options = {
  map: (x: NdArray, y: NdArray) => ridge(x, y, { alpha: 1 }),
  ...{ linearInTarget: true, splits: 1, trainFraction: 0.5, seed: 0 },
};

/** What a score makes of noisy trials, minus the same score of responses without noise: one number per population. */
function errors(reliability: number, form: ConsistencyForm) {
  const populations = Array.from({ length: POPULATIONS }, (_, population) => {
    const { source, means, responses } = syntheticPopulation(createRng(4).child(population), {
      ...size,
      reliability,
    });
    const [first, again] = [[...means.values], [...means.values]];
    const clean = ndArray(Float64Array.from(first.concat(again)), [2, ...means.shape]);
    const truth = neuralConsistency(source, clean, { ...options, halves: 1 }).test.r_xy.values;
    const { test } = neuralConsistency(source, responses, { ...options, form, halves: 4 });
    const { raw, ceiled } = summariseConsistency(test, form);
    const error = (sites: Float64Array) => meanOf(sites.map((value, site) => value - truth[site]!));
    return { raw: error(raw.sites), ceiled: error(ceiled.sites), truth: meanOf(truth) };
  });
  const of = (name: 'raw' | 'ceiled' | 'truth') => populations.map((population) => population[name]);
  return { raw: of('raw'), ceiled: of('ceiled'), truth: meanOf(of('truth')) };
}

/** Half the width of the 95 % confidence interval of a mean over populations. */
const halfWidth = (values: readonly number[]): number =>
  studentT(values.length - 1).quantile(0.975) *
  Math.sqrt(squaredDeviations(values) / (values.length - 1) / values.length);

describe('noise correction of populations of known composition', () => {
  it.each([0.95, 0.85, 0.75, 0.6, 0.45])(
    'recovers the score without noise, without bias, from averages of reliability %d',
    (reliability) => {
      const { raw, ceiled, truth } = errors(reliability, 'fullNumerator');
      expect(Math.abs(truth - 0.69)).toBeLessThan(0.03); // 0.7 but for what ridge regression cannot learn
      expect(Math.abs(meanOf(ceiled))).toBeLessThan(halfWidth(ceiled));
      expect(halfWidth(ceiled)).toBeLessThan(0.05);
      // Uncorrected, the score loses the root of the reliability, and more.
      const loss = truth * (1 - Math.sqrt(reliability));
      expect(-meanOf(raw)).toBeGreaterThan(loss - halfWidth(raw));
    },
  );

  it('is low with a numerator of halves, and high with Spearman-Brown of the ratio', () => {
    const half = errors(0.6, 'halfNumerator');
    // Averages of half the trials correlate by the root of their reliability, 0.6 / 1.4, over that of all, 0.6.
    const expected = half.truth * (Math.sqrt(0.6 / 1.4 / 0.6) - 1);
    expect(meanOf(half.ceiled)).toBeLessThan(expected + halfWidth(half.ceiled));
    const ratio = errors(0.6, 'ratio');
    expect(Math.abs(meanOf(ratio.ceiled) - (spearmanBrown(ratio.truth) - ratio.truth))).toBeLessThan(
      halfWidth(ratio.ceiled) + 0.005, // Spearman-Brown is curved over the spread of sites
    );
  });
});
