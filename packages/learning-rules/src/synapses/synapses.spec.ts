import { readFileSync } from 'node:fs';
import { createRng, DataError, ndArray, readNpy } from '@goal-driven/core/arrays';
import { describe, expect, it } from 'vitest';
import { incrementAutocorrelation, persistentDrift, sizesAroundTurnover } from './increments';
import { kestenFit } from './kestenFit';
import { kestenStationary, simulateKesten } from './kestenProcess';
import { logOrnsteinUhlenbeckFit, simulateLogOrnsteinUhlenbeck } from './logOrnsteinUhlenbeck';
import {
  bootstrapChains,
  detailedBalance,
  evolve,
  markovChain,
  nextState,
  occupancy,
  predictedSurvival,
  simulateChain,
  totalVariation,
} from './markovChain';
import { sizeBins } from './sizeBins';
import { sizeDistribution } from './sizeDistribution';
import { presentSizes, synapseSizes, type SynapseSizes } from './SynapseSizes';
import { survivalByAge, survivalByQuartile, turnover } from './turnover';

/** The real measurements, Melander, Nayebi et al. 2021: NPY in spite of their names. */
const real = (kind: 'pyr' | 'pv'): SynapseSizes => {
  const read = (name: string) =>
    readNpy(
      readFileSync(
        new URL(`../../../../../shared/data/synapses/weight_matrices/${name}.npz`, import.meta.url),
      ),
    );
  return synapseSizes(read(`quantile_4060_${kind}`), { dendrites: read(`${kind}_map`) }).sizes;
};
const [pyramidal, parvalbumin] = [real('pyr'), real('pv')];
const rounded = (values: ArrayLike<number>, digits: number): number[] =>
  Array.from(values, (value) => Number(value.toFixed(digits)));

