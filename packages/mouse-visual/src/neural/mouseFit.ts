import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import {
  createMap,
  isLinearInTarget,
  meanOfKnown,
  neuralConsistency,
  rsaConsistency,
  summariseConsistency,
  type ConsistencySummary,
  type SourceUnits,
  type StimulusSplit,
} from '@goal-driven/metrics';
import type { MousePredictivity } from './MousePredictivity';

/** Of each unit (of the animal as a whole, for RSA); NaN where undefined. */
export type FitTerms = {
  /** Correlation of prediction and response of the other half of the trials. */
  readonly raw: Float64Array;
  /** The most that the noise of the trials allows. */
  readonly ceiling: Float64Array;
  /** raw over ceiling, half by half; it can exceed 1. */
  readonly ceiled: Float64Array;
};

export type MouseFit = {
  /** Over the images that no map was fitted to; over all of them for RSA. */
  readonly test: FitTerms;
  /** Over the images that maps were fitted to; absent for RSA. */
  readonly train?: FitTerms;
  /**
   * Halves that have no part in the means, for all units alike, as an average over one is not finite: all trials in it
   * miss an image in some unit. Of all sources and choices of units; of RSA, halves without a score for any reason.
   */
  readonly skippedHalves: number;
};

/** What a fit may be told besides its configuration. */
export type MouseFitOptions = {
  /** Splits of one's own in place of those of the configuration. */
  readonly splits?: readonly StimulusSplit[] | undefined;
  /** Random choices of source units in every half; all units where left out. */
  readonly sourceUnits?: SourceUnits | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * How well a source predicts the units of an animal, corrected for the noise of finite trials: maps are fitted to
 * averages over either half of the trials, p1 predicts from the first, and of each unit over test images
 * `r(p1, y2) / sqrt(SB(r(p1, p2)) SB(r(y1, y2)))`, SB Spearman-Brown. The mean over halves and splits of what is defined.
 *
 * @param sources [images, features] of a model, or [trials, images, units] of other animals; of several, the mean of
 *   what each gives
 * @param target [trials, images, units]
 * @throws ConfigError for splits or units of a source with RSA, which takes all; and as `neuralConsistency` and
 *   `rsaConsistency` of metrics
 * @source Nayebi et al. 2023
 * @differs a unit with two negative reliabilities has NaN, where the published code has a spurious number
 */
export function mouseFit(
  sources: readonly NdArray[],
  target: NdArray,
  config: MousePredictivity,
  options: MouseFitOptions = {},
): MouseFit {
  const { map, halves, seed, splits, trainFraction } = config;
  const { signal, sourceUnits } = options;
  if (map.kind === 'rsa') {
    if (options.splits !== undefined || sourceUnits !== undefined) {
      throw new ConfigError('mouseFit: rsa must have all images and units, got splits or sourceUnits');
    }
    const found = sources.map((source) => rsaConsistency(source, target, { halves, seed, signal }));
    return {
      test: meanTerms(found.map(({ raw, ceiling, ceiled }) => termsOf([raw], [ceiling], [ceiled]))),
      skippedHalves: found.reduce((sum, { undefinedHalves }) => sum + undefinedHalves, 0),
    };
  }
  const results = sources.map((source) =>
    neuralConsistency(source, target, {
      ...{ form: 'halfNumerator', map: createMap(map), linearInTarget: isLinearInTarget(map) },
      ...{ halves, seed, sourceUnits, signal },
      ...(options.splits === undefined ? { splits, trainFraction } : { splits: options.splits }),
    }),
  );
  const summary = (part: 'train' | 'test') =>
    summariseConsistency(
      results.map((result) => result[part]),
      'halfNumerator',
    );
  return {
    test: termsOfSummary(summary('test')),
    train: termsOfSummary(summary('train')),
    skippedHalves: results.reduce((sum, result) => sum + result.skippedHalves.length, 0),
  };
}

const termsOf = (raw: number[], ceiling: number[], ceiled: number[]): FitTerms => ({
  raw: Float64Array.from(raw),
  ceiling: Float64Array.from(ceiling),
  ceiled: Float64Array.from(ceiled),
});

const termsOfSummary = ({ raw, ceiling, ceiled }: ConsistencySummary): FitTerms => ({
  raw: raw.sites,
  ceiling: ceiling.sites,
  ceiled: ceiled.sites,
});

/** Of fits of the same units, unit by unit the mean of what is defined. */
export function meanTerms(terms: readonly FitTerms[]): FitTerms {
  const mean = (name: keyof FitTerms) =>
    terms[0]![name].map((_, unit) => meanOfKnown(terms.map((own) => own[name][unit]!)));
  return { raw: mean('raw'), ceiling: mean('ceiling'), ceiled: mean('ceiled') };
}
