import { consistencyMetrics } from './_consistencyMetrics';
import { mapMetrics } from './_mapMetrics';
import type { Metric } from './Metric';
import { readoutMetrics } from './_readoutMetrics';
import { spatialMetrics } from './_spatialMetrics';

/** Every metric of this package by the name under which scores carry it. */
export const metrics = {
  ...spatialMetrics,
  ...consistencyMetrics,
  ...mapMetrics,
  ...readoutMetrics,
} as const satisfies Record<string, Metric>;