// Numbers of the published matrices as recomputed independently (NumPy), and as the source reports them.
describe('the measured synapses', () => {
  it('have the published sizes and numbers', () => {
    expect([pyramidal.synapses, pyramidal.sessions]).toEqual([721, 8]);
    expect([parvalbumin.synapses, parvalbumin.sessions]).toEqual([461, 7]);
    const [pyr, pv] = [pyramidal, parvalbumin].map((sizes) => sizeDistribution(presentSizes(sizes)));
    expect([pyr!.n, pv!.n]).toEqual([3731, 2893]);
    expect(rounded([pyr!.logNormal.mean, pyr!.logNormal.standardDeviation], 3)).toEqual([0.042, 0.942]);
    expect(rounded([pv!.logNormal.mean, pv!.logNormal.standardDeviation], 3)).toEqual([-0.011, 0.464]);
    expect(rounded([pyr!.excessKurtosis, pv!.skewness, pv!.excessKurtosis], 2)).toEqual([-0.48, -0.3, 1.05]);
    expect(rounded([pyr!.mean, pyr!.coefficientOfVariation], 2)).toEqual([1.6, 1]);
    expect(rounded([pv!.mean, pv!.coefficientOfVariation], 2)).toEqual([1.1, 0.48]);
  });

  it('are nearer to a log-normal law than to a normal one', () => {
    for (const sizes of [pyramidal, parvalbumin]) {
      const { logNormal, normal } = sizeDistribution(presentSizes(sizes));
      expect(logNormal.squaredError).toBeLessThan(normal.squaredError);
      expect(logNormal.quantileCorrelation).toBeGreaterThan(normal.quantileCorrelation);
    }
  });

  it('come and go as published', () => {
    const [pyr, pv] = [turnover(pyramidal), turnover(parvalbumin)];
    expect(rounded(pyr.survival.slice(0, 7), 3)).toEqual([1, 0.906, 0.852, 0.808, 0.778, 0.747, 0.738]);
    expect(rounded(pv.survival, 3)).toEqual([1, 0.966, 0.954, 0.943, 0.939, 0.932, 0.923]);
    expect([pyr.additions, pyr.eliminations, pv.additions, pv.eliminations]).toEqual([225, 271, 45, 50]);
    const upTo = (sizes: SynapseSizes, sessions: number): SynapseSizes => ({
      ...sizes,
      sessions,
      values: sizes.values.filter((_, at) => at % sizes.sessions < sessions),
    });
    expect(rounded(survivalByQuartile(upTo(pyramidal, 7)), 3)).toEqual([0.5, 0.613, 0.806, 0.976]);
    expect(rounded(survivalByQuartile(parvalbumin), 3)).toEqual([0.769, 0.923, 0.981, 1]);
    const { newborn, preExisting } = survivalByAge(pyramidal);
    expect(newborn.survival[0]!).toBeLessThan(preExisting.survival[0]!);
  });

  it('follow Kesten processes with the published moments', () => {
    const pyr = kestenFit(pyramidal, { perBin: 165 });
    const pv = kestenFit(parvalbumin, { perBin: 125 });
    expect([pyr.pairs, pv.pairs, pyr.bins.length, pv.bins.length]).toEqual([3281, 2482, 20, 20]);
    expect(rounded([pyr.a, pyr.b, pyr.c, pyr.d], 4)).toEqual([-0.0533, 0.0683, 0.0404, 0.1131]);
    expect(rounded([pv.a, pv.b, pv.c, pv.d], 4)).toEqual([-0.1677, 0.0368, 0.1738, 0.0379]);
    const errors = ({ meanLine, varianceLine }: typeof pyr) => [
      meanLine.slopeError,
      varianceLine.slopeError,
      meanLine.interceptError,
      varianceLine.interceptError,
    ];
    expect(rounded(errors(pyr), 4)).toEqual([0.0097, 0.0024, 0.0222, 0.0274]);
    expect(rounded(errors(pv), 4)).toEqual([0.0138, 0.0015, 0.0169, 0.0033]);
    expect(rounded([pyr.meanLine.rSquared, pyr.varianceLine.rSquared], 2)).toEqual([0.62, 0.98]);
    expect(rounded([pv.meanLine.rSquared, pv.varianceLine.rSquared], 2)).toEqual([0.89, 0.97]);
    const [slow, fast] = [kestenStationary(pyr), kestenStationary(pv)];
    expect(rounded([slow.mean, fast.mean], 3)).toEqual([0.758, 1.037]);
    expect(rounded([slow.standardDeviation, fast.standardDeviation], 3)).toEqual([2.071, 0.535]);
    expect(rounded([4 * slow.relaxation, 4 * fast.relaxation], 0)).toEqual([73, 22]); // days
    expect(rounded([slow.tailExponent], 2)).toEqual([2.55]);
    expect(rounded([fast.tailExponent], 1)).toEqual([10.7]);
  });

  it.each([
    {
      kind: 'pyramidal',
      sizes: pyramidal,
      variation: 0.084,
      second: 0.946,
      survival: [1, 0.92, 0.853, 0.796, 0.745, 0.7, 0.66],
      balance: 0.991,
      slope: 0.108,
      increment: -0.23,
      eliminated: [0.29, 0.14, 0.06, 0.03],
      gain: 0.127,
    },
    {
      kind: 'parvalbumin',
      sizes: parvalbumin,
      variation: 0.021,
      second: 0.877,
      survival: [1, 0.977, 0.959, 0.942, 0.926, 0.911, 0.897],
      balance: 0.977,
      slope: 0.081,
      increment: -0.4,
      eliminated: [0.35, 0.16, 0.07, 0.04],
      gain: 0.158,
    },
  ])('$kind: follow the published Markov chain', (published) => {
    const { sizes } = published;
    const bins = sizeBins(sizes);
    const chain = markovChain(sizes, bins);
    expect(chain.states).toBe(21);
    expect(rounded([totalVariation(occupancy(sizes, bins), chain.stationary)], 3)).toEqual([
      published.variation,
    ]);
    expect(rounded([chain.secondEigenvalue], 3)).toEqual([published.second]);
    expect(rounded(predictedSurvival(chain, occupancy(sizes, bins, 0), 6), 3)).toEqual(published.survival);
    expect(rounded([detailedBalance(chain)], 3)).toEqual([published.balance]);
    expect(rounded([incrementAutocorrelation(sizes, 1)], 2)).toEqual([published.increment]);
    expect(rounded([1 - chain.transitions[0]!], 3)).toEqual([published.gain]);
    expect(
      rounded(
        [1, 2, 3, 4].map((state) => chain.transitions[state * 21]!),
        2,
      ),
    ).toEqual(published.eliminated);
    const { standardDeviation } = nextState(chain);
    const slope =
      standardDeviation.reduce((sum, each, state) => sum + each * (state - 10), 0) /
      standardDeviation.reduce((sum, _, state) => sum + (state - 10) ** 2, 0);
    expect(rounded([slope], 3)).toEqual([published.slope]);
  });

  it('wander without a drift where they begin neither small nor large', () => {
    const [pyr, pv] = [persistentDrift(pyramidal), persistentDrift(parvalbumin)];
    expect([pyr.n, pv.n]).toEqual([174, 190]);
    expect(rounded(pv.spread, 2)).toEqual([0, 0.2, 0.22, 0.21, 0.23, 0.23, 0.24]);
    expect(rounded([pyr.spread[1]!, pyr.spread[6]!], 2)).toEqual([0.27, 0.46]);
    expect(Math.max(...pv.mean.map(Math.abs))).toBeLessThan(0.06);
  });

  it('are small after birth and before death', () => {
    const { afterBirth, beforeDeath } = sizesAroundTurnover(pyramidal);
    expect(rounded(afterBirth.slice(0, 5), 2)).toEqual([0.42, 0.56, 0.64, 0.66, 0.8]);
    expect(rounded(beforeDeath.slice(0, 4), 2)).toEqual([0.44, 0.56, 0.7, 0.83]);
    expect(rounded(sizesAroundTurnover(parvalbumin).afterBirth.slice(0, 5), 2)).toEqual([
      0.59, 0.67, 0.75, 0.78, 0.83,
    ]);
  });
});

