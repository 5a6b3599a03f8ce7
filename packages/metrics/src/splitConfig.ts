import { ConfigError, RandomState } from '@goal-driven/core/arrays';
import { z } from 'zod';
import { groupKFold } from './groupKFold';
import { groupShuffleSplit } from './groupShuffleSplit';
import { kFold } from './kFold';
import type { Labels } from './Labels';
import { randomSplits } from './randomSplits';
import { shuffleSplit } from './shuffleSplit';
import type { Split } from './Split';
import { stratifiedKFold } from './stratifiedKFold';
import { stratifiedShuffleSplit } from './stratifiedShuffleSplit';
import { latticeDivisions, structured2d } from './structured2d';

const count = z.int().positive();
const seed = z.int().nonnegative().max(0xffffffff);
const share = z.number().gt(0).lt(1);
const folds = z.int().min(2).default(5).meta({ description: 'Parts, each tested once' });
const shuffledFolds = {
  folds,
  seed: seed.optional().meta({ description: 'Shuffles first; left out, samples keep their order' }),
  repeats: count.default(1).meta({ description: 'How often all folds are drawn; takes a seed' }),
};
const shuffles = {
  splits: count.default(10).meta({ description: 'Random splits' }),
  trainFraction: share.optional().meta({ description: 'Share in training, rounded down' }),
  testFraction: share.optional().meta({ description: 'Share in the test, rounded up' }),
  seed: seed.default(0).meta({ description: 'Of the one generator for all splits' }),
};

/** A way to split samples, by its kind. */
export const SplitConfig = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('random'),
      trainFraction: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .meta({ description: 'Share in training, rounded up; 0 tests everything' }),
      splits: shuffles.splits,
      seed: seed.default(0).meta({ description: 'Of the first split; split s has seed + s' }),
    })
    .meta({ title: 'The splits of the studies: one permutation for each seed' }),
  z.strictObject({ kind: z.literal('kFold'), ...shuffledFolds }).meta({ title: 'Cross-validation' }),
  z
    .strictObject({ kind: z.literal('stratifiedKFold'), ...shuffledFolds })
    .meta({ title: 'Cross-validation with the shares of all strata alike' }),
  z.strictObject({ kind: z.literal('shuffleSplit'), ...shuffles }).meta({ title: 'Random splits' }),
  z
    .strictObject({ kind: z.literal('stratifiedShuffleSplit'), ...shuffles })
    .meta({ title: 'Random splits with the shares of all strata alike' }),
  z
    .strictObject({ kind: z.literal('groupKFold'), folds })
    .meta({ title: 'Cross-validation that keeps groups whole' }),
  z
    .strictObject({ kind: z.literal('groupShuffleSplit'), ...shuffles })
    .meta({ title: 'Random splits that keep groups whole; shares are of groups' }),
  z
    .strictObject({
      kind: z.literal('structured2d'),
      rows: count.meta({ description: 'Of the lattice that the samples fill row by row' }),
      columns: count.meta({ description: 'Of the lattice' }),
      division: z.enum(latticeDivisions).meta({ description: 'Regions, each tested once' }),
      square: count
        .optional()
        .meta({ description: 'Side of a square of the checkerboard; 1 bin if left out' }),
    })
    .meta({ title: 'Regions of a lattice of bins' }),
]);
export type SplitConfig = z.output<typeof SplitConfig>;

export type LabelledSamples = {
  /** How many samples there are. */
  readonly count: number;
  /** LabelledSamples of one group are never in training and test alike. */
  readonly groups?: Labels | undefined;
  /** Classes that are to have their share in training and test. */
  readonly strata?: Labels | undefined;
};

/**
 * The splits that a config describes.
 *
 * @throws ConfigError for groups that the splits would tear, groups or strata that are missing, a lattice that is not
 *   that of the samples, repeats without a seed; what the splitter throws
 */
export function createSplits(
  config: SplitConfig,
  { count: samples, groups, strata }: LabelledSamples,
): Split[] {
  if (groups !== undefined && config.kind !== 'groupKFold' && config.kind !== 'groupShuffleSplit') {
    throw new ConfigError(
      `createSplits: groups must be kept whole, by groupKFold or groupShuffleSplit, got ${config.kind}`,
    );
  }
  const labels = (name: string, given: Labels | undefined): Labels => {
    if (given?.length === samples) return given;
    const got = given === undefined ? 'none' : String(given.length);
    throw new ConfigError(
      `createSplits: ${config.kind} takes ${name} of each of ${samples} samples, got ${got}`,
    );
  };
  switch (config.kind) {
    case 'random':
      return randomSplits(samples, config);
    case 'kFold':
      return kFold(samples, config.folds, shuffleOf(config));
    case 'stratifiedKFold':
      return stratifiedKFold(labels('strata', strata), config.folds, shuffleOf(config));
    case 'shuffleSplit':
      return shuffleSplit(samples, new RandomState(config.seed), config);
    case 'stratifiedShuffleSplit':
      return stratifiedShuffleSplit(labels('strata', strata), new RandomState(config.seed), config);
    case 'groupKFold':
      return groupKFold(labels('groups', groups), config.folds);
    case 'groupShuffleSplit':
      return groupShuffleSplit(labels('groups', groups), new RandomState(config.seed), config);
    case 'structured2d':
      return latticeSplits(samples, config);
  }
}

function shuffleOf({ kind, seed: given, repeats }: Extract<SplitConfig, { folds: number; repeats: number }>) {
  if (given !== undefined) return { random: new RandomState(given), repeats };
  if (repeats === 1) return undefined;
  throw new ConfigError(`createSplits: repeats of ${kind} must have a seed, got ${repeats} and none`);
}

function latticeSplits(
  samples: number,
  { rows, columns, division, square }: Extract<SplitConfig, { kind: 'structured2d' }>,
): Split[] {
  if (rows * columns !== samples) {
    throw new ConfigError(
      `createSplits: a lattice of ${rows} x ${columns} must hold every sample in its bin, got ${samples} samples`,
    );
  }
  return structured2d(rows, columns, division, { square });
}
