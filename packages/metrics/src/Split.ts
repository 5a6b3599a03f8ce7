/** One way to part samples: those that a map is fitted to, and those that it is tried on. */
export type Split = {
  /** Indices of samples. */
  readonly train: Int32Array;
  readonly test: Int32Array;
};
