import { consistencyMetrics } from './_consistencyMetrics';
import type { Metric } from './Metric';
import { reliabilityMetrics } from './_reliabilityMetrics';
import { spatialMetrics } from './_spatialMetrics';

/** Every metric of this package by the name under which scores carry it. */
export const metrics = {
  ...spatialMetrics,
  ...consistencyMetrics,
  ...reliabilityMetrics,
} as const satisfies Record<string, Metric>;
