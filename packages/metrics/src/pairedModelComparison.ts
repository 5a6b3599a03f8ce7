import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { columnsOf, rowsOf, type Matrix } from './_matrix';
import { meanOf, requireLevel, squaredDeviations } from './_vectors';
import { fisherF, studentT, symmetricPValue } from './distributions';
import { holm } from './multipleComparisons';
import { percentile } from './percentile';
import type { Estimate } from './linearFit';

export type PairedModelComparisonOptions = {
  /** How the sites of an animal become its score. */
  readonly aggregate?: 'median' | 'mean';
  /** Of the intervals, in (0, 1); 0.95 by default. */
  readonly level?: number;
};

export type ModelPair = {
  /** Columns of `scores`. */
  readonly models: readonly [first: number, second: number];
  /** First minus second, mean over animals, with the t interval of the paired differences (not adjusted). */
  readonly difference: Estimate;
  /** Paired t over animals; NaN when all animals differ by the same. */
  readonly t: number;
  /** Degrees of freedom, animals - 1. */
  readonly degrees: number;
  /** Two-sided, of this pair alone. */
  readonly pValue: number;
  /** Adjusted by Holm over all pairs. */
  readonly adjusted: number;
};

export type PairedModelComparison = {
  /** One score per animal and model: [animals, models] */
  readonly scores: Matrix;
  /** The rows of `scores`. */
  readonly animals: readonly string[];
  /** Mean over animals: [models] */
  readonly means: Float64Array;
  /** Whether models differ at all: the test of the fixed effect of model. */
  readonly f: number;
  /** Degrees of freedom of `f`. */
  readonly degrees: readonly [numerator: number, denominator: number];
  /** Of `f`, 0 .. 1. */
  readonly pValue: number;
  /** Variance between animals (random intercept, at least 0) and of what is left. */
  readonly variances: { readonly animal: number; readonly residual: number };
  /** Every pair of models. */
  readonly pairs: readonly ModelPair[];
  /** Sites behind the scores, and those left out because some model has no value for them. */
  readonly sites: { readonly used: number; readonly dropped: number };
};

/**
 * Compares models over animals, the animal as the unit: sites of one animal are not independent, so each animal
 * counts once, by the median over its sites.
 *
 * The linear mixed model is `score = mean of the model + intercept of the animal + residual`. With every model scored
 * on every animal its restricted-likelihood test is the analysis of variance for repeated measures. Pairs of models
 * are tested by their own paired differences, which does not take all pairs to vary alike.
 *
 * @param scores [sites, models], NaN where a model has no value; such a site is left out for all models
 * @param animals [sites], the animal of each site
 * @throws ShapeError for fewer than 2 models or 2 animals, DataError for an animal without a usable site, ConfigError
 *   for an unknown aggregate
 * @source Laird & Ware 1982, Biometrics 38; Holm 1979
 */
export function pairedModelComparison(
  scores: Matrix,
  animals: readonly string[],
  { aggregate = 'median', level = 0.95 }: PairedModelComparisonOptions = {},
): PairedModelComparison {
  requireScores(scores, animals);
  requireLevel('pairedModelComparison', level);
  if (aggregate !== 'median' && aggregate !== 'mean')
    throw new ConfigError(
      `pairedModelComparison: aggregate must be median or mean, got ${String(aggregate)}`,
    );
  const models = columnsOf(scores);
  const names = [...new Set(animals)];
  if (names.length < 2)
    throw new ShapeError(`pairedModelComparison: animals must be at least 2, got ${names.length}`);
  const usable = animals.map((_, site) =>
    scores.values.subarray(site * models, (site + 1) * models).every((value) => !Number.isNaN(value)),
  );
  const summary = aggregate === 'median' ? (values: number[]) => percentile(values, 50) : meanOf;
  const rows = names.map((name) => {
    const sites = animals.flatMap((animal, site) => (animal === name && usable[site] ? [site] : []));
    if (sites.length === 0)
      throw new DataError(
        `pairedModelComparison: every animal must have a site with all models, got none for ${name}`,
      );
    return Array.from({ length: models }, (_, m) =>
      summary(sites.map((site) => scores.values[site * models + m]!)),
    );
  });
  const used = usable.filter(Boolean).length;
  return {
    scores: ndArray(Float64Array.from(rows.flat()), [names.length, models]),
    animals: names,
    ...repeatedMeasures(rows),
    pairs: comparePairs(rows, level),
    sites: { used, dropped: animals.length - used },
  };
}

