import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { pooledTrials, splitHalfReliability } from '@goal-driven/metrics';
import type { MouseArea } from './mouseAreas';
import { mouseFit } from './mouseFit';
import type { MousePredictivity } from './MousePredictivity';
import type { AreaResponses, MouseAnimal } from './mouseResponses';
import type { AnimalFit } from './summariseFits';

/** Who predicts whom. */
export type AnimalConsistencyOptions = {
  /** `pooled`: from the units of all other animals together, the published ceiling; `pairwise`: from one at a time. */
  readonly source: 'pooled' | 'pairwise';
  /** Of `pairwise`: random choices of as many source units as the smallest animal has; 20 as published. */
  readonly subsets?: number;
  readonly signal?: AbortSignal | undefined;
};

/** Animals of an area predicted from each other: of each its units, correlations as of `FitTerms`. */
export type AreaConsistency = {
  readonly area: MouseArea;
  readonly test: readonly AnimalFit[];
  /** Over training images; absent for RSA. */
  readonly train?: readonly AnimalFit[];
};

/**
 * How well animals predict each other's units in an area, as a model is held against them: what models may be compared
 * with, though no bound on them.
 *
 * @throws ConfigError for an area of a single animal; and as `mouseFit`
 * @source Nayebi et al. 2023
 * @differs pairwise RSA takes all units of a source; the choices of units are made anew in every half, as in metrics
 */
export function animalConsistency(
  { area, animals }: AreaResponses,
  config: MousePredictivity,
  { source, subsets = 20, signal }: AnimalConsistencyOptions,
): AreaConsistency {
  requireTwo('animalConsistency', area, animals);
  const smallest = Math.min(...animals.map(({ units }) => units.length));
  const chooses = source === 'pairwise' && config.map.kind !== 'rsa';
  const sourceUnits = chooses ? { count: smallest, subsets } : undefined;
  const fits = animals.map((target) => ({
    specimen: target.specimen,
    fit: mouseFit(sourcesOf(target, animals, source), target.responses, config, { sourceUnits, signal }),
  }));
  const part = (name: 'test' | 'train'): AnimalFit[] =>
    fits.flatMap(({ specimen, fit: { [name]: terms, skippedHalves } }) =>
      terms ? [{ specimen, ...terms, skippedHalves }] : [],
    );
  const train = part('train');
  return { area, test: part('test'), ...(train.length > 0 && { train }) };
}

/** The other animals, as one or each by itself. */
export function sourcesOf(
  target: MouseAnimal,
  animals: readonly MouseAnimal[],
  source: AnimalConsistencyOptions['source'],
): NdArray[] {
  const others = animals.filter((animal) => animal !== target).map(({ responses }) => responses);
  return source === 'pooled' ? [pooledTrials(others)] : others;
}

/** @throws ConfigError */
export function requireTwo(who: string, area: MouseArea, animals: readonly MouseAnimal[]): void {
  if (animals.length >= 2) return;
  throw new ConfigError(`${who}: ${area} must have at least 2 animals, got ${animals.length}`);
}

/**
 * Reliability of each unit of an area, all images, after Spearman-Brown: its root bounds the correlation with a
 * prediction without noise.
 *
 * @returns by animal, [units] each
 * @throws as `splitHalfReliability` of metrics
 */
export const unitReliability = (
  { animals }: AreaResponses,
  { halves, seed }: Pick<MousePredictivity, 'halves' | 'seed'>,
): Float64Array[] =>
  animals.map(({ responses }) => splitHalfReliability(responses, { halves, seed }).reliability);
