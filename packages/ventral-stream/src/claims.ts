import { feedbackHelps, gatingHelps, recurrenceHelps } from './claims/accuracyClaims';
import { parametersConserved } from './claims/parametersConserved';

/** The claims of this package by name. */
export const claims = {
  'ventral-stream/recurrence-helps': recurrenceHelps,
  'ventral-stream/gating-helps': gatingHelps,
  'ventral-stream/feedback-helps': feedbackHelps,
  'ventral-stream/parameters-conserved': parametersConserved,
};
