import { ndArray, type NdArray } from '@goal-driven/core/arrays';
import { meanOfKnown, medianOfKnown } from './known';

export type SplitSummary = {
  /** Mean over splits of `medians`. */
  readonly centre: number;
  /** Deviation over splits (ddof 0) over the root of their number. */
  readonly error: number;
  /** [splits], medians over the sites that have a value. */
  readonly medians: NdArray;
  /** [sites], means over splits of what is finite. */
  readonly sites: NdArray;
  /** Sites without a value in any split. */
  readonly undefinedSites: number;
};

/** Brain-Score's centre and error of values per split and site: medians over sites, then the mean over splits. */
export function splitSummary({ values, shape }: NdArray): SplitSummary {
  const [splits, n] = shape as readonly [number, number];
  const medians = Float64Array.from({ length: splits }, (_, split) =>
    medianOfKnown(values.slice(split * n, (split + 1) * n)),
  );
  const known = medians.filter(Number.isFinite);
  const centre = meanOfKnown(known);
  const variance = meanOfKnown(known.map((median) => (median - centre) ** 2));
  const sites = Float64Array.from({ length: n }, (_, site) =>
    meanOfKnown(medians.map((__, split) => values[split * n + site]!)),
  );
  return {
    centre,
    error: Math.sqrt(variance / known.length),
    medians: ndArray(medians, [splits]),
    sites: ndArray(sites, [n]),
    undefinedSites: sites.filter(Number.isNaN).length,
  };
}