describe('kestenFit', () => {
  it('finds the process that made the sizes, within what the published numbers of synapses allow', () => {
    const process = { a: -0.1677, b: 0.0368, c: 0.1738, d: 0.0379 };
    const start = createRng(1)
      .normal(1000)
      .map((x) => Math.exp(0.45 * x));
    const sizes = simulateKesten(process, { start, sessions: 8 }, createRng(2));
    const fit = kestenFit(sizes, { perBin: 400 });
    // Three standard deviations of the estimators over replicates of this size.
    expect(Math.abs(fit.a - process.a)).toBeLessThan(3 * 0.015);
    expect(Math.abs(fit.b - process.b)).toBeLessThan(3 * 0.005);
    expect(Math.abs(fit.c - process.c)).toBeLessThan(3 * 0.015);
    expect(Math.abs(fit.d - process.d)).toBeLessThan(3 * 0.006);
  });

  it('says where there is too little', () => {
    const { sizes } = synapseSizes(ndArray(Float64Array.of(1, 2, 2, 1), [2, 2]));
    expect(() => kestenFit(sizes, { perBin: 165 })).toThrow(DataError);
  });
});

describe('markovChain', () => {
  // One synapse that is there half of the time: from 0 to 1 and back.
  const { sizes } = synapseSizes(ndArray(Float64Array.of(0, 1, 0, 2, 1, 0, 1, 2, 2, 1, 0, 0), [3, 4]));
  const bins = { edges: Float64Array.of(0.5, 1.5, 2.5), states: 3 };

  it('counts steps as by hand', () => {
    // Steps: 0-1, 1-0, 0-2; 1-0, 0-1, 1-2; 2-1, 1-0, 0-0.
    const { transitions } = markovChain(sizes, bins);
    expect([...transitions]).toEqual([1 / 4, 2 / 4, 1 / 4, 3 / 4, 0, 1 / 4, 0, 1, 0]);
  });

  it('has rows that sum to 1, and a stationary law that a step does not change', () => {
    const chain = markovChain(pyramidal, sizeBins(pyramidal));
    for (let row = 0; row < 21; row++) {
      const total = chain.transitions.subarray(21 * row, 21 * row + 21).reduce((a, b) => a + b, 0);
      expect(total).toBeCloseTo(1, 12);
    }
    const [, next] = evolve(chain, chain.stationary, 1);
    expect(totalVariation(next!, chain.stationary)).toBeLessThan(1e-12);
    const uniform = new Float64Array(21).fill(1 / 21);
    expect(totalVariation(evolve(chain, uniform, 400).at(-1)!, chain.stationary)).toBeLessThan(1e-8);
  });

  it('predicts a survival that never rises', () => {
    const chain = markovChain(parvalbumin, sizeBins(parvalbumin));
    const course = predictedSurvival(chain, occupancy(parvalbumin, sizeBins(parvalbumin), 0), 30);
    course.slice(1).forEach((share, at) => expect(share).toBeLessThanOrEqual(course[at]!));
  });

  it('comes back from what it simulates', () => {
    const law = sizeBins(parvalbumin);
    const chain = markovChain(parvalbumin, law);
    const simulation = { bins: law, start: chain.stationary, synapses: 20_000, sessions: 7 };
    const again = simulateChain(chain, simulation, createRng(5));
    expect(totalVariation(occupancy(again, law), chain.stationary)).toBeLessThan(0.01);
    expect(incrementAutocorrelation(again, 1)).toBeLessThan(-0.1);
  });

  it('resamples synapses to chains that differ, the same for the same seed', () => {
    const law = sizeBins(pyramidal);
    const drawn = () => bootstrapChains(pyramidal, { bins: law, resamples: 2 }, createRng(3));
    const [[one, other], [again]] = [drawn(), drawn()];
    expect(one!.transitions).toEqual(again!.transitions);
    expect(one!.transitions).not.toEqual(other!.transitions);
  });

  it('names a state that no step leaves', () => {
    const states = { edges: Float64Array.of(0.5, 1.5, 2.5, 9), states: 4 };
    expect(() => markovChain(sizes, states)).toThrow(
      'every state must be left by a step, got none from state 3',
    );
  });
});

