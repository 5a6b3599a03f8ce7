import { depthLimitsFeedbackAlignment } from './claims/depthLimitsFeedbackAlignment';
import { fewerUnitsThanTimes } from './claims/fewerUnitsThanTimes';
import { mirrorsAreBrittle } from './claims/mirrorsAreBrittle';
import { noisyKolenPollack } from './claims/noisyKolenPollack';
import { rulesAcrossArchitectures } from './claims/rulesAcrossArchitectures';
import { rulesFromActivations } from './claims/rulesFromActivations';

/** The claims of this package by name. */
export const claims = {
  'learning-rules/depth-limits-feedback-alignment': depthLimitsFeedbackAlignment,
  'learning-rules/mirrors-are-brittle': mirrorsAreBrittle,
  'learning-rules/kolen-pollack-survives-noise': noisyKolenPollack,
  'learning-rules/rules-from-activations': rulesFromActivations,
  'learning-rules/rules-across-architectures': rulesAcrossArchitectures,
  'learning-rules/fewer-units-than-times': fewerUnitsThanTimes,
};
