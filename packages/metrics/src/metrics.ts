import { cellMetrics } from './_cellMetrics';
import { consistencyMetrics } from './_consistencyMetrics';
import { fieldMetrics } from './_fieldMetrics';
import { lnpMetrics } from './_lnpMetrics';
import { mapMetrics } from './_mapMetrics';
import type { Metric } from './Metric';
import { rateMapMetrics } from './_rateMapMetrics';
import { spatialMetrics } from './_spatialMetrics';
import { tuningMetrics } from './_tuningMetrics';

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
} as const satisfies Record<string, Metric>;
