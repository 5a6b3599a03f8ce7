import { ConfigError, ndArray, type NdArray, type Rng } from '@goal-driven/core/arrays';
import { multiply, type Matrix } from './_matrix';
import { meanOf, requireCount, squaredDeviations } from './_vectors';

export type SyntheticPopulationOptions = {
  /** At least 2. */
  readonly stimuli: number;
  /** Of the source. */
  readonly features: number;
  /** Of the target. */
  readonly sites: number;
  /** Of each stimulus. */
  readonly trials: number;
  /** Correlation of each site's response without noise with its linear part, 0 .. 1; the rest no feature tells. */
  readonly explained: number;
  /** Of the average over all trials: share of the variance over stimuli that is not noise, above 0, at most 1. */
  readonly reliability: number;
};

export type SyntheticPopulation = {
  /** [stimuli, features] */
  readonly source: Matrix;
  /** [stimuli, sites], responses without noise: mean 0 and variance 1 over stimuli. */
  readonly means: Matrix;
  /** [trials, stimuli, sites] */
  readonly responses: NdArray;
};

/**
 * A population whose composition and noise are known, to see what a score makes of them: normal features, a random
 * direction of them per site, a part of its own that is independent of them, and normal noise in every trial.
 *
 * @throws ConfigError for counts or shares out of range
 */
export function syntheticPopulation(rng: Rng, options: SyntheticPopulationOptions): SyntheticPopulation {
  requireOptions(options);
  const { stimuli, features, sites, trials, explained, reliability } = options;
  const source = ndArray(rng.child('features').normal(stimuli * features), [stimuli, features]);
  const weights = ndArray(rng.child('weights').normal(features * sites), [features, sites]);
  const linear = standardised(multiply(source, weights));
  const own = standardised(ndArray(rng.child('own').normal(stimuli * sites), [stimuli, sites]));
  const rest = Math.sqrt(1 - explained ** 2);
  const means = standardised(
    ndArray(
      linear.values.map((value, at) => explained * value + rest * own.values[at]!),
      [stimuli, sites],
    ),
  );
  const deviation = Math.sqrt((trials * (1 - reliability)) / reliability);
  const noise = rng.child('noise').normal(trials * stimuli * sites);
  const responses = Float64Array.from(
    noise,
    (value, at) => means.values[at % (stimuli * sites)]! + deviation * value,
  );
  return { source, means, responses: ndArray(responses, [trials, stimuli, sites]) };
}

function requireOptions(options: SyntheticPopulationOptions): void {
  const who = 'syntheticPopulation';
  requireCount(who, 'stimuli', options.stimuli, 2);
  requireCount(who, 'features', options.features, 1);
  requireCount(who, 'sites', options.sites, 1);
  requireCount(who, 'trials', options.trials, 1);
  const { explained, reliability } = options;
  if (!(explained >= 0 && explained <= 1)) {
    throw new ConfigError(`${who}: explained must be in 0 .. 1, got ${explained}`);
  }
  if (!(reliability > 0 && reliability <= 1)) {
    throw new ConfigError(`${who}: reliability must be above 0 and at most 1, got ${reliability}`);
  }
}

/** Every column with mean 0 and variance 1. */
function standardised({ values, shape }: Matrix): Matrix {
  const [rows, columns] = shape as readonly [number, number];
  const result = new Float64Array(values.length);
  for (let c = 0; c < columns; c++) {
    const own = values.filter((_, at) => at % columns === c);
    const [mean, deviation] = [meanOf(own), Math.sqrt(squaredDeviations(own) / rows)];
    own.forEach((value, row) => {
      result[row * columns + c] = (value - mean) / deviation;
    });
  }
  return ndArray(result, shape);
}
