import { challengeLater } from './claims/challengeLater';
import { feedbackHelps, gatingHelps, recurrenceHelps } from './claims/accuracyClaims';
import { parametersConserved } from './claims/parametersConserved';
import { solutionTimesClaim } from './claims/solutionTimesClaim';

/** The claims of this package by name. */
export const claims = {
  'ventral-stream/recurrence-helps': recurrenceHelps,
  'ventral-stream/gating-helps': gatingHelps,
  'ventral-stream/feedback-helps': feedbackHelps,
  'ventral-stream/parameters-conserved': parametersConserved,
  'ventral-stream/solution-times': solutionTimesClaim,
  'ventral-stream/challenge-later': challengeLater,
};
