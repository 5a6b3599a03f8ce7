import { metrics as allMetrics, type Metric } from '@goal-driven/metrics';

/** Every metric by its name. Apart from the other registries, which load the tensor engine. */
export const metrics: { readonly [name: string]: Metric } = { ...allMetrics };
