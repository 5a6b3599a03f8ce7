import { ConfigError, ndArray, ShapeError, type NdArray } from '@goal-driven/core/arrays';
import { medianOfKnown } from './known';

export type ReliableSites = {
  /** Indices of the sites that pass. */
  readonly sites: Int32Array;
  /** Sites below the threshold. */
  readonly unreliable: number;
  /** Sites without a reliability, NaN in all bins. They do not pass. */
  readonly undefinedSites: number;
  /** Sites, those without a reliability among them. */
  readonly n: number;
};

/**
 * The sites reliable enough to be kept: those whose reliability, in their best bin where there are several, is at least
 * the threshold.
 *
 * @param reliability [sites] or [bins, sites], after Spearman-Brown; NaN where undefined
 * @param options `threshold`, 0.3 customary for single sites
 * @throws ShapeError for other axes, ConfigError for a threshold that is not finite
 * @source mouse-vision (neuroailab)
 */
export function reliableSites(
  reliability: NdArray,
  { threshold }: { readonly threshold: number },
): ReliableSites {
  const { bins, sites: n } = sizes('reliableSites', reliability, [1, 2]);
  requireThreshold('reliableSites', threshold);
  const best = new Float64Array(n).fill(NaN);
  for (let at = 0; at < bins * n; at++) {
    const value = reliability.values[at]!;
    if (!(value <= best[at % n]!) && !Number.isNaN(value)) best[at % n] = value;
  }
  const sites = Int32Array.from([...best.keys()].filter((site) => best[site]! >= threshold));
  const undefinedSites = best.filter(Number.isNaN).length;
  return { sites, unreliable: n - undefinedSites - sites.length, undefinedSites, n };
}

export type ReliableWindow = {
  /** First bin, and the one after the last; equal where no bin passes. */
  readonly start: number;
  /** The bin after the last. */
  readonly end: number;
  /** [bins], medians over sites of what is finite; NaN for a bin without a finite value. */
  readonly medians: NdArray;
};

/**
 * The window of time to average responses over: the longest run of bins whose median reliability over sites is at least
 * the threshold, the earliest of equal runs.
 *
 * @param reliability [bins, sites], after Spearman-Brown; NaN where undefined
 * @param options `threshold`, 0.3 customary
 * @throws ShapeError for other axes, ConfigError for a threshold that is not finite
 * @source mouse-vision (neuroailab)
 * @differs a run of one bin is an error there
 */
export function reliableWindow(
  reliability: NdArray,
  { threshold }: { readonly threshold: number },
): ReliableWindow {
  const { bins, sites } = sizes('reliableWindow', reliability, [2]);
  requireThreshold('reliableWindow', threshold);
  const medians = Float64Array.from({ length: bins }, (_, bin) =>
    medianOfKnown(reliability.values.slice(bin * sites, (bin + 1) * sites)),
  );
  let [start, end, from] = [0, 0, 0];
  medians.forEach((median, bin) => {
    if (!(median >= threshold)) from = bin + 1;
    else if (bin + 1 - from > end - start) [start, end] = [from, bin + 1];
  });
  return { start, end, medians: ndArray(medians, [bins]) };
}

function sizes(
  who: string,
  { shape }: NdArray,
  ranks: readonly number[],
): { readonly bins: number; readonly sites: number } {
  if (!ranks.includes(shape.length) || shape.some((axis) => axis < 1)) {
    throw new ShapeError(
      `${who}: reliability must be ${ranks.length > 1 ? '[sites] or ' : ''}[bins, sites], got [${shape}]`,
    );
  }
  return { bins: shape.length === 2 ? shape[0]! : 1, sites: shape.at(-1)! };
}

function requireThreshold(who: string, threshold: number): void {
  if (!Number.isFinite(threshold))
    throw new ConfigError(`${who}: threshold must be finite, got ${threshold}`);
}
