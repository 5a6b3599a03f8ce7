import { ndArray, ShapeError, type Rng } from '@goal-driven/core/arrays';
import { bootstrap, medianOfKnown } from '@goal-driven/metrics';
import type { FitTerms } from './mouseFit';

/** An animal with the values of its units. */
export type AnimalFit = FitTerms & {
  readonly specimen: number;
  /** As of `MouseFit`. */
  readonly skippedHalves: number;
};

/** Units as one number, with its error; correlations. */
export type FitSummary = {
  /** Medians over the units that have a ceiled value. */
  readonly raw: number;
  readonly ceiling: number;
  readonly ceiled: number;
  /** Of the ceiled values: deviation (ddof 1) over the root of their number; NaN for fewer than 2. */
  readonly sem: number;
  /** Units that have a ceiled value. */
  readonly n: number;
  /** Units that have none, and are left out. */
  readonly undefinedUnits: number;
};

/**
 * One number for the units of several animals, side by side: the median, with the standard error of published figures.
 *
 * @throws ShapeError for no animals
 * @source Nayebi et al. 2023: median and s.e.m. over units
 */
export function summariseFits(fits: readonly FitTerms[]): FitSummary {
  if (fits.length === 0) throw new ShapeError('summariseFits: fits must be of at least 1 animal, got none');
  const all = (name: keyof FitTerms) => Float64Array.from(fits.flatMap((fit) => [...fit[name]]));
  const ceiled = all('ceiled');
  const defined = (values: Float64Array) => values.filter((_, unit) => !Number.isNaN(ceiled[unit]!));
  const known = defined(ceiled);
  const n = known.length;
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    raw: medianOfKnown(defined(all('raw'))),
    ceiling: medianOfKnown(defined(all('ceiling'))),
    ceiled: medianOfKnown(known),
    sem: n < 2 ? NaN : Math.sqrt(squares / (n - 1) / n),
    n,
    undefinedUnits: ceiled.length - n,
  };
}

/**
 * Interval of the median over units when other animals had been recorded: whole animals are drawn anew, since units of
 * one animal are not independent. Not published; the published error takes units for independent.
 *
 * @returns bounds NaN where some draw has no unit with a value
 * @throws as `bootstrap` of metrics, as for no animals
 */
export function intervalOverAnimals(
  fits: readonly FitTerms[],
  rng: Rng,
  { resamples = 1000, level = 0.95 }: { readonly resamples?: number; readonly level?: number } = {},
): readonly [low: number, high: number] {
  const animals = ndArray(
    Float64Array.from(fits, (_, animal) => animal),
    [fits.length],
  );
  const statistic = ({ values }: { readonly values: Float64Array }) =>
    medianOfKnown(
      Float64Array.from(values).reduce<number[]>((all, at) => (all.push(...fits[at]!.ceiled), all), []),
    );
  return bootstrap(animals, rng, { statistic, resamples, level }).interval;
}
