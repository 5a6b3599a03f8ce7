import { ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { predictivity, type Predictivity } from '@goal-driven/metrics';
import { z } from 'zod';
import { createFitMap, FitMap } from './FitMap';
import { FitSplits, splitsOfBins } from './FitSplits';
import { sharedBins, takeBins } from './sharedBins';

export const NeuralFit = z
  .strictObject({
    map: FitMap.prefault({ kind: 'ridge', alpha: 1 }),
    splits: FitSplits.prefault({ kind: 'random', trainFraction: 0.2, splits: 10 }),
  })
  .meta({
    title: 'A map from the maps of a source to those of cells',
    source: 'Nayebi et al. 2021: ridge with a penalty of 1, a fifth of the bins in training, ten splits',
  });
export type NeuralFit = z.output<typeof NeuralFit>;

export type MapFit = Predictivity & {
  /** Bins where all maps of source and target have a value; the others are left out. */
  readonly bins: number;
};

/**
 * How well the rate maps of a source, a layer of a network or other animals, predict those of cells: a linear map is
 * fitted to some bins, and its predictions of the others are correlated with the cell. Not corrected for noise.
 *
 * @param source [units, y, x]
 * @param target [cells, y, x] of the same bins, Hz
 * @throws ShapeError for maps of other bins, DataError where they share no bin
 * @source Nayebi et al. 2021
 */
export function neuralFit(source: NdArray, target: NdArray, { map, splits }: NeuralFit): MapFit {
  requireSameBins('neuralFit', source, target);
  const bins = sharedBins('neuralFit', [source, target]);
  const result = predictivity(takeBins(source, bins), takeBins(target, bins), {
    map: createFitMap(map),
    splits: splitsOfBins(splits, bins, source.shape.slice(1) as [number, number]),
  });
  return { ...result, bins: bins.length };
}

/** @throws ShapeError */
export function requireSameBins(who: string, source: NdArray, target: NdArray): void {
  const bins = ({ shape }: NdArray) => String(shape.slice(-2));
  if (bins(source) === bins(target) && source.shape.length >= 3) return;
  throw new ShapeError(
    `${who}: source and target must be maps of the same bins, got [${source.shape}] and [${target.shape}]`,
  );
}
