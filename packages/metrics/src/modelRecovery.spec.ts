import { describe, expect, it } from 'vitest';
import { createRng, ndArray, type NdArray } from '@goal-driven/core/arrays';
import { meanOf, squaredDeviations } from './_vectors';
import { studentT } from './distributions';
import { neuralConsistency } from './neuralConsistency';
import type { ConsistencyForm } from './noiseCorrection';
import { noiseCorrectionBias } from './noiseCorrectionBias';
import { ridge } from './ridge';
import { spearmanBrown } from './spearmanBrown';
import { summariseConsistency } from './summariseConsistency';
import { syntheticPopulation } from './syntheticPopulation';

// The smaller twin of docs/modelRecovery.mjs, whose figure has more populations and whose comment has the protocol: the
// same five levels, the same two claims, intervals of 99 %.
const LEVELS = [0.9, 0.75, 0.6, 0.45, 0.3];
const POPULATIONS = 24;
const size = { stimuli: 1200, features: 5, sites: 6, trials: 10, explained: 0.7 };
const stimuli = size.stimuli / 2;
const options = {
  map: (x: NdArray, y: NdArray) => ridge(x, y, { alpha: 1 }),
  ...{ splits: 1, trainFraction: 0.5, seed: 0 },
};
const populationOf = (population: number, reliability: number) =>
  syntheticPopulation(createRng(4).child(population), { ...size, reliability });

/** [populations][sites], scores of the responses without noise, the same at every level. */
const truths = Array.from({ length: POPULATIONS }, (_, population) => {
  const { source, means } = populationOf(population, 1);
  const clean = ndArray(Float64Array.of(...means.values, ...means.values), [2, ...means.shape]);
  return neuralConsistency(source, clean, { ...options, halves: 1 }).test.r_xy.values;
});
const truth = meanOf(truths.map(meanOf));

/** What a score makes of noisy trials, minus the same score of responses without noise: one number per population. */
function errors(reliability: number, form: ConsistencyForm) {
  const populations = truths.map((own, population) => {
    const { source, responses } = populationOf(population, reliability);
    const { test } = neuralConsistency(source, responses, { ...options, form, halves: 4 });
    const { raw, ceiled } = summariseConsistency(test, form);
    const unbiased = ceiled.sites.map((score, site) => {
      const halves = meanOf(test.r_yy.values.filter((_, at) => at % size.sites === site));
      return score / (1 + noiseCorrectionBias(halves, { stimuli }));
    });
    const error = (sites: Float64Array) => meanOf(sites.map((value, site) => value - own[site]!));
    return { raw: error(raw.sites), ceiled: error(ceiled.sites), unbiased: error(unbiased) };
  });
  const of = (name: 'raw' | 'ceiled' | 'unbiased') => populations.map((population) => population[name]);
  return { raw: of('raw'), ceiled: of('ceiled'), unbiased: of('unbiased') };
}

/** Half the width of the 99 % confidence interval of a mean over populations. */
const halfWidth = (values: readonly number[]): number =>
  studentT(values.length - 1).quantile(0.995) *
  Math.sqrt(squaredDeviations(values) / (values.length - 1) / values.length);

describe('noise correction of populations of known composition', () => {
  it.each(LEVELS)('recovers the score without noise from averages of reliability %d', (reliability) => {
    const { raw, ceiled, unbiased } = errors(reliability, 'fullNumerator');
    expect(Math.abs(truth - 0.69)).toBeLessThan(0.03); // 0.7 but for what ridge regression cannot learn
    // As high as theory expects, and without bias once that is divided out.
    const expected = truth * noiseCorrectionBias(reliability / (2 - reliability), { stimuli });
    expect(Math.abs(meanOf(ceiled) - expected)).toBeLessThan(halfWidth(ceiled));
    expect(Math.abs(meanOf(unbiased))).toBeLessThan(halfWidth(unbiased));
    expect(Math.max(halfWidth(ceiled), halfWidth(unbiased))).toBeLessThan(0.03);
    // Uncorrected, the score loses the root of the reliability, and more.
    const loss = truth * (1 - Math.sqrt(reliability));
    expect(-meanOf(raw)).toBeGreaterThan(loss - halfWidth(raw));
  });

  it('is low with a numerator of halves, and high with Spearman-Brown of the ratio', () => {
    const half = errors(0.6, 'halfNumerator');
    // Averages of half the trials correlate by the root of their reliability, 0.6 / 1.4, over that of all, 0.6.
    const expected = truth * (Math.sqrt(0.6 / 1.4 / 0.6) - 1);
    expect(meanOf(half.ceiled)).toBeLessThan(expected + halfWidth(half.ceiled));
    const ratio = errors(0.6, 'ratio');
    expect(Math.abs(meanOf(ratio.ceiled) - (spearmanBrown(truth) - truth))).toBeLessThan(
      halfWidth(ratio.ceiled) + 0.005, // Spearman-Brown is curved over the spread of sites
    );
  });
});
