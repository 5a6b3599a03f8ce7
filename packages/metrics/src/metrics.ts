import { cellMetrics } from './_cellMetrics';
import { consistencyMetrics } from './_consistencyMetrics';
import { fieldMetrics } from './_fieldMetrics';
import { lnpMetrics } from './_lnpMetrics';
import { mapMetrics } from './_mapMetrics';
import type { Metric } from './Metric';
import { rateMapMetrics } from './_rateMapMetrics';
import { reliabilityMetrics } from './_reliabilityMetrics';
import { readoutMetrics } from './_readoutMetrics';
import { spatialMetrics } from './_spatialMetrics';
import { tuningMetrics } from './_tuningMetrics';
import { agreementMetrics } from './_agreementMetrics';
import { alignmentMetrics } from './_alignmentMetrics';
import { correlationMetrics } from './_correlationMetrics';
import { decisionTimeMetrics } from './_decisionTimeMetrics';
import { dimensionalityMetrics } from './_dimensionalityMetrics';
import { fitMetrics } from './_fitMetrics';
import { imageLevelMetrics } from './_imageLevelMetrics';
import { representationMetrics } from './_representationMetrics';
import { testMetrics } from './_testMetrics';
import { uncertaintyMetrics } from './_uncertaintyMetrics';

/** Every metric of this package by the name under which scores carry it. */
export const metrics = {
  ...rateMapMetrics,
  ...spatialMetrics,
  ...fieldMetrics,
  ...tuningMetrics,
  ...cellMetrics,
  ...lnpMetrics,
  ...consistencyMetrics,
  ...mapMetrics,
  ...representationMetrics,
  ...alignmentMetrics,
  ...imageLevelMetrics,
  ...decisionTimeMetrics,
  ...agreementMetrics,
  ...correlationMetrics,
  ...testMetrics,
  ...uncertaintyMetrics,
  ...fitMetrics,
  ...dimensionalityMetrics,
  ...reliabilityMetrics,
  ...readoutMetrics,
} as const satisfies Record<string, Metric>;
