import type { ClaimResult, Figure, Score, Source } from '@goal-driven/core';

/** What stands in a table; of a long text, what is shown until it is opened. */
export type ReportCell = string | number | { readonly short: string; readonly whole: string };

export type ReportTable = {
  /** Stands above it. */
  readonly title: string;
  /** Their heads. */
  readonly columns: readonly string[];
  /** Numbers are set flush right. */
  readonly rows: readonly (readonly ReportCell[])[];
};

/** All that a page tells of one run. */
export type ReportRun = {
  /** What the page calls the run, such as the name of its folder. */
  readonly name: string;
  readonly study: { readonly name: string; readonly question: string; readonly sources: readonly Source[] };
  /** Where the run stands, such as `done` or `interrupted`. */
  readonly status: string;
  readonly seed: number | undefined;
  readonly backend: string | undefined;
  /** The command that makes the run again. */
  readonly command: string | undefined;
  /** What it ran with: versions, machine, git state, hashes of inputs; any JSON. */
  readonly environment: unknown;
  /** The resolved configuration; any JSON. */
  readonly config: unknown;
  readonly scores: readonly Score[];
  /** Tables before the scores, such as the best trials of a sweep. */
  readonly tables?: readonly ReportTable[] | undefined;
  readonly figures: readonly Figure[];
  /** Where the study is a claim: its terms, and what came of it. */
  readonly claim?: ClaimResult | undefined;
  /** Folder of the figures' data as seen from the page, `figures` where the page lies in the run's folder. */
  readonly data: string;
};
