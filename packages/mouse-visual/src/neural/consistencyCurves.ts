import { ConfigError, ndArray, RandomState } from '@goal-driven/core/arrays';
import { linearFit, type StimulusSplit } from '@goal-driven/metrics';
import { requireTwo, sourcesOf } from './animalConsistency';
import { mouseFit, type FitTerms } from './mouseFit';
import type { MousePredictivity } from './MousePredictivity';
import type { AreaResponses } from './mouseResponses';
import { summariseFits, type FitSummary } from './summariseFits';

type Options = { readonly signal?: AbortSignal | undefined };

/** A point of a curve: the animals of an area predicted from all others. */
export type CurvePoint = { readonly test: FitSummary; readonly train: FitSummary };

/**
 * Consistency of the animals of an area from a number of images: split s takes the first ones of
 * `RandomState(s).permutation(images)` and splits them by `RandomState(s).permutation` of their number.
 *
 * @param area responses [trials, images, units] of each animal
 * @param counts of images, 4 or more each
 * @throws ConfigError for counts out of range, RSA or a single animal; and as `mouseFit`
 * @source Nayebi et al. 2023, S6: 20, 40, 60, 80, 100 and 118 images
 */
export function consistencyByImages(
  { area, animals }: AreaResponses,
  config: MousePredictivity,
  { counts, signal }: Options & { readonly counts: readonly number[] },
): (CurvePoint & { readonly images: number })[] {
  requireTwo('consistencyByImages', area, animals);
  const all = animals[0]!.responses.shape[1]!;
  return counts.map((images) => {
    if (!Number.isInteger(images) || images < 4 || images > all) {
      throw new ConfigError(
        `consistencyByImages: counts must be whole numbers in 4 .. ${all}, got ${images}`,
      );
    }
    const splits = Array.from({ length: config.splits }, (_, seed) =>
      subsetSplit(seed, { all, images, config }),
    );
    const fits = animals.map((target) =>
      mouseFit(sourcesOf(target, animals, 'pooled'), target.responses, config, { splits, signal }),
    );
    return { images, ...pointOf(fits) };
  });
}

function subsetSplit(
  seed: number,
  {
    all,
    images,
    config,
  }: { readonly all: number; readonly images: number; readonly config: MousePredictivity },
): StimulusSplit {
  const subset = new RandomState(seed).permutation(all);
  const order = new RandomState(seed).permutation(images).map((place) => subset[place]!);
  const train = Math.ceil(config.trainFraction * images);
  return { train: order.slice(0, train), test: order.slice(train) };
}

/**
 * Consistency of the animals of an area from a share of the units of all others, rounded up.
 *
 * @param area responses [trials, images, units] of each animal
 * @param shares in (0, 1], with `subsets` random choices of units in every half where below 1
 * @throws ConfigError for shares out of range, RSA or a single animal; and as `mouseFit`
 * @source Nayebi et al. 2023, S5: shares .2, .36, .52, .68, .84 and 1, ten choices
 * @differs one source of fewer units than components of PLS was padded by hand there
 */
export function consistencyByUnits(
  { area, animals }: AreaResponses,
  config: MousePredictivity,
  {
    shares,
    subsets = 10,
    signal,
  }: Options & { readonly shares: readonly number[]; readonly subsets?: number },
): (CurvePoint & { readonly share: number })[] {
  requireTwo('consistencyByUnits', area, animals);
  return shares.map((share) => {
    if (!(share > 0 && share <= 1)) {
      throw new ConfigError(`consistencyByUnits: shares must be in (0, 1], got ${share}`);
    }
    const fits = animals.map((target) => {
      const [source] = sourcesOf(target, animals, 'pooled');
      const count = Math.ceil(share * source!.shape[2]!);
      return mouseFit([source!], target.responses, config, { sourceUnits: { count, subsets }, signal });
    });
    return { share, ...pointOf(fits) };
  });
}

function pointOf(fits: readonly { readonly test: FitTerms; readonly train?: FitTerms }[]): CurvePoint {
  return {
    test: summariseFits(fits.map(({ test }) => test)),
    train: summariseFits(fits.map(({ train }) => train!)), // RSA, which has none, was refused
  };
}

/**
 * The line `slope log10(share) + intercept` through a curve by units, to be read beyond what was recorded: the intercept
 * is the consistency from all units, `at(10)` from ten times as many.
 *
 * @param points at least 3 with a test value
 * @throws ShapeError for fewer
 * @source Nayebi et al. 2023, S5
 */
export function extrapolateUnits(points: readonly { readonly share: number; readonly test: FitSummary }[]): {
  readonly slope: number;
  readonly intercept: number;
  readonly at: (share: number) => number;
} {
  const known = points.filter(({ test }) => !Number.isNaN(test.ceiled));
  const column = (values: number[]) => ndArray(Float64Array.from(values), [values.length]);
  const fit = linearFit(
    column(known.map(({ share }) => Math.log10(share))),
    column(known.map(({ test }) => test.ceiled)),
  );
  return {
    slope: fit.slope.value,
    intercept: fit.intercept.value,
    at: (share) => fit.at(Math.log10(share)).value,
  };
}
