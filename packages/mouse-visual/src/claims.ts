import { accuracyDoesNotOrder } from './claims/accuracyDoesNotOrder';
import { augmentationsDoNotExplain, contrastiveGeneralises } from './claims/contrastiveGeneralises';
import { lowResolutionCostsLittle } from './claims/lowResolution';

/** The claims of this package by name. */
export const claims = {
  'mouse-visual/contrastive-generalises': contrastiveGeneralises,
  'mouse-visual/low-resolution-costs-little': lowResolutionCostsLittle,
  'mouse-visual/augmentations-do-not-explain': augmentationsDoNotExplain,
  'mouse-visual/accuracy-does-not-order': accuracyDoesNotOrder,
};
