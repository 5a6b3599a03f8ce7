import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { classicGridScore } from '../classicGridScore';
import { defineMetric } from '../defineMetric';
import { gridScoresOfMaps, type GridScores } from '../gridScore';
import type { MetricResult } from '../Metric';
import { GIVES_PER_MAP as GIVES, perMap, resultPerMap, rateMapsArgument as rateMaps } from '../_perMap';
import { populationVectorCorrelation } from '../populationVectorCorrelation';
import { selectivity } from '../selectivity';
import { sparsity } from '../sparsity';
import { spatialInformation, spatialInformationForms, spatialInformationRate } from '../spatialInformation';

const occupancy = { axes: '[y, x], time or samples per bin', ranks: [2] } as const;
const SKAGGS_1993 = 'Skaggs et al. 1993, Advances in Neural Information Processing Systems 5';
const SKAGGS_1996 = 'Skaggs et al. 1996, Hippocampus 6(2)';
const BANINO = 'Banino et al. 2018, doi:10.1038/s41586-018-0102-6';
const SARGOLINI = 'Sargolini et al. 2006, doi:10.1126/science.1125572';

const GridOptions = z.strictObject({
  form: z.enum(['meanDifference', 'minMax']).default('meanDifference').meta({
    description: 'Mean of the peaks minus mean of the troughs, or lowest peak minus highest trough',
  }),
  interpolation: z.enum(['cubic', 'linear']).default('cubic').meta({
    description:
      'How a turned autocorrelogram is read between its pixels: by cubic splines, as published, or linearly',
  }),
  silentAsZero: z.boolean().default(false).meta({
    description: 'A constant map scores 0, as published, and is not counted as undefined',
  }),
});
const Radius = z.number().nonnegative();
const ClassicGridOptions = z.strictObject({
  inner: Radius.optional().meta({
    description: 'Radius left out around the centre; by default where the mean over a circle is first least',
    unit: 'bins',
  }),
  outers: z.array(Radius).min(1).optional().meta({
    description:
      'Outer radii of the rings, ascending; by default every whole one up to nine tenths of the side',
    unit: 'bins',
  }),
});
const InformationOptions = z.strictObject({
  form: z.enum(spatialInformationForms).default('skaggs').meta({
    description: 'Over all bins, or as opexebo only over those above the mean rate',
  }),
});

/** What scores of one symmetry share. */
const SYMMETRY = {
  unit: '1',
  range: [null, null],
  arguments: { rateMaps: { ...rateMaps, axes: `${rateMaps.axes}; y = x` } },
  options: GridOptions,
  gives: GIVES,
  undefinedFor: 'a constant map',
} as const;
/** What scores of firing against time per place share. */
const OF_PLACES = { arguments: { rateMaps, occupancy }, options: z.strictObject({}), gives: GIVES } as const;
const GAIN = { gain: ['rateMaps', 'occupancy'] } as const;

const sessionMaps = { axes: '[units, y, x], rates of the same units', ranks: [3] } as const;

