import { DataError } from '@goal-driven/core/arrays';
import { presentSizes, type SynapseSizes } from './SynapseSizes';

/** Borders between the sizes that a Markov chain tells apart: state k is `[edges[k - 1], edges[k])`, state 0 is absence. */
export type SizeBins = {
  /** Ascending; sizes below the first count as absent, those at or above the last have no state. */
  readonly edges: Float64Array;
  readonly states: number;
};

/**
 * The published bins: `2 n` of equal width over all sizes that there are, of which the first n - 1 stay and the rest
 * become one. As in the source, bins are half open, so the largest size itself falls out.
 *
 * @param bins n, 20 in the source, which gives 21 states with absence
 * @throws DataError where all sizes are equal
 * @source Melander et al. 2021
 */
export function sizeBins(sizes: SynapseSizes, bins = 20): SizeBins {
  const present = presentSizes(sizes);
  const low = present.reduce((least, size) => Math.min(least, size), Infinity);
  const high = present.reduce((most, size) => Math.max(most, size), -Infinity);
  if (!(high > low)) throw new DataError(`sizeBins: synapses must differ in size, got ${low} alone`);
  const width = (high - low) / (2 * bins);
  const edges = Float64Array.from({ length: bins + 1 }, (_, edge) =>
    edge === bins ? high : low + edge * width,
  );
  return { edges, states: bins + 1 };
}

/** The state of a size; undefined at or above the last edge. */
export function stateOf({ edges, states }: SizeBins, size: number): number | undefined {
  let state = 0;
  while (state < edges.length && size >= edges[state]!) state += 1;
  return state < states ? state : undefined;
}
