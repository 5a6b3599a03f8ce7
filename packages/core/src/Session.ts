/** One of `count` parts of a work, counted from 0. */
export type Part = { readonly index: number; readonly count: number };

/**
 * What the runner lends a study: interruption, a place for curves and checkpoints, a voice. A study in a
 * notebook or a test gets `quietSession()`.
 */
export type Session = {
  /** Aborted by SIGINT or SIGTERM: long work checkpoints and stops. */
  readonly signal: AbortSignal;
  /** One point of the run's curves; `step` counts parameter updates. */
  log(step: number, values: { readonly [name: string]: number }): void;
  /** Where the work is: shown as rate and time left on a terminal, as plain lines in a log. */
  progress(label: string, done: number, total: number, note?: string): void;
  /** Folder of the run's checkpoints; undefined keeps nothing. */
  readonly checkpoints: string | undefined;
  /** Continue from the newest whole checkpoint in `checkpoints`. */
  readonly resume: boolean;
  /** Which of a claim's measurements are made here, where several processes share them: see `overConditions`. */
  readonly part?: Part;
  /** A clock, ms, for who reports how long something took; nothing else may depend on it. */
  now?(): number;
  /** One line for the log: what a person should hear of, such as a damaged checkpoint passed over. */
  say?(message: string): void;
  /**
   * Training `name` ('' where it has none) goes on from the checkpoint of `step`: points of its curves
   * past that step will come again. -1 where it begins anew.
   */
  rewind?(step: number, name: string): void;
};

/** A session that keeps and says nothing and is never interrupted. */
export const quietSession = (): Session => ({
  signal: new AbortController().signal,
  log: () => undefined,
  progress: () => undefined,
  checkpoints: undefined,
  resume: false,
});
