import { ShapeError } from '@goal-driven/core/arrays';
import { squaredGramNorm } from './_gram';
import { columnMeans, columnsOf, minusRow, requireFinite, rowsOf, transpose, type Matrix } from './_matrix';

/**
 * Participation ratio: in how many dimensions responses vary, `(sum l)^2 / sum l^2` over the eigenvalues l of their
 * covariance. Equal variance in d orthogonal directions gives d. Biased low when samples are few.
 *
 * @param responses [samples, units], at least 2 samples
 * @returns 1 .. min(samples - 1, units); NaN where nothing varies
 * @throws ShapeError for one sample
 * @source Gao et al. 2017, bioRxiv 214262; from traces, without eigenvalues
 */
export function participationRatio(responses: Matrix): number {
  requireFinite('participationRatio', 'responses', responses, 2);
  if (rowsOf(responses) < 2)
    throw new ShapeError(
      `participationRatio: responses must be of at least 2 samples, got ${rowsOf(responses)}`,
    );
  const columns = columnsOf(responses);
  if (responses.values.every((value, at) => value === responses.values[at % columns])) return NaN;
  const centred = minusRow(responses, columnMeans(responses));
  const largest = centred.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scaled = { values: centred.values.map((value) => value / largest), shape: centred.shape };
  const sides = columns < rowsOf(responses) ? transpose(scaled) : scaled;
  const trace = scaled.values.reduce((sum, value) => sum + value * value, 0);
  return (trace * trace) / squaredGramNorm(sides, sides);
}
