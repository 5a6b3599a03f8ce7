import { ConfigError, DataError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { groupSamples, tally, type LnpGroups } from './_lnpGroups';
import { fitLnp, lnpProblem, type LnpProblem } from './_lnpNewton';
import { requireFinite } from './_matrix';
import { requireCount, total } from './_vectors';
import type { LnpVariable } from './lnpDesign';
import { poissonScores, type PoissonScores } from './poissonScores';

export type LnpOptions = {
  /** 10 by default. */
  readonly folds?: number;
  /** Stretches of time that make up the test samples of each fold; 5 by default. */
  readonly sectionsPerFold?: number;
  /** Length of a sample, s; 0.02 by default. Only mean squared errors depend on it. */
  readonly sampleLength?: number;
};

export type LnpFit = {
  /** Of each variable by name, [bins] or [rows, columns]. Variables share a constant: only their sums mean something. */
  readonly parameters: { readonly [variable: string]: NdArray };
  /** [samples], expected counts. */
  readonly rates: NdArray;
  /** What was minimised: `sum (r - n log r)` and roughness. */
  readonly objective: number;
};

/** Linear-nonlinear Poisson models of one behaviour, for any number of cells. */
export type Lnp = {
  readonly variables: readonly LnpVariable[];
  /**
   * The model of these variables that fits all samples best.
   *
   * @param counts [samples], spikes
   * @throws DataError for no spike at all, or a negative count
   */
  fit(counts: NdArray, names: readonly string[]): LnpFit;
  /**
   * Scores on samples that a fold's model has not seen, [folds] each; NaN for a fold without spikes in test or training.
   *
   * @param counts [samples], spikes
   */
  crossValidate(counts: NdArray, names: readonly string[]): readonly PoissonScores[];
};

/**
 * The linear-nonlinear Poisson model: expected counts are the exponential of a sum of one parameter per variable, that of
 * the bin in which the sample lies. Neighbouring bins are held together by a penalty on their difference. Fitted by
 * Newton's method to the optimum.
 *
 * What depends on behaviour alone is worked out once for each set of variables, and samples in the same bins are one
 * term, so that further cells cost less than the first.
 *
 * @param variables as `lnpDesign` makes them, or one's own; names must differ. Quickest with the largest first
 * @throws ShapeError for variables of different lengths, ConfigError for names twice and options out of range, DataError
 *   for bins that are not there
 * @source Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025
 */
export function lnp(variables: readonly LnpVariable[], options: LnpOptions = {}): Lnp {
  const { folds = 10, sectionsPerFold = 5, sampleLength = 0.02 } = options;
  const samples = checkVariables(variables);
  requireCount('lnp', 'folds', folds, 2);
  requireCount('lnp', 'sectionsPerFold', sectionsPerFold, 1);
  if (!(sampleLength > 0)) throw new ConfigError(`lnp: sampleLength must be positive, got ${sampleLength}`);
  if (folds * sectionsPerFold > samples) {
    throw new ConfigError(
      `lnp: folds times sectionsPerFold must be at most the ${samples} samples, got ${folds * sectionsPerFold}`,
    );
  }
  const foldOf = lnpFolds(samples, { folds, sectionsPerFold });
  const problems = new Map<string, LnpProblem>();
  const problemOf = (names: readonly string[]): LnpProblem => {
    const chosen = choose(variables, names);
    const key = JSON.stringify(chosen.map(({ name }) => name));
    const problem = problems.get(key) ?? lnpProblem(groupSamples(chosen, samples));
    problems.set(key, problem);
    return problem;
  };
  return {
    variables,
    fit(counts, names) {
      checkCounts(counts, samples);
      const problem = problemOf(names);
      const seen = tally(problem.groups, counts.values, () => true);
      if (total(seen.spikes) === 0) throw new DataError('lnp: counts must hold a spike, got none');
      const { parameters, objective } = fitLnp(
        problem,
        seen,
        level(problem.groups, total(seen.spikes) / samples),
      );
      const rates = Float64Array.from(problem.groups.ofSample, (group) => problem.rates[group]!);
      return { parameters: byName(problem.groups, parameters), rates: ndArray(rates, [samples]), objective };
    },
    crossValidate(counts, names) {
      checkCounts(counts, samples);
      const problem = problemOf(names);
      let start: Float64Array | undefined;
      return Array.from({ length: folds }, (_, fold) => {
        const seen = tally(problem.groups, counts.values, (sample) => foldOf[sample] !== fold);
        const spikes = total(seen.spikes);
        const tested = counts.values.filter((_, sample) => foldOf[sample] === fold);
        if (spikes === 0 || total(tested) === 0) return UNDEFINED;
        start = fitLnp(problem, seen, start ?? level(problem.groups, spikes / samples)).parameters;
        const expected = problem.groups.ofSample.filter((_, sample) => foldOf[sample] === fold);
        const rates = Float64Array.from(expected, (group) => problem.rates[group]!);
        return poissonScores(ndArray(tested, [tested.length]), ndArray(rates, [rates.length]), {
          sampleLength,
        });
      });
    },
  };
}

const UNDEFINED: PoissonScores = {
  increase: NaN,
  model: NaN,
  constant: NaN,
  varianceExplained: NaN,
  correlation: NaN,
  meanSquaredError: NaN,
};

/**
 * The fold in which each sample is tested: time is cut into sections of equal length, which the folds take in turn.
 *
 * @returns [samples], 0 .. folds - 1
 */
export function lnpFolds(
  samples: number,
  { folds, sectionsPerFold }: { readonly folds: number; readonly sectionsPerFold: number },
): Int32Array {
  const sections = folds * sectionsPerFold;
  const foldOf = new Int32Array(samples);
  for (let section = 0; section < sections; section++) {
    const [start, end] = [section, section + 1].map(
      (edge) => Math.round(1 + (edge * samples) / sections) - 1,
    );
    foldOf.fill(section % folds, start, end);
  }
  return foldOf;
}

/** Parameters that give one rate everywhere. */
function level({ offsets }: LnpGroups, rate: number): Float64Array {
  return new Float64Array(offsets.at(-1)!).fill(Math.log(rate), 0, offsets[1]);
}

const byName = ({ variables, offsets }: LnpGroups, parameters: Float64Array) =>
  Object.fromEntries(
    variables.map(({ name, shape }, at) => [
      name,
      ndArray(parameters.slice(offsets[at], offsets[at + 1]), shape),
    ]),
  );

/** In the order in which the variables were given. */
function choose(variables: readonly LnpVariable[], names: readonly string[]): readonly LnpVariable[] {
  const unknown = names.find((name) => !variables.some((variable) => variable.name === name));
  if (unknown !== undefined || names.length === 0) {
    throw new ConfigError(
      `lnp: names must be some of ${variables.map(({ name }) => name).join(', ')}, got ${JSON.stringify(names)}`,
    );
  }
  return variables.filter(({ name }) => names.includes(name));
}

function checkCounts(counts: NdArray, samples: number): void {
  if (counts.shape.length !== 1 || counts.shape[0] !== samples) {
    throw new ShapeError(`lnp: counts must be [${samples}] like the variables, got [${counts.shape}]`);
  }
  requireFinite('lnp', 'counts', counts, 1);
  const wrong = counts.values.findIndex((count) => count < 0);
  if (wrong >= 0) {
    throw new DataError(`lnp: counts must not be negative, got ${counts.values[wrong]} at ${wrong}`);
  }
}

/** @returns the number of samples */
function checkVariables(variables: readonly LnpVariable[]): number {
  const names = variables.map(({ name }) => name);
  if (names.length === 0 || new Set(names).size < names.length) {
    throw new ConfigError(
      `lnp: variables must be one or more with names that differ, got [${names.join(', ')}]`,
    );
  }
  const samples = variables[0]!.bins.length;
  for (const { name, bins, shape, penalty, kind } of variables) {
    const count = shape.reduce((product, axis) => product * axis, 1);
    if (bins.length !== samples || shape.length !== (kind === 'plane' ? 2 : 1)) {
      throw new ShapeError(
        `lnp: ${name} must have ${samples} samples and the axes of a ${kind}, got ${bins.length} and [${shape}]`,
      );
    }
    const wrong = bins.find((bin) => bin < 0 || bin >= count);
    if (wrong !== undefined)
      throw new DataError(`lnp: bins of ${name} must be in 0 .. ${count - 1}, got ${wrong}`);
    if (!(penalty > 0)) throw new ConfigError(`lnp: penalty of ${name} must be positive, got ${penalty}`);
  }
  return samples;
}
