import { accuracyDoesNotOrder } from './claims/accuracyDoesNotOrder';
import { augmentationsDoNotExplain, contrastiveGeneralises } from './claims/contrastiveGeneralises';
import { contrastiveTransfersToMaze } from './claims/contrastiveTransfersToMaze';
import { lowResolutionCostsLittle } from './claims/lowResolutionCostsLittle';
import { recoversSource } from './claims/recoversSource';

/** The claims of this package by name. */
export const claims = {
  'mouse-visual/contrastive-generalises': contrastiveGeneralises,
  'mouse-visual/low-resolution-costs-little': lowResolutionCostsLittle,
  'mouse-visual/contrastive-transfers-to-maze': contrastiveTransfersToMaze,
  'mouse-visual/augmentations-do-not-explain': augmentationsDoNotExplain,
  'mouse-visual/accuracy-does-not-order': accuracyDoesNotOrder,
  'mouse-visual/recovers-source': recoversSource,
};
