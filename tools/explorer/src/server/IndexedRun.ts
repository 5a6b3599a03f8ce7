import type { ClaimOfRun } from '../runs/RunsFile';
import type { ModelPart } from '../runs/modelLabels';

/** What is kept of a run: numbers, and texts that many runs share. */
export type IndexedRun = {
  /** What its address calls it; says nothing of where it lies. */
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  /** Changes when one of its files does. */
  readonly stamp: string;
  /** What is wrong with it; the rest is then what could be read. */
  readonly fault: string | undefined;
  readonly study: string;
  readonly state: string;
  readonly started: string;
  readonly hasReport: boolean;
  readonly labels: Readonly<Record<ModelPart, string | undefined>>;
  /** The configuration: paths, and the text of each. */
  readonly settings: { readonly paths: readonly string[]; readonly texts: readonly string[] };
  /** At least one. */
  readonly rows: readonly IndexedRow[];
  readonly claim: Omit<ClaimOfRun, 'run' | 'id' | 'claim'> | undefined;
};

/** A run, or one of the networks that it measured. */
export type IndexedRow = {
  readonly network: string | undefined;
  readonly seed: string;
  readonly scores: ScoresOfRow;
};

/** Medians by name; the lists of names and units are shared among runs. */
export type ScoresOfRow = {
  readonly names: readonly string[];
  readonly units: readonly string[];
  readonly values: Float64Array;
};
