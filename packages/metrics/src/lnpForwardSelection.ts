import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { Lnp } from './lnp';
import { wilcoxonSignedRank } from './wilcoxonSignedRank';

/** A model and its log-likelihood increases on test samples. */
export type LnpModelScores = {
  readonly variables: readonly string[];
  /** [folds], bits per spike; NaN for folds without spikes. */
  readonly increases: Float64Array;
  /** Over the folds that have one. */
  readonly mean: number;
};

export type LnpForwardSelection = {
  /** The variables that the cell codes for; none where it is unclassified. */
  readonly selected: readonly string[];
  /** Whether the chosen model predicts better than a constant rate. */
  readonly classified: boolean;
  /** The chosen model, classified or not. */
  readonly chosen: LnpModelScores;
  /** One-sided, that the chosen model is better than a constant. */
  readonly pValue: number;
  /** For each larger model tried: the variable that it adds, and whether it predicts better than the one before. */
  readonly steps: readonly { readonly added: string; readonly pValue: number; readonly accepted: boolean }[];
  /** All models that were fitted, in the order in which they were. */
  readonly models: readonly LnpModelScores[];
};

/**
 * Which variables a cell codes for: from the best model of one variable on, the best variable is added as long as the
 * larger model predicts test samples better, by a one-sided signed rank test over the folds. The chosen model must in the
 * end be better than a constant rate in the same way.
 *
 * @param models of the behaviour, from `lnp`
 * @param counts [samples], spikes
 * @param options `level` of the tests, 0.05 by default
 * @returns unclassified, with p-values of NaN, where no fold has a score
 * @throws ConfigError for a level outside (0, 1)
 * @source Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025
 * @differs there all models are fitted; here those that the search looks at
 */
export function lnpForwardSelection(
  models: Lnp,
  counts: NdArray,
  { level = 0.05 }: { readonly level?: number } = {},
): LnpForwardSelection {
  if (!(level > 0 && level < 1)) {
    throw new ConfigError(`lnpForwardSelection: level must be between 0 and 1, got ${level}`);
  }
  const names = models.variables.map(({ name }) => name);
  const fitted: LnpModelScores[] = [];
  const score = (variables: readonly string[]): LnpModelScores => {
    const increases = Float64Array.from(models.crossValidate(counts, variables), ({ increase }) => increase);
    const known = increases.filter((increase) => !Number.isNaN(increase));
    const mean = known.reduce((sum, increase) => sum + increase, 0) / known.length;
    const model = { variables, increases, mean };
    fitted.push(model);
    return model;
  };
  /** The best model of these variables and one more; the first of equals. */
  const bestWith = (variables: readonly string[]): LnpModelScores =>
    names
      .filter((name) => !variables.includes(name))
      .map((name) => score(names.filter((other) => other === name || variables.includes(other))))
      .reduce((best, model) => (model.mean > best.mean ? model : best));

  let chosen = bestWith([]);
  const steps: LnpForwardSelection['steps'][number][] = [];
  while (chosen.variables.length < names.length) {
    const larger = bestWith(chosen.variables);
    const pValue = pGreater(larger.increases, chosen.increases);
    const added = larger.variables.find((name) => !chosen.variables.includes(name))!;
    steps.push({ added, pValue, accepted: pValue < level });
    if (!(pValue < level)) break;
    chosen = larger;
  }
  const pValue = pGreater(chosen.increases, new Float64Array(chosen.increases.length));
  const classified = pValue <= level;
  return { selected: classified ? chosen.variables : [], classified, chosen, pValue, steps, models: fitted };
}

/** That increases are greater than others over the folds that have both; 1 where all are equal, NaN for no fold. */
function pGreater(increases: Float64Array, others: Float64Array): number {
  const differences = increases
    .map((increase, fold) => increase - others[fold]!)
    .filter((difference) => !Number.isNaN(difference));
  if (differences.length === 0) return NaN;
  if (differences.every((difference) => difference === 0)) return 1;
  const finite = differences.map((difference) =>
    Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, difference)),
  );
  return wilcoxonSignedRank(ndArray(finite, [finite.length]), { alternative: 'greater' }).pValue;
}
