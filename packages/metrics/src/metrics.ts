import { agreementMetrics } from './_agreementMetrics';
import { alignmentMetrics } from './_alignmentMetrics';
import { consistencyMetrics } from './_consistencyMetrics';
import { correlationMetrics } from './_correlationMetrics';
import { decisionTimeMetrics } from './_decisionTimeMetrics';
import { dimensionalityMetrics } from './_dimensionalityMetrics';
import { fitMetrics } from './_fitMetrics';
import { imageLevelMetrics } from './_imageLevelMetrics';
import type { Metric } from './Metric';
import { representationMetrics } from './_representationMetrics';
import { spatialMetrics } from './_spatialMetrics';
import { testMetrics } from './_testMetrics';
import { uncertaintyMetrics } from './_uncertaintyMetrics';

/** Every metric of this package by the name under which scores carry it. */
export const metrics = {
  ...spatialMetrics,
  ...consistencyMetrics,
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
} as const satisfies Record<string, Metric>;
