import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { mapsOf, rateMapsArgument } from '../_perMap';
import { adaptiveRateMaps } from '../adaptiveRateMaps';
import { defineMetric } from '../defineMetric';
import { gaussianFilter } from '../gaussianFilter';
import { binEdges, rateMaps, type BinEdges } from '../rateMaps';
import { smoothRateMaps } from '../smoothRateMaps';
import { spatialAutocorrelogram } from '../spatialAutocorrelogram';

const Bounds = z.tuple([z.number(), z.number()]).optional();
/** Options of maps of an arena. */
export const arenaOptions = {
  bins: z.int().positive().default(20).meta({ description: 'Bins along either side' }),
  x: Bounds.meta({ description: 'Walls, west and east; extent of the path by default', unit: 'm' }),
  y: Bounds.meta({ description: 'Walls, south and north; extent of the path by default', unit: 'm' }),
};

/** Edges of as many bins along x and y between given walls, or those of the path. */
export function arenaEdges(
  { values }: NdArray,
  { bins, x, y }: { bins: number; x?: [number, number] | undefined; y?: [number, number] | undefined },
): BinEdges {
  const along = (axis: number, walls: [number, number] | undefined): Float64Array => {
    const extent = values.filter((_, at) => at % 2 === axis);
    const [low, high] = walls ?? [
      extent.reduce((a, b) => Math.min(a, b), Infinity),
      extent.reduce((a, b) => Math.max(a, b), -Infinity),
    ];
    return binEdges(low, high, bins);
  };
  return { x: along(0, x), y: along(1, y) };
}

export const positionsArgument = { axes: '[samples, 2], x then y, m', ranks: [2] } as const;
export const activityArgument = {
  axes: '[samples, units] or [samples], spikes or activity along the path',
  ranks: [1, 2],
} as const;

