import { ConfigError, ndArray, type NdArray } from '@goal-driven/core/arrays';
import type { Lnp, LnpFit } from './lnp';
import type { LnpForwardSelection } from './lnpForwardSelection';

/**
 * Response profiles of a fitted model: the firing rate for each bin of a variable, the others being what they are on
 * average over their bins: `exp(theta_b) prod_other mean exp(theta_other) / sampleLength`. The constant that variables share
 * cancels.
 *
 * @param fit of `lnp`
 * @param options `sampleLength`, the length of a sample, s; 0.02 by default
 * @returns of each variable by name, [bins] or [rows, columns], Hz
 * @throws ConfigError for a sampleLength that is not positive
 * @source Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025
 */
export function lnpProfiles(
  { parameters }: Pick<LnpFit, 'parameters'>,
  { sampleLength = 0.02 }: { readonly sampleLength?: number } = {},
): { readonly [variable: string]: NdArray } {
  if (!(sampleLength > 0))
    throw new ConfigError(`lnpProfiles: sampleLength must be positive, got ${sampleLength}`);
  const names = Object.keys(parameters);
  const gains = Object.fromEntries(names.map((name) => [name, parameters[name]!.values.map(Math.exp)]));
  const mean = (name: string): number =>
    gains[name]!.reduce((sum, gain) => sum + gain, 0) / gains[name]!.length;
  return Object.fromEntries(
    names.map((name) => {
      const others = names
        .filter((other) => other !== name)
        .reduce((product, other) => product * mean(other), 1);
      return [
        name,
        ndArray(
          gains[name]!.map((gain) => (gain * others) / sampleLength),
          parameters[name]!.shape,
        ),
      ];
    }),
  );
}

/**
 * What each variable contributes to the chosen model: for one that it holds the bits per spike that are lost without it
 * (for the only one all of them), for one that it does not hold those that are gained with it.
 *
 * @param counts [samples], spikes
 * @returns mean over folds of the difference, bits per spike
 * @source Hardcastle et al. 2017, doi:10.1016/j.neuron.2017.03.025
 */
export function lnpContributions(
  models: Lnp,
  counts: NdArray,
  { chosen }: Pick<LnpForwardSelection, 'chosen'>,
): { readonly [variable: string]: number } {
  const meanIncrease = (names: readonly string[], minus: ArrayLike<number>, sign: 1 | -1): number => {
    const increases =
      names.length === 0
        ? new Float64Array(minus.length)
        : models.crossValidate(counts, names).map(({ increase }) => increase);
    const differences = Array.from(increases, (increase, fold) => sign * (increase - minus[fold]!)).filter(
      (difference) => !Number.isNaN(difference),
    );
    return differences.reduce((sum, difference) => sum + difference, 0) / differences.length;
  };
  return Object.fromEntries(
    models.variables.map(({ name }) => {
      const held = chosen.variables.includes(name);
      const other = held ? chosen.variables.filter((kept) => kept !== name) : [...chosen.variables, name];
      return [name, meanIncrease(other, chosen.increases, held ? -1 : 1)];
    }),
  );
}
