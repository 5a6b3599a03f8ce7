import { ConfigError, createRng, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { activityArgument, arenaEdges, arenaOptions, positionsArgument } from './rateMapMetrics';
import { classifyByShuffling } from '../classifyByShuffling';
import { classifyCells, type CellClass, type CellClasses } from '../classifyCells';
import { defineMetric } from '../defineMetric';

const Class = z.enum(['grid', 'border', 'headDirection', 'speed', 'place']);
/** Thresholds of Nayebi et al. 2021. */
const KNOWN_THRESHOLDS: { readonly [name in CellClass]?: number } = { grid: 0.3, border: 0.5 };
const SOURCES = [
  'Nayebi et al. 2021, doi:10.1101/2021.10.30.466617',
  'Langston et al. 2010, doi:10.1126/science.1188210',
];

const GIVES = {
  labels: 'of each cell all that it is called',
  fractions: 'of the cells, by class; a cell may be of several',
  counts: 'the same in cells',
  undefinedScores: 'cells without a score, by class; they are not of it',
};

/** Fractions and counts beside each other, those of conjunctive cells, of none and heterogeneous ones among them. */
function resultOf({ labels, classes, conjunctive, none, heterogeneous, undefinedScores, n }: CellClasses) {
  const shares = Object.entries({ ...classes, conjunctive, none, heterogeneous });
  return {
    labels,
    fractions: Object.fromEntries(shares.map(([name, { fraction }]) => [name, fraction])),
    counts: Object.fromEntries(shares.map(([name, { count }]) => [name, count])),
    undefinedScores,
    n,
  };
}

const columnOf = ({ values, shape }: NdArray, at: number): NdArray =>
  ndArray(
    values.filter((_, index) => index % shape[1]! === at),
    [shape[0]!],
  );

/** The labels of cells and units, and how many bear each. */
export const cellMetrics = {
  cellClasses: defineMetric({
    name: 'cellClasses',
    version: 1,
    description:
      'Grid, border, head direction, speed, place, conjunctive and heterogeneous cells by thresholds',
    unit: '1',
    range: [0, 1],
    arguments: {
      scores: { axes: '[cells, classes], in the order of the option classes', ranks: [2] },
      thresholds: {
        axes: '[classes] or [cells, classes]; 0.3 for grid and 0.5 for border scores where left out',
        ranks: [1, 2],
        optional: true,
      },
    },
    options: z.strictObject({
      classes: z
        .array(Class)
        .min(1)
        .default(['grid', 'border'])
        .meta({ description: 'What the columns of scores are' }),
    }),
    gives: GIVES,
    undefinedFor: 'fractions of no cells; heterogeneous without both grid and border scores',
    sources: SOURCES,
    run: ({ scores, thresholds }, { classes }) => {
      const columns = [scores.shape[1], thresholds === undefined ? classes.length : thresholds.shape.at(-1)];
      if (columns.some((count) => count !== classes.length)) {
        throw new ShapeError(
          `cellClasses: scores and thresholds must have a column for each of ${classes.join(', ')}, got ${columns.join(' and ')}`,
        );
      }
      const thresholdOf = (name: CellClass, at: number): number | NdArray => {
        if (thresholds !== undefined)
          return thresholds.shape.length === 1 ? thresholds.values[at]! : columnOf(thresholds, at);
        const known = KNOWN_THRESHOLDS[name];
        if (known === undefined) {
          throw new ConfigError(`cellClasses: thresholds must be given for ${name}, got none`);
        }
        return known;
      };
      const result = classifyCells(
        Object.fromEntries(classes.map((name, at) => [name, columnOf(scores, at)])),
        Object.fromEntries(classes.map((name, at) => [name, thresholdOf(name, at)])),
      );
      return resultOf(result);
    },
  }),
  shuffledCellClasses: defineMetric({
    name: 'shuffledCellClasses',
    version: 1,
    description: 'The same classes by shuffling tests of all scores, from activity along a path',
    unit: '1',
    range: [0, 1],
    arguments: {
      positions: positionsArgument,
      activity: activityArgument,
      headings: { axes: '[samples], rad', ranks: [1], optional: true },
      speeds: { axes: '[samples], m/s', ranks: [1], optional: true },
    },
    options: z.strictObject({
      ...arenaOptions,
      sd: z
        .number()
        .nonnegative()
        .default(1)
        .meta({ description: 'Of the Gaussian that smooths maps; 0 for none', unit: 'bins' }),
      headingBins: z.int().positive().default(20).meta({ description: 'Bins of heading' }),
      shuffle: z
        .enum(['shift', 'permutation'])
        .default('shift')
        .meta({ description: 'Turn activity in time, or permute its samples' }),
      sampleLength: z
        .number()
        .positive()
        .default(0.02)
        .meta({ description: 'Length of a sample', unit: 's' }),
      minimumOffset: z
        .number()
        .nonnegative()
        .default(20)
        .meta({ description: 'Least shift in time', unit: 's' }),
      shuffles: z.int().positive().default(500).meta({ description: 'Shuffles per cell' }),
      percentile: z
        .number()
        .min(0)
        .max(100)
        .default(99)
        .meta({ description: 'Of shuffled scores, the threshold' }),
      pooled: z
        .boolean()
        .default(false)
        .meta({ description: 'One threshold from the shuffles of all cells' }),
      seed: z.int().nonnegative().default(0).meta({ description: 'Of the shuffles' }),
    }),
    gives: {
      ...GIVES,
      scores: 'by class, [cells]',
      thresholds: 'by class, [cells]',
      pValues: 'by class, [cells], one-sided',
    },
    undefinedFor: 'scores, thresholds and p-values of cells whose scores are',
    sources: SOURCES,
    run: ({ positions, activity, headings, speeds }, { bins, x, y, shuffle, ...options }) => {
      const path = { positions, ...(headings && { headings }), ...(speeds && { speeds }) };
      const minimumOffset = Math.round(options.minimumOffset / options.sampleLength);
      const { sd, headingBins, shuffles, percentile, pooled, seed } = options;
      const classes = classifyByShuffling(path, activity, createRng(seed), {
        edges: arenaEdges(positions, { bins, x, y }),
        shuffle: shuffle === 'shift' ? { kind: 'shift', minimumOffset } : { kind: 'permutation' },
        ...{ sd, headingBins, shuffles, percentile, pooled },
      });
      const byClass = (of: 'observed' | 'pValue') =>
        Object.fromEntries(
          Object.entries(classes.tests).map(([name, tests]) => [
            name,
            Float64Array.from(tests, (test) => test[of]),
          ]),
        );
      return {
        ...resultOf(classes),
        scores: byClass('observed'),
        thresholds: classes.thresholds as { [name: string]: NdArray },
        pValues: byClass('pValue'),
      };
    },
  }),
};