/** The test of the fixed effect, and the components of variance, of a balanced table [animals][models]. */
function repeatedMeasures(rows: readonly (readonly number[])[]) {
  const [animals, models] = [rows.length, rows[0]!.length];
  const means = Float64Array.from({ length: models }, (_, m) => meanOf(rows.map((row) => row[m]!)));
  const rowMeans = rows.map((row) => meanOf(row));
  const grand = meanOf(means);
  const between = animals * squaredDeviations(means);
  let residual = 0;
  rows.forEach((row, a) =>
    row.forEach((value, m) => (residual += (value - means[m]! - rowMeans[a]! + grand) ** 2)),
  );
  const degrees = [models - 1, (models - 1) * (animals - 1)] as const;
  const residualVariance = residual / degrees[1];
  const animalMean = (models * squaredDeviations(rowMeans)) / (animals - 1);
  // What rounding leaves of a residual of 0 is no residual.
  const largest = Math.max(...rows.flat().map(Math.abs));
  const none = residual <= (1e-15 * largest) ** 2 * animals * models;
  const f = none ? NaN : between / degrees[0] / residualVariance;
  return {
    means,
    f,
    degrees,
    pValue: none ? NaN : fisherF(...degrees).above(f),
    variances: { animal: Math.max(0, (animalMean - residualVariance) / models), residual: residualVariance },
  };
}

function comparePairs(rows: readonly (readonly number[])[], level: number): ModelPair[] {
  const [animals, models] = [rows.length, rows[0]!.length];
  const law = studentT(animals - 1);
  const reach = law.quantile((1 + level) / 2);
  const pairs = Array.from({ length: models }, (_, first) =>
    Array.from({ length: models - first - 1 }, (_, after) => [first, first + 1 + after] as const),
  ).flat();
  const tests = pairs.map(([first, second]) => {
    const differences = rows.map((row) => row[first]! - row[second]!);
    const value = meanOf(differences);
    const standardError = Math.sqrt(squaredDeviations(differences) / (animals - 1) / animals);
    const t = standardError === 0 ? NaN : value / standardError;
    const interval = [value - reach * standardError, value + reach * standardError] as const;
    const pValue = symmetricPValue(law, t, 'twoSided');
    return { models: [first, second] as const, difference: { value, standardError, interval }, t, pValue };
  });
  // A pair whose difference is the same in every animal has no p; it still counts among the comparisons.
  const pValues = Float64Array.from(tests, ({ pValue }) => (Number.isNaN(pValue) ? 1 : pValue));
  const adjusted = holm(ndArray(pValues, [pValues.length])).values;
  return tests.map((test, i) => ({
    ...test,
    degrees: animals - 1,
    adjusted: Number.isNaN(test.pValue) ? NaN : adjusted[i]!,
  }));
}

function requireScores(scores: NdArray, animals: readonly string[]): void {
  if (scores.shape.length !== 2 || columnsOf(scores) < 2) {
    throw new ShapeError(`pairedModelComparison: scores must be [sites, models >= 2], got [${scores.shape}]`);
  }
  if (animals.length !== rowsOf(scores)) {
    throw new ShapeError(
      `pairedModelComparison: animals must name each of ${rowsOf(scores)} sites, got ${animals.length}`,
    );
  }
  const index = scores.values.findIndex((value) => Math.abs(value) === Infinity);
  if (index >= 0) {
    throw new DataError(
      `pairedModelComparison: scores must be finite or NaN, got ${scores.values[index]} at flat index ${index}`,
    );
  }
}
