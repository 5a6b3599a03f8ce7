import { ndArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { GIVES_PER_MAP, mapsOf, perMap, rateMapsArgument } from '../_perMap';
import { borderScores } from '../borderScore';
import { defineMetric } from '../defineMetric';
import { gridGeometry } from '../gridGeometry';
import { spatialAutocorrelogram } from '../spatialAutocorrelogram';
import { spatialCoherence } from '../spatialCoherence';

const column = (values: readonly number[]) => ndArray(Float64Array.from(values), [values.length]);

/** What the fields of a cell look like: how they lie, along walls, in a lattice. */
export const fieldMetrics = {
  borderScore: defineMetric({
    name: 'borderScore',
    version: 1,
    description: 'Firing along a wall: share of it covered against distance from it; border cells exceed 0.5',
    unit: '1',
    range: [-1, 1],
    arguments: { rateMaps: rateMapsArgument },
    options: z.strictObject({
      form: z.enum(['wallStrips', 'outermostBins', 'opexebo']).default('wallStrips').meta({
        description: 'Nayebi et al. 2021, Sorscher et al. 2019, or opexebo',
      }),
      binWidth: z.number().positive().optional().meta({ description: 'Needed by outermostBins', unit: 'm' }),
      asPublished: z.boolean().default(false).meta({ description: 'With the slips of the published code' }),
    }),
    gives: {
      ...GIVES_PER_MAP,
      coverage: '[units], largest share of one wall covered by one field',
      distance: '[units], mean distance of the firing from the nearest wall over half of the short side',
    },
    invariances: { gain: ['rateMaps'] },
    undefinedFor: 'a map without a field (-1 in the form opexebo)',
    sources: [
      'Solstad et al. 2008, doi:10.1126/science.1166466',
      'Nayebi et al. 2021, doi:10.1101/2021.10.30.466617',
    ],
    run: ({ rateMaps }, { binWidth, ...options }) => {
      const all = mapsOf(rateMaps).map((map) =>
        borderScores(map, { ...options, ...(binWidth !== undefined && { binWidth }) }),
      );
      let next = 0;
      return {
        ...perMap(rateMaps, () => all[next++]!.score),
        coverage: column(all.map(({ coverage }) => coverage)),
        distance: column(all.map(({ distance }) => distance)),
      };
    },
  }),
  gridGeometry: defineMetric({
    name: 'gridGeometry',
    version: 1,
    description: 'Spacing, orientation and ellipticity from the six nearest peaks of the autocorrelogram',
    unit: 'm, rad',
    range: [0, null],
    arguments: { rateMaps: rateMapsArgument },
    options: z.strictObject({
      binWidth: z
        .number()
        .positive()
        .default(1)
        .meta({ description: 'Width of the bins; 1 for distances in bins', unit: 'm' }),
      threshold: z.number().default(0.1).meta({ description: 'What a peak must exceed' }),
    }),
    gives: {
      spacing: '[units], median distance of the peaks, in units of binWidth',
      orientation: '[units], smallest angle of a peak modulo 60 degrees, rad',
      meanOrientation: '[units], mean of the angles modulo 60 degrees, rad',
      ellipticity: '[units], long over short axis of the ellipse through the peaks',
      ellipseDirection: '[units], direction of its long axis, rad',
      undefinedUnits: 'maps with fewer than six peaks',
    },
    invariances: { gain: ['rateMaps'] },
    undefinedFor: 'fewer than six peaks',
    sources: [
      'Hafting et al. 2005, doi:10.1038/nature03721',
      'Stensola et al. 2012, doi:10.1038/nature11649',
    ],
    run: ({ rateMaps }, options) => {
      const all = mapsOf(rateMaps).map((map) => gridGeometry(spatialAutocorrelogram(map), options));
      const spacing = all.map((geometry) => geometry.spacing);
      return {
        spacing: column(spacing),
        orientation: column(all.map(({ orientation }) => orientation)),
        meanOrientation: column(all.map(({ meanOrientation }) => meanOrientation)),
        ellipticity: column(all.map(({ ellipticity }) => ellipticity)),
        ellipseDirection: column(all.map(({ ellipseDirection }) => ellipseDirection)),
        undefinedUnits: spacing.filter(Number.isNaN).length,
        n: all.length,
      };
    },
  }),
  spatialCoherence: defineMetric({
    name: 'spatialCoherence',
    version: 1,
    description: "How well a bin's rate is predicted by its neighbours, for maps that were not smoothed",
    unit: '1',
    range: [null, null],
    arguments: { rateMaps: rateMapsArgument },
    options: z.strictObject({
      transform: z
        .enum(['fisher', 'none'])
        .default('fisher')
        .meta({ description: 'atanh r, or the correlation r' }),
      neighbours: z.enum(['visited', 'zeroFilled']).default('visited').meta({
        description: 'Mean of the neighbours that were visited, or with 0 for the others, as opexebo',
      }),
    }),
    gives: GIVES_PER_MAP,
    invariances: { gain: ['rateMaps'] },
    undefinedFor: 'a constant map, fewer than two bins',
    sources: ['Muller & Kubie 1989, doi:10.1523/JNEUROSCI.09-12-04101.1989'],
    run: ({ rateMaps }, options) => perMap(rateMaps, (map) => spatialCoherence(map, options)),
  }),
};