/** Scores of single cells from maps of space, and of a population from maps of two sessions. */
export const spatialMetrics = {
  gridScore: defineMetric({
    name: 'gridScore',
    version: 1,
    description: 'Sixfold symmetry of the autocorrelogram of a rate map; grid cells exceed 0.3',
    ...SYMMETRY,
    sources: [BANINO, SARGOLINI],
    run: ({ rateMaps: maps }, options, onProgress) =>
      gridMetric(maps, { ...options, onProgress }, ({ score60 }) => score60),
  }),
  gridScore90: defineMetric({
    name: 'gridScore90',
    version: 1,
    description: 'Fourfold symmetry of the autocorrelogram of a rate map (score90 of gridScores)',
    ...SYMMETRY,
    sources: [BANINO],
    run: ({ rateMaps: maps }, options, onProgress) =>
      gridMetric(maps, { ...options, onProgress }, ({ score90 }) => score90),
  }),
  classicGridScore: defineMetric({
    name: 'classicGridScore',
    version: 1,
    description:
      'Sixfold symmetry by the older definition, over rings of growing width, to hold gridScore against',
    unit: '1',
    range: [-2, 2],
    arguments: SYMMETRY.arguments,
    options: ClassicGridOptions,
    gives: GIVES,
    invariances: { gain: ['rateMaps'] },
    undefinedFor: 'a constant map, and one whose autocorrelogram has no trough around its centre',
    sources: [SARGOLINI],
    run: ({ rateMaps: maps }, { inner, outers }) =>
      perMap(
        maps,
        (map) =>
          classicGridScore(map, { ...(inner !== undefined && { inner }), ...(outers && { outers }) }).score,
      ),
  }),
  spatialInformation: defineMetric({
    name: 'spatialInformation',
    version: 1,
    description: 'How much each spike tells about place',
    unit: 'bits/spike',
    range: [0, null],
    ...OF_PLACES,
    options: InformationOptions,
    invariances: GAIN,
    undefinedFor: 'a silent cell, a negative rate',
    sources: [SKAGGS_1993],
    run: ({ rateMaps: maps, occupancy: time }, options) =>
      perMap(maps, (map) => spatialInformation(map, time, options)),
  }),
  spatialInformationRate: defineMetric({
    name: 'spatialInformationRate',
    version: 1,
    description: 'How much a second of firing tells about place, for rates in Hz',
    unit: 'bits/s',
    range: [0, null],
    ...OF_PLACES,
    options: InformationOptions,
    arguments: { rateMaps: { ...rateMaps, axes: `${rateMaps.axes}; Hz` }, occupancy },
    invariances: { gain: ['occupancy'] },
    undefinedFor: 'a silent cell, a negative rate',
    sources: [SKAGGS_1993],
    run: ({ rateMaps: maps, occupancy: time }, options) =>
      perMap(maps, (map) => spatialInformationRate(map, time, options)),
  }),
  sparsity: defineMetric({
    name: 'sparsity',
    version: 1,
    description: 'Share of the arena in which a cell fires',
    unit: '1',
    range: [0, 1],
    ...OF_PLACES,
    invariances: GAIN,
    undefinedFor: 'a silent cell',
    sources: [SKAGGS_1996],
    run: ({ rateMaps: maps, occupancy: time }) => perMap(maps, (map) => sparsity(map, time)),
  }),
  selectivity: defineMetric({
    name: 'selectivity',
    version: 1,
    description: 'Highest rate over mean rate',
    unit: '1',
    range: [1, null],
    ...OF_PLACES,
    invariances: GAIN,
    undefinedFor: 'a mean rate of 0, a negative rate',
    sources: [SKAGGS_1996],
    run: ({ rateMaps: maps, occupancy: time }) => perMap(maps, (map) => selectivity(map, time)),
  }),
  populationVectorCorrelation: defineMetric({
    name: 'populationVectorCorrelation',
    version: 1,
    description: 'How alike a population answers at the same places in two sessions',
    unit: '1',
    range: [-1, 1],
    arguments: { first: sessionMaps, second: sessionMaps },
    options: z.strictObject({}),
    gives: { correlations: '[bins], row by row', mean: 'over the bins where it exists' },
    invariances: {
      gain: ['first', 'second'],
      order: [{ first: 0, second: 0 }],
    },
    undefinedFor: 'bins never visited or where all units fire alike',
    sources: ['Leutgeb et al. 2005, doi:10.1126/science.1114037'],
    run: ({ first, second }) => populationVectorCorrelation(first, second),
  }),
};

function gridMetric(
  maps: NdArray,
  { silentAsZero, ...options }: Parameters<typeof gridScoresOfMaps>[1] & { readonly silentAsZero: boolean },
  score: (scores: GridScores) => number,
): MetricResult {
  const stack = maps.shape.length === 2 ? ndArray(maps.values, [1, ...maps.shape]) : maps;
  const scores = Float64Array.from(gridScoresOfMaps(stack, options), score);
  return resultPerMap(maps, silentAsZero ? scores.map((value) => (Number.isNaN(value) ? 0 : value)) : scores);
}
