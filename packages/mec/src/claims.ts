import { factorisedTooGridLike, positionTooLittleGridLike } from './claims/gridShareClaims';
import { gatingGeneralises, placeCellsGeneralise, saturationDoesNot } from './claims/fitClaims';
import { gridAndHeterogeneous } from './claims/gridAndHeterogeneous';
import { velocityNeeded } from './claims/velocityNeeded';

/** The claims of this package by name. */
export const claims = {
  'mec/grid-and-heterogeneous': gridAndHeterogeneous,
  'mec/place-cells-generalise': placeCellsGeneralise,
  'mec/gating-generalises': gatingGeneralises,
  'mec/saturation-does-not-generalise': saturationDoesNot,
  'mec/integration-needed': velocityNeeded,
  'mec/factorised-too-grid-like': factorisedTooGridLike,
  'mec/position-too-little-grid-like': positionTooLittleGridLike,
};
