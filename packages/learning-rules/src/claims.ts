import { depthLimitsFeedbackAlignment } from './claims/depthLimitsFeedbackAlignment';
import { mirrorsAreBrittle } from './claims/mirrorsAreBrittle';
import { noisyKolenPollack } from './claims/noisyKolenPollack';

/** The claims of this package by name. */
export const claims = {
  'learning-rules/depth-limits-feedback-alignment': depthLimitsFeedbackAlignment,
  'learning-rules/mirrors-are-brittle': mirrorsAreBrittle,
  'learning-rules/kolen-pollack-survives-noise': noisyKolenPollack,
};
