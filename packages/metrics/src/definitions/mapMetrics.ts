import { DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { columnsOf, rowsOf, takeRows, type Matrix } from '../_matrix';
import { defineMetric } from '../defineMetric';
import { createMap, createMapFamily, MapConfig } from '../mapConfig';
import { mapGrid } from '../mapGrid';
import { nestedPredictivity } from '../nestedPredictivity';
import { predictivity } from '../predictivity';
import { createSplits, SplitConfig } from '../splitConfig';

const Nested = z.strictObject({
  grid: z
    .record(z.string(), z.array(z.unknown()))
    .meta({ description: 'Values to try of each hyperparameter of the map, such as grid.alpha [0.1,1,10]' }),
  splits: SplitConfig.prefault({ kind: 'kFold' }).meta({ description: 'Of the training stimuli' }),
  choice: z.enum(['site', 'shared']).default('site').meta({
    description: 'Each site takes its best, or all the best of the median site',
  }),
});

/** Scores of maps from a source to a target. */
export const mapMetrics = {
  predictivity: defineMetric({
    name: 'predictivity',
    version: 1,
    description: 'Correlation of a fitted map with each site on stimuli held out, not corrected for noise',
    unit: '1',
    range: [-1, 1],
    arguments: {
      source: { axes: '[stimuli, features], what predicts', ranks: [2] },
      target: { axes: '[stimuli, sites], what is predicted', ranks: [2] },
      groups: { axes: '[stimuli], stimuli of one number are not parted', ranks: [1], optional: true },
      strata: { axes: '[stimuli], class of each stimulus', ranks: [1], optional: true },
    },
    options: z.strictObject({
      map: MapConfig.prefault({ kind: 'pls' }).meta({ description: 'How the target is predicted' }),
      splits: SplitConfig.prefault({ kind: 'random' }).meta({ description: 'Training and test stimuli' }),
      nested: Nested.optional().meta({
        description: 'Chooses hyperparameters within the training stimuli of each split',
      }),
      missing: z.enum(['error', 'drop']).default('error').meta({
        description: 'Stimuli with an entry that is not finite, in source or target, are refused or left out',
      }),
    }),
    gives: {
      values: '[sites], mean over splits of the correlation on test stimuli',
      median: 'over sites',
      correlations: '[splits, sites]',
      undefinedCorrelations: 'correlations without a value',
      undefinedSites: 'sites without any; they are left out of the median',
      candidates: 'maps to choose from, or the one map',
      chosen: '[splits, sites], which candidate, from 0',
      undecidedChoices: 'choices, of splits and sites, without a score among the candidates',
      stimuli: 'that were used',
      droppedStimuli: 'that were left out',
    },
    invariances: { offset: ['source', 'target'] },
    undefinedFor: 'a constant prediction or response, one test stimulus',
    sources: ['Yamins et al. 2014, doi:10.1073/pnas.1403112111', 'Nayebi et al. 2021, NeurIPS 34'],
    run: (arrays, { map, splits, nested, missing }) => {
      const { source, target, groups, strata, dropped } = complete(arrays, missing);
      const count = rowsOf(source);
      const outer = createSplits(splits, { count, groups: groups?.values, strata: strata?.values });
      const candidates = nested === undefined ? [map] : mapGrid(map, nested.grid);
      const shared = { stimuli: count, droppedStimuli: dropped, candidates };
      if (nested === undefined) {
        const chosen = ndArray(new Int32Array(outer.length * columnsOf(target)), [
          outer.length,
          columnsOf(target),
        ]);
        const result = predictivity(source, target, { map: createMap(map), splits: outer });
        return { ...result, ...shared, chosen, undecidedChoices: 0 };
      }
      const result = nestedPredictivity(source, target, {
        candidates: createMapFamily(candidates),
        splits: outer,
        choice: nested.choice,
        innerSplits: (train) =>
          createSplits(nested.splits, {
            count: train.length,
            groups: groups && at(groups, train).values,
            strata: strata && at(strata, train).values,
          }),
      });
      return { ...result, ...shared };
    },
  }),
};

type Stimuli = {
  readonly source: Matrix;
  readonly target: Matrix;
  readonly groups: NdArray | undefined;
  readonly strata: NdArray | undefined;
};

/** Source and target on the same stimuli, all of them or those without a gap. */
function complete(
  { source, target, groups, strata }: Stimuli,
  missing: 'error' | 'drop',
): Stimuli & { readonly dropped: number } {
  const count = rowsOf(source);
  for (const [name, length] of [
    ['target', rowsOf(target)],
    ['groups', groups?.values.length ?? count],
    ['strata', strata?.values.length ?? count],
  ] as const) {
    if (length !== count) {
      throw new ShapeError(`predictivity: ${name} must have the ${count} stimuli of source, got ${length}`);
    }
  }
  if (missing === 'error') return { source, target, groups, strata, dropped: 0 };
  const kept = Int32Array.from({ length: count }, (_, stimulus) => stimulus).filter(
    (stimulus) => hasNoGap(source, stimulus) && hasNoGap(target, stimulus),
  );
  if (kept.length === 0) {
    throw new DataError('predictivity: source and target must share a stimulus without a gap, got none');
  }
  return {
    source: takeRows(source, kept),
    target: takeRows(target, kept),
    groups: groups && at(groups, kept),
    strata: strata && at(strata, kept),
    dropped: count - kept.length,
  };
}

const hasNoGap = (matrix: Matrix, row: number): boolean =>
  matrix.values
    .subarray(row * columnsOf(matrix), (row + 1) * columnsOf(matrix))
    .every((value) => Number.isFinite(value));

/** Labels of these samples. */
const at = ({ values }: NdArray, samples: Int32Array): NdArray =>
  ndArray(
    Float64Array.from(samples, (sample) => values[sample]!),
    [samples.length],
  );
