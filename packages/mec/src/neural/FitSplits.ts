import { ConfigError } from '@goal-driven/core/arrays';
import { createSplits, latticeDivisions, SplitConfig, structured2d, type Split } from '@goal-driven/metrics';
import { z } from 'zod';

const Regions = z
  .strictObject({
    kind: z.literal('regions'),
    division: z.enum(latticeDivisions).meta({
      description: 'Regions of the arena, each tested once; rows are along y, the first at the south',
    }),
    square: z
      .int()
      .positive()
      .optional()
      .meta({ description: 'Side of a square of the checkerboard; 1 bin if left out', unit: 'bins' }),
  })
  .meta({
    title: 'Regions of the arena, in which a map is tried without having been fitted there',
    source: 'Nayebi et al. 2021, structured splits',
  });

/** How bins are parted into those of training and of test. */
export const FitSplits = z
  .discriminatedUnion('kind', [...SplitConfig.options, Regions])
  .meta({ title: 'Bins in training and test' });
export type FitSplits = z.output<typeof FitSplits>;

/**
 * The splits of some bins of an arena, as indices into them.
 *
 * @param lattice rows and columns of the maps
 * @param bins [bins], of the maps, row by row, ascending
 * @throws ConfigError where a region holds none of the bins
 * @differs the study cannot divide an arena into regions where bins are missing; here they are left out of theirs
 */
export function splitsOfBins(
  config: FitSplits,
  bins: Int32Array,
  [rows, columns]: readonly [number, number],
): Split[] {
  if (config.kind !== 'regions') {
    return createSplits(config, { count: bins.length, groups: undefined, strata: undefined });
  }
  const { division, square } = config;
  const places = new Map([...bins].map((bin, place) => [bin, place]));
  const present = (part: Int32Array) => Int32Array.from([...part].flatMap((bin) => places.get(bin) ?? []));
  return structured2d(rows, columns, division, { square }).map(({ train, test }) => {
    const split = { train: present(train), test: present(test) };
    if (split.train.length > 0 && split.test.length > 0) return split;
    throw new ConfigError(
      `splitsOfBins: every part of ${division} must hold a bin with a value, got one of none`,
    );
  });
}
