import type { Json } from '@goal-driven/core';
import type { TrialEnd } from './TrialRunner';

/** What a worker tells the process that runs its trials. */
export type ToChild =
  | {
      readonly kind: 'run';
      readonly sweep: { readonly [key: string]: Json };
      readonly point: { readonly [name: string]: Json };
      readonly budget: number | undefined;
      readonly seed: number;
      /** The run's folder. */
      readonly folder: string;
    }
  | { readonly kind: 'stop' };

/** What that process answers. */
export type FromChild = { readonly kind: 'ready' } | { readonly kind: 'end'; readonly end: TrialEnd };
