import type { Score } from './Score';
import type { StudyEvent } from './Study';

/** A score without a ceiling; without a unit it is a pure number. */
export const plainScore = (
  row: Pick<Score, 'metric' | 'labels' | 'value' | 'n'> & { readonly unit?: string },
): StudyEvent => ({
  kind: 'score',
  score: { version: 1, ceiling: NaN, ceiled: NaN, unit: '1', ...row },
});
