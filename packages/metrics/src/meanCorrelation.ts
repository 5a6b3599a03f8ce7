import { DataError, type NdArray } from '@goal-driven/core/arrays';
import { meanOf, requireSample } from './_vectors';

/**
 * Mean of correlations. `plain` is what neural predictivity reports; `fisher` averages `atanh r` and goes back, which
 * takes the skew out of the sampling law of large correlations.
 *
 * @param correlations [n], each in -1 .. 1
 * @returns -1 .. 1; NaN for `fisher` with both 1 and -1 among them
 * @throws DataError for a value outside -1 .. 1
 * @source Fisher 1921, Metron 1
 */
export function meanCorrelation(
  correlations: NdArray,
  { scale = 'plain' }: { readonly scale?: 'plain' | 'fisher' } = {},
): number {
  requireSample('meanCorrelation', ['correlations', correlations], 1);
  const { values } = correlations;
  const index = values.findIndex((value) => Math.abs(value) > 1);
  if (index >= 0) {
    throw new DataError(`meanCorrelation: correlations must be in -1 .. 1, got ${values[index]} at ${index}`);
  }
  return scale === 'plain' ? meanOf(values) : Math.tanh(meanOf(values.map(Math.atanh)));
}
