import { agreementMetrics } from './definitions/agreementMetrics';
import { alignmentMetrics } from './definitions/alignmentMetrics';
import { cellMetrics } from './definitions/cellMetrics';
import { consistencyMetrics } from './definitions/consistencyMetrics';
import { correlationMetrics } from './definitions/correlationMetrics';
import { decisionTimeMetrics } from './definitions/decisionTimeMetrics';
import { dimensionalityMetrics } from './definitions/dimensionalityMetrics';
import { fieldMetrics } from './definitions/fieldMetrics';
import { fitMetrics } from './definitions/fitMetrics';
import { imageLevelMetrics } from './definitions/imageLevelMetrics';
import { lnpMetrics } from './definitions/lnpMetrics';
import { mapMetrics } from './definitions/mapMetrics';
import { rateMapMetrics } from './definitions/rateMapMetrics';
import { readoutMetrics } from './definitions/readoutMetrics';
import { reliabilityMetrics } from './definitions/reliabilityMetrics';
import { representationMetrics } from './definitions/representationMetrics';
import { spatialMetrics } from './definitions/spatialMetrics';
import { testMetrics } from './definitions/testMetrics';
import { tuningMetrics } from './definitions/tuningMetrics';
import { uncertaintyMetrics } from './definitions/uncertaintyMetrics';
import type { Metric } from './Metric';

/** Every metric of this package by the name under which scores carry it, one group of definitions after the other. */
export const metrics = {
  // Maps of place, and cells
  ...rateMapMetrics,
  ...spatialMetrics,
  ...fieldMetrics,
  ...tuningMetrics,
  ...cellMetrics,
  ...lnpMetrics,
  // How well one thing predicts another
  ...consistencyMetrics,
  ...mapMetrics,
  // Representations of stimuli
  ...representationMetrics,
  ...alignmentMetrics,
  // Behaviour, image by image
  ...imageLevelMetrics,
  ...decisionTimeMetrics,
  ...agreementMetrics,
  // Statistics
  ...correlationMetrics,
  ...testMetrics,
  ...uncertaintyMetrics,
  ...fitMetrics,
  ...dimensionalityMetrics,
  // Trials and readouts
  ...reliabilityMetrics,
  ...readoutMetrics,
} as const satisfies Record<string, Metric>;
