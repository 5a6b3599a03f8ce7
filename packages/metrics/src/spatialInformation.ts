import { ConfigError, type NdArray } from '@goal-driven/core/arrays';
import { visitedRates, type VisitedRates } from './_visitedRates';

/**
 * `skaggs`: all bins. `opexebo`: only those above the mean rate, as its `rate_map_stats` raises r_b / r to at least 1
 * within the logarithm: another quantity, for comparison with numbers made by it.
 */
export type SpatialInformationForm = 'skaggs' | 'opexebo';

export const spatialInformationForms = ['skaggs', 'opexebo'] as const;

/** The form of the formula, `skaggs` by default. */
export type SpatialInformationOptions = { readonly form?: SpatialInformationForm };

/**
 * Skaggs spatial information of one cell: how many bits about place each spike carries.
 *
 * `I = sum_b p_b (r_b / r) log2(r_b / r)`, with p_b the share of time spent in bin b, r_b its rate and
 * `r = sum_b p_b r_b` the mean rate; 0 log 0 = 0. Bins never visited do not count.
 *
 * @param rateMap   [y, x], Hz or any unit of activity
 * @param occupancy [y, x], s or samples
 * @returns bits per spike, at least 0; NaN for a silent cell (r = 0), and where a rate is negative, as in
 *   units with a tanh output
 * @throws ShapeError when the maps differ in shape, DataError for a visited bin without a finite rate, ConfigError for
 *   an unknown form
 * @source Skaggs et al. 1993, Advances in Neural Information Processing Systems 5; opexebo 0.7 for the form of its name
 */
export function spatialInformation(
  rateMap: NdArray,
  occupancy: NdArray,
  { form = 'skaggs' }: SpatialInformationOptions = {},
): number {
  requireForm('spatialInformation', form);
  return bitsPerSpike(visitedRates('spatialInformation', rateMap, occupancy), form);
}

/**
 * Spatial information per time: bits per spike times the mean rate.
 *
 * @param rateMap [y, x], Hz or any unit of activity
 * @param occupancy [y, x], s or samples
 * @returns bits per second for rates in Hz; NaN, errors and arguments as `spatialInformation`
 * @source Skaggs et al. 1993, Advances in Neural Information Processing Systems 5
 */
export function spatialInformationRate(
  rateMap: NdArray,
  occupancy: NdArray,
  { form = 'skaggs' }: SpatialInformationOptions = {},
): number {
  requireForm('spatialInformationRate', form);
  const visited = visitedRates('spatialInformationRate', rateMap, occupancy);
  return bitsPerSpike(visited, form) * visited.meanRate;
}

function requireForm(who: string, form: SpatialInformationForm): void {
  if (!spatialInformationForms.includes(form)) {
    throw new ConfigError(`${who}: form must be skaggs or opexebo, got ${JSON.stringify(form)}`);
  }
}

function bitsPerSpike({ shares, rates, meanRate }: VisitedRates, form: SpatialInformationForm): number {
  if (meanRate === 0 || rates.some((rate) => rate < 0)) return NaN;
  const bits = shares.reduce((sum, share, bin) => {
    const ratio = rates[bin]! / meanRate;
    return ratio > (form === 'opexebo' ? 1 : 0) ? sum + share * ratio * Math.log2(ratio) : sum;
  }, 0);
  return Math.max(0, bits); // by Jensen's inequality; below it is rounding
}