/** From activity along a path to maps, and from maps to smoother ones. */
export const rateMapMetrics = {
  rateMaps: defineMetric({
    name: 'rateMaps',
    version: 1,
    description: 'Mean activity in bins of space; divide counts by the length of a sample for Hz',
    unit: 'that of activity',
    range: [null, null],
    arguments: { positions: positionsArgument, activity: activityArgument },
    options: z.strictObject(arenaOptions),
    gives: {
      values: '[units, y, x], NaN where never visited',
      occupancy: '[y, x], samples',
      dropped: 'samples beyond the walls',
    },
    invariances: { order: [{ positions: 0, activity: 0 }] },
    undefinedFor: 'bins never visited',
    sources: ['Nayebi et al. 2021, doi:10.1101/2021.10.30.466617'],
    run: ({ positions, activity }, options) => {
      const units = activity.shape[1] ?? 1;
      const accumulator = rateMaps(arenaEdges(positions, options), units);
      accumulator.add(positions, ndArray(activity.values, [activity.shape[0]!, units]));
      const { maps, occupancy, dropped } = accumulator.finish();
      return { values: maps, occupancy, dropped, n: activity.shape[0]! };
    },
  }),
  smoothRateMaps: defineMetric({
    name: 'smoothRateMaps',
    version: 1,
    description: 'Rate maps smoothed by a Gaussian, around bins never visited',
    unit: 'that of the maps',
    range: [null, null],
    arguments: {
      rateMaps: rateMapsArgument,
      occupancy: { axes: '[y, x], time or samples per bin', ranks: [2], optional: true },
    },
    options: z.strictObject({
      sd: z.number().nonnegative().optional().meta({
        description: 'Standard deviation of the Gaussian; 1 by default, 0.5 for neighbourFilled',
        unit: 'bins',
      }),
      form: z.enum(['normalised', 'zeroFilled', 'neighbourFilled']).default('normalised').meta({
        description:
          'Mean over visited bins (weighted by occupancy, where given), or unvisited ones count as 0, or they are first filled from their eight neighbours, as Hardcastle et al. 2017',
      }),
      minimumOccupancy: z
        .number()
        .nonnegative()
        .default(0)
        .meta({ description: 'Bins with less are undefined' }),
      fill: z
        .boolean()
        .default(false)
        .meta({ description: 'Give unvisited bins the mean of those around them' }),
    }),
    gives: { values: 'as the maps' },
    undefinedFor: 'bins never visited, unless filled',
    sources: [
      'Hafting et al. 2005, doi:10.1038/nature03721',
      'opexebo',
      'Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025',
    ],
    run: ({ rateMaps: maps, occupancy }, { sd, ...options }) => ({
      values: smoothRateMaps(maps, {
        ...options,
        ...(sd !== undefined && { sd }),
        ...(occupancy && { occupancy }),
      }),
      n: mapsOf(maps).length,
    }),
  }),
  adaptiveRateMaps: defineMetric({
    name: 'adaptiveRateMaps',
    version: 1,
    description: 'Rate maps from spikes and samples per bin by adaptive smoothing',
    unit: 'Hz',
    range: [0, null],
    arguments: {
      spikes: { axes: '[units, y, x] or [y, x], spikes in each bin', ranks: [2, 3] },
      samples: { axes: '[y, x], samples of the path in each bin', ranks: [2] },
    },
    options: z.strictObject({
      sampleLength: z
        .number()
        .positive()
        .default(0.02)
        .meta({ description: 'Length of a sample', unit: 's' }),
      alpha: z
        .number()
        .positive()
        .default(10_000)
        .meta({ description: 'What radius, samples and root of spikes must reach' }),
      fill: z.boolean().default(false).meta({ description: 'Give unvisited bins a rate too' }),
    }),
    gives: { values: 'as the spikes, Hz' },
    undefinedFor: 'bins never visited, unless filled',
    sources: ['Skaggs et al. 1996, Hippocampus 6(2)', 'Langston et al. 2010, doi:10.1126/science.1188210'],
    run: ({ spikes, samples }, options) => ({
      values: adaptiveRateMaps(spikes, samples, options),
      n: mapsOf(spikes).length,
    }),
  }),
  gaussianFilter: defineMetric({
    name: 'gaussianFilter',
    version: 1,
    description: 'Any array smoothed by a Gaussian along its axes, as scipy.ndimage.gaussian_filter',
    unit: 'that of the array',
    range: [null, null],
    arguments: { array: { axes: 'any, finite', ranks: [1, 2, 3, 4] } },
    options: z.strictObject({
      sd: z
        .union([z.number().nonnegative(), z.array(z.number().nonnegative())])
        .default(1)
        .meta({
          description: 'Standard deviation, for all axes or one per axis',
          unit: 'bins',
        }),
      border: z
        .enum(['reflect', 'mirror', 'nearest', 'wrap', 'zero'])
        .default('reflect')
        .meta({ description: 'What lies beyond the ends' }),
      truncate: z.number().positive().default(4).meta({ description: 'Where the kernel ends', unit: 'sd' }),
    }),
    gives: { values: 'as the array' },
    undefinedFor: 'nothing',
    sources: ['scipy.ndimage'],
    run: ({ array }, options) => ({ values: gaussianFilter(array, options), n: array.values.length }),
  }),
  spatialAutocorrelogram: defineMetric({
    name: 'spatialAutocorrelogram',
    version: 1,
    description: 'Correlation of a map with itself at every shift; 0 where a patch is constant',
    unit: '1',
    range: [-1, 1],
    arguments: { rateMaps: rateMapsArgument },
    options: z.strictObject({}),
    gives: { values: '[units, 2 y - 1, 2 x - 1]' },
    invariances: { gain: ['rateMaps'], offset: ['rateMaps'] },
    undefinedFor: 'nothing',
    sources: ['Sargolini et al. 2006, doi:10.1126/science.1125572'],
    run: ({ rateMaps: maps }) => {
      const all = mapsOf(maps).map(spatialAutocorrelogram);
      const values = new Float64Array(all.length * all[0]!.values.length);
      all.forEach((one, at) => values.set(one.values, at * one.values.length));
      return { values: ndArray(values, [all.length, ...all[0]!.shape]), n: all.length };
    },
  }),
};
