import type { NdArray } from '@goal-driven/core/arrays';
import { neuralConsistency, summariseConsistency, type ConsistencySummary } from '@goal-driven/metrics';
import { z } from 'zod';
import { createFitMap } from './FitMap';
import { splitsOfBins } from './FitSplits';
import { requireSameBins, type NeuralFit } from './neuralFit';
import { sharedBins, takeBins } from './sharedBins';

export const Reliability = z
  .strictObject({
    halves: z.int().positive().default(100).meta({ description: 'Random halves of the trials', unit: '1' }),
    seed: z.int().nonnegative().default(0).meta({ description: 'Of the first half; the next has one more' }),
  })
  .meta({
    title: 'Correction of fits for the noise of finite trials',
    source: 'Nayebi et al. 2021: r(M1(s1), t2) / sqrt(SB(r(M1(s1), M2(s2))) SB(r(t1, t2)))',
  });
export type Reliability = z.output<typeof Reliability>;

/**
 * How well sources predict the maps of cells, with the noise of finite trials corrected: a map is fitted to either half
 * of the trials, `halfNumerator` of `neuralConsistency`. With several sources, the mean over them of each cell.
 *
 * @param sources [units, y, x] of a network, which has no trials, or [trials, cells, y, x] of animals
 * @param target [trials, cells, y, x], Hz
 * @throws ShapeError for maps of other bins, DataError where no bin has a value in every trial
 */
export function correctedFit(
  sources: readonly NdArray[],
  target: NdArray,
  { map, splits, halves, seed }: NeuralFit & Reliability,
): ConsistencySummary {
  const [form, mapping] = ['halfNumerator' as const, createFitMap(map)];
  const terms = sources.map((source) => {
    requireSameBins('correctedFit', source, target);
    const bins = sharedBins('correctedFit', [source, target]);
    const { test } = neuralConsistency(takeBins(source, bins), takeBins(target, bins), {
      ...{ map: mapping, linearInTarget: map.kind === 'ridge', form, halves, seed },
      splits: splitsOfBins(splits, bins, target.shape.slice(-2) as [number, number]),
    });
    return test;
  });
  return summariseConsistency(terms, form);
}
