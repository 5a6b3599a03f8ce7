import type { Tree } from '../tree';
import type { Pace } from './Pace';

/** A point of a run's curves; `step` counts the parameter updates done. */
export type HistoryPoint = { readonly step: number; readonly values: { readonly [name: string]: number } };

/** What training leaves: the caller owns every tensor in it. */
export type Trained<
  Params extends Tree = Tree,
  State extends Tree = Tree,
  TaskParams extends Tree = Tree,
  TaskState extends Tree = Tree,
> = {
  readonly params: { readonly model: Params; readonly task: TaskParams };
  /** The architecture's carried state, such as running moments. */
  readonly state: State;
  readonly taskState: TaskState;
  readonly step: number;
  readonly history: readonly HistoryPoint[];
  /** Where the session has a clock, and more than one update was made. */
  readonly pace?: Pace;
};
