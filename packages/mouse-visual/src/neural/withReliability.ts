import { ndArray } from '@goal-driven/core/arrays';
import { splitHalfReliability } from '@goal-driven/metrics';
import type { MouseRecordings } from './MouseRecordings';
import { responsesIn } from './responsesIn';

/**
 * The recordings with the reliability of every unit in every bin of time: correlation over all images of the averages
 * of two random halves of the trials, after Spearman-Brown, its mean and deviation (ddof 0) over halves. One generator
 * makes all halves, the same for every unit and bin.
 *
 * @param options as published 900 halves and seed 0. `onProgress` hears of bins, `signal` is looked at in between
 * @returns a unit that one half leaves undefined (it does not vary) has NaN: the mean is over all halves, as published
 * @throws ConfigError for options out of range
 * @source Nayebi et al. 2023, `splithalf_r_mean` and `splithalf_r_std` of the published packages
 */
export function withReliability(
  recordings: MouseRecordings,
  {
    halves = 900,
    seed = 0,
    onProgress,
    signal,
  }: {
    readonly halves?: number;
    readonly seed?: number;
    readonly onProgress?: ((done: number, total: number) => void) | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): MouseRecordings {
  const [, , bins, count] = recordings.responses.shape as readonly [number, number, number, number];
  const units = recordings.units.map((_, unit) => unit);
  const [mean, deviation] = [new Float64Array(bins * count), new Float64Array(bins * count)];
  for (let bin = 0; bin < bins; bin++) {
    const trials = responsesIn(recordings, units, { start: bin, end: bin + 1 });
    const { corrected } = splitHalfReliability(trials, { halves, seed, seeding: 'oneStream', signal });
    for (let unit = 0; unit < count; unit++) {
      const own = Float64Array.from({ length: halves }, (_, half) => corrected.values[half * count + unit]!);
      const average = own.reduce((sum, value) => sum + value, 0) / halves;
      mean[bin * count + unit] = average;
      deviation[bin * count + unit] = Math.sqrt(
        own.reduce((sum, value) => sum + (value - average) ** 2, 0) / halves,
      );
    }
    onProgress?.(bin + 1, bins);
  }
  const table = (values: Float64Array) => ndArray(values, [bins, count]);
  return { ...recordings, reliability: { mean: table(mean), deviation: table(deviation) } };
}