describe('logOrnsteinUhlenbeckFit', () => {
  it('finds the process that made the sizes', () => {
    const process = { mean: 0.1, kept: 0.8, noise: 0.3 };
    const start = createRng(1)
      .normal(4000)
      .map((x) => Math.exp(0.1 + 0.5 * x));
    const fit = logOrnsteinUhlenbeckFit(
      simulateLogOrnsteinUhlenbeck(process, { start, sessions: 6 }, createRng(2)),
    );
    expect(fit.n).toBe(20_000);
    expect(fit.kept).toBeCloseTo(0.8, 1.5);
    expect(Math.abs(fit.mean - process.mean)).toBeLessThan(0.05);
    expect(Math.abs(fit.noise - process.noise)).toBeLessThan(0.01);
  });
});

describe('synapseSizes', () => {
  it('leaves out synapses that nobody saw, and says how many', () => {
    const { sizes, neverSeen } = synapseSizes(ndArray(Float64Array.of(0, 0, 0, 3), [2, 2]), {
      dendrites: ndArray(Int32Array.of(7, 8), [2]),
    });
    expect(sizes).toEqual({ values: Float64Array.of(0, 3), synapses: 1, sessions: 2, dendrites: [8] });
    expect(neverSeen).toBe(1);
  });

  it('refuses sizes below 0, other axes and dendrites of another length', () => {
    expect(() => synapseSizes(ndArray(Float64Array.of(1, -1), [1, 2]))).toThrow('got -1 at [0, 1]');
    expect(() => synapseSizes(ndArray(Float64Array.of(1, 1), [2]))).toThrow(DataError);
    expect(() =>
      synapseSizes(ndArray(Float64Array.of(1, 1), [1, 2]), { dendrites: ndArray(Int32Array.of(1, 2), [2]) }),
    ).toThrow('dendrites must be [1], one for each synapse, got [2]');
  });
});
