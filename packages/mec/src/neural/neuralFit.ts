import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import {
  createMap,
  createSplits,
  MapConfig,
  predictivity,
  SplitConfig,
  type Predictivity,
} from '@goal-driven/metrics';
import { z } from 'zod';

export const NeuralFit = z
  .strictObject({
    map: MapConfig.prefault({ kind: 'ridge', alpha: 1 }),
    splits: SplitConfig.prefault({ kind: 'random', trainFraction: 0.2, splits: 10 }),
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
  if (String(source.shape.slice(1)) !== String(target.shape.slice(1)) || source.shape.length !== 3) {
    throw new ShapeError(
      `neuralFit: source and target must be maps of the same bins, got [${source.shape}] and [${target.shape}]`,
    );
  }
  const bins = sharedBins(source, target);
  const [X, Y] = [binsOf(source, bins), binsOf(target, bins)];
  const result = predictivity(X, Y, {
    map: createMap(map),
    splits: createSplits(splits, { count: bins.length, groups: undefined, strata: undefined }),
  });
  return { ...result, bins: bins.length };
}

function sharedBins(source: NdArray, target: NdArray): Int32Array {
  const size = source.shape[1]! * source.shape[2]!;
  const finite = new Uint8Array(size).fill(1);
  for (const { values } of [source, target]) {
    values.forEach((value, at) => {
      if (!Number.isFinite(value)) finite[at % size] = 0;
    });
  }
  const bins = Int32Array.from(finite.keys()).filter((bin) => finite[bin] === 1);
  if (bins.length === 0) throw new DataError('neuralFit: all maps must share a bin with a value, got none');
  return bins;
}

/** [units, y, x] -> [bins, units], the bins named. */
function binsOf({ values, shape }: NdArray, bins: Int32Array): NdArray {
  const [units, size] = [shape[0]!, shape[1]! * shape[2]!];
  const table = new Float64Array(bins.length * units);
  bins.forEach((bin, row) => {
    for (let unit = 0; unit < units; unit++) table[row * units + unit] = values[unit * size + bin]!;
  });
  return ndArray(table, [bins.length, units]);
}
