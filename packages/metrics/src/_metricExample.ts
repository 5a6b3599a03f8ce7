import type { NdArray } from '@goal-driven/core/arrays';

type Call = {
  readonly arrays: { readonly [argument: string]: NdArray };
  readonly options?: { readonly [option: string]: unknown };
};

/** For specs: arguments on which the laws of the registry are tried. */
export type MetricExample = Call & {
  /** Arguments for which each of the named results is NaN. */
  readonly undefinedFor?: Call & { readonly results: readonly string[] };
};
