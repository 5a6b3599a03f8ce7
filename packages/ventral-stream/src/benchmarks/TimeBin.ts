import { ConfigError } from '@goal-driven/core/arrays';

/** A stretch of time after image onset, from `start` until before `end`, ms. */
export type TimeBin = { readonly start: number; readonly end: number };

/** Of a feed-forward model, whose one step is the same at all times. */
export const timeless: readonly TimeBin[] = [{ start: -Infinity, end: Infinity }];

/**
 * Bins of one width that follow each other, such as those of a recording, or what the timesteps of an unrolled model stand
 * for: step t is `[10 t, 10 t + 10)` ms.
 *
 * @param from start of the first, ms
 * @throws ConfigError for a width that is not above 0, or no bins
 * @source the clock of candidate_models; Nayebi et al. 2022, doi:10.1162/neco_a_01506
 */
export function regularBins({
  from = 0,
  width = 10,
  count,
}: {
  readonly from?: number;
  readonly width?: number;
  readonly count: number;
}): TimeBin[] {
  if (!Number.isInteger(count) || count < 1 || !(width > 0 && width < Infinity) || !Number.isFinite(from)) {
    throw new ConfigError(
      `regularBins: count must be at least 1, width above 0 and from finite, got ${count}, ${width}, ${from}`,
    );
  }
  return Array.from({ length: count }, (_, bin) => ({
    start: from + bin * width,
    end: from + (bin + 1) * width,
  }));
}

/** The 18 bins of Brain-Score's solution times, [70, 80) .. [240, 250) ms. */
export const brainScoreBins: readonly TimeBin[] = regularBins({ from: 70, count: 18 });

/** The bins of the 2022 paper's solution times, [70, 80) .. [250, 260) ms, which are timesteps 7 .. 25. */
export const publishedBins: readonly TimeBin[] = regularBins({ from: 70, count: 19 });

/** @throws ConfigError unless bins ascend, none is empty and none overlaps the next */
export function requireBins(who: string, bins: readonly TimeBin[]): void {
  if (bins.length === 0) throw new ConfigError(`${who}: bins must be at least 1, got none`);
  bins.forEach(({ start, end }, index) => {
    if (!(start < end))
      throw new ConfigError(`${who}: bins must end after they start, got [${start}, ${end}) ms`);
    const before = bins[index - 1];
    if (before && start < before.end) {
      throw new ConfigError(
        `${who}: bins must ascend without overlap, got ${start} ms after ${before.end} ms`,
      );
    }
  });
}
