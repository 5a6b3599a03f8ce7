import { agreementMetrics } from './_agreementMetrics';
import { consistencyMetrics } from './_consistencyMetrics';
import { decisionTimeMetrics } from './_decisionTimeMetrics';
import { imageLevelMetrics } from './_imageLevelMetrics';
import type { Metric } from './Metric';
import { spatialMetrics } from './_spatialMetrics';

/** Every metric of this package by the name under which scores carry it. */
export const metrics = {
  ...spatialMetrics,
  ...consistencyMetrics,
  ...imageLevelMetrics,
  ...decisionTimeMetrics,
  ...agreementMetrics,
} as const satisfies Record<string, Metric>;
