import { ndArray, NumericalError, RandomState, type NdArray } from '@goal-driven/core/arrays';
import { createMap, crossValidatedMap, kFold, MapConfig, type MapFitter } from '@goal-driven/metrics';
import { z } from 'zod';

/** The short grid of the study. */
const ALPHAS = [
  1e-9, 1.7782794100389228e-7, 3.1622776601683795e-5, 5.623413251903491e-3, 1, 177.82794100389228,
  31622.776601683792, 5623413.251903491, 1e9,
];
const L1_RATIOS = [1e-16, 0.01, 0.13375, 0.2575, 0.38125, 0.505, 0.62875, 0.7525, 0.87625, 1];

const ElasticNetSearch = z
  .strictObject({
    kind: z.literal('elasticNetSearch'),
    alphas: z
      .array(z.number().positive())
      .min(1)
      .default(ALPHAS)
      .meta({ description: 'Penalties to choose from; the loss is a mean over bins' }),
    l1Ratios: z
      .array(z.number().min(0).max(1))
      .min(1)
      .default(L1_RATIOS)
      .meta({ description: 'Shares of the absolute penalty to choose from' }),
    folds: z.int().min(2).default(2).meta({ description: 'Parts of the training bins', unit: '1' }),
    seed: z.int().nonnegative().default(0).meta({ description: 'Of the order of the bins before' }),
    maxSweeps: z.int().positive().default(1000).meta({ description: 'Sweeps of coordinate descent' }),
  })
  .meta({
    title: 'Elastic net whose penalties each cell chooses within the training bins',
    source: 'Nayebi et al. 2021: two folds, 9 penalties and 10 ratios in the short search',
  });
type ElasticNetSearch = z.output<typeof ElasticNetSearch>;

/** A map from source to cells by its kind: one with its parameters given, or found for each cell. */
export const FitMap = z
  .discriminatedUnion('kind', [...MapConfig.options, ElasticNetSearch])
  .meta({ title: 'A map from source to cells' });
export type FitMap = z.output<typeof FitMap>;

/**
 * The map that a config describes. In a search, each cell takes the penalties that predict best, by correlation, the
 * training bins left out; penalties for which a cell's fit does not converge are no candidates of that cell.
 */
export function createFitMap(config: FitMap): MapFitter {
  if (config.kind !== 'elasticNetSearch') return createMap(config);
  const { folds, seed } = config;
  const candidates = candidatesOf(config);
  const family = {
    count: candidates.length,
    fit: (source: NdArray, target: NdArray) => (index: number) => candidates[index]!(source, target),
  };
  return (source, target) => {
    const splits = kFold(source.shape[0]!, folds, { random: new RandomState(seed) });
    return crossValidatedMap(source, target, { candidates: family, splits, choice: 'site' });
  };
}

const candidatesOf = ({ alphas, l1Ratios, maxSweeps }: ElasticNetSearch): MapFitter[] =>
  alphas.flatMap((alpha) =>
    l1Ratios.map((l1Ratio) =>
      whereItConverges(createMap(MapConfig.parse({ kind: 'elasticNet', alpha, l1Ratio, maxSweeps }))),
    ),
  );

/** Each target by itself; one that does not converge is predicted as NaN. */
function whereItConverges(fitter: MapFitter): MapFitter {
  return (source, target) => {
    const [bins, cells] = target.shape as [number, number];
    const maps = Array.from({ length: cells }, (_, cell) => {
      const one = target.values.filter((_value, at) => at % cells === cell);
      try {
        return fitter(source, ndArray(one, [bins, 1]));
      } catch (error) {
        if (error instanceof NumericalError) return undefined;
        throw error;
      }
    });
    return {
      predict: (samples) => {
        const rows = samples.shape[0]!;
        const prediction = new Float64Array(rows * cells).fill(NaN);
        maps.forEach((map, cell) =>
          map
            ?.predict(samples)
            .values.forEach((value: number, row: number) => (prediction[row * cells + cell] = value)),
        );
        return ndArray(prediction, [rows, cells]);
      },
    };
  };
}
