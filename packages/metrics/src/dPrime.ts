import { ConfigError } from '@goal-driven/core/arrays';
import { normal } from './distributions';

/**
 * Discriminability d' of signal detection, `Phi^-1(H) - Phi^-1(F)`: how many standard deviations lie between what
 * an observer sees with the signal and without it.
 *
 * @param hitRate H, share of signal trials answered "signal", 0 .. 1
 * @param falseAlarmRate F, share of other trials answered "signal", 0 .. 1
 * @param limit d' is clipped to plus and minus this; rates of 0 and 1 give infinities where it is Infinity, the default
 * @returns NaN for a rate that is NaN, and for two rates of 0 or two of 1
 * @throws ConfigError for a rate outside 0 .. 1 or a limit that is not positive
 * @source Green & Swets 1966, Signal Detection Theory and Psychophysics; the limit of 5 is that of Rajalingham et al.
 *   2018, doi:10.1523/JNEUROSCI.0388-18.2018
 */
export function dPrime(
  hitRate: number,
  falseAlarmRate: number,
  { limit = Infinity }: { readonly limit?: number } = {},
): number {
  if (!(limit > 0)) throw new ConfigError(`dPrime: limit must be greater than 0, got ${limit}`);
  if ([hitRate, falseAlarmRate].some((rate) => rate < 0 || rate > 1)) {
    throw new ConfigError(`dPrime: rates must be in 0 .. 1, got ${hitRate} and ${falseAlarmRate}`);
  }
  if (Number.isNaN(hitRate) || Number.isNaN(falseAlarmRate)) return NaN;
  const difference = normal.quantile(hitRate) - normal.quantile(falseAlarmRate);
  return Math.max(-limit, Math.min(limit, difference));
}

/** Answers of "signal" among the trials with it and among those without. */
export type DetectionCounts = {
  readonly hits: number;
  readonly signalTrials: number;
  readonly falseAlarms: number;
  readonly noiseTrials: number;
};

/**
 * What becomes of rates of 0 and 1, whose quantile is infinite. `none` leaves the infinity; `cap` clips d' to
 * plus and minus `limit`; `logLinear` takes `(k + 1/2) / (N + 1)` for every rate; `half` takes `1 / (2 N)` for 0
 * and `1 - 1 / (2 N)` for 1.
 */
export type DPrimeCorrection = 'none' | 'cap' | 'logLinear' | 'half';

const rates: { readonly [correction in DPrimeCorrection]: (count: number, trials: number) => number } = {
  none: (count, trials) => count / trials,
  cap: (count, trials) => count / trials,
  logLinear: (count, trials) => (count + 0.5) / (trials + 1),
  half: (count, trials) => Math.min(Math.max(count / trials, 1 / (2 * trials)), 1 - 1 / (2 * trials)),
};

/**
 * d' from counts, the correction for rates of 0 and 1 named by the caller: numbers with different corrections cannot
 * be compared.
 *
 * @param counts each 0 .. its trials; they need not be whole
 * @param limit of `cap` alone, 5 by default
 * @returns NaN where there are no trials of a kind
 * @throws ConfigError for a count outside 0 .. its trials, or an unknown correction
 * @source `logLinear`: Hautus 1995, Behavior Research Methods 27; `half`: Macmillan & Kaplan 1985, Psychological
 *   Bulletin 98
 */
export function dPrimeOfCounts(
  { hits, signalTrials, falseAlarms, noiseTrials }: DetectionCounts,
  { correction, limit = 5 }: { readonly correction: DPrimeCorrection; readonly limit?: number },
): number {
  if (!Object.hasOwn(rates, correction)) {
    throw new ConfigError(
      `dPrimeOfCounts: correction must be none, cap, logLinear or half, got ${String(correction)}`,
    );
  }
  const rate = rates[correction];
  const shares = (
    [
      [hits, signalTrials],
      [falseAlarms, noiseTrials],
    ] as const
  ).map(([count, trials]) => {
    if (!(count >= 0 && count <= trials && trials < Infinity)) {
      throw new ConfigError(`dPrimeOfCounts: counts must be in 0 .. trials, got ${count} of ${trials}`);
    }
    return trials === 0 ? NaN : rate(count, trials);
  });
  return dPrime(shares[0]!, shares[1]!, { limit: correction === 'cap' ? limit : Infinity });
}
