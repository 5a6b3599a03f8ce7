import type { Architecture } from '../Architecture';
import type { DataStream } from '../DataStream';
import type { LearningRule } from '../LearningRule';
import type { Rng } from '../Rng';
import type { Session } from '../Session';
import type { Task } from '../Task';
import type { Tree } from '../tree';
import type { TrainConfig } from './TrainConfig';
import type { Trained } from './Trained';

/** What can be seen of a training at one time; it belongs to the training, which goes on with it. */
export type Observed = {
  readonly params: { readonly model: Tree; readonly task: Tree };
  readonly state: Tree;
  /** The rule's own parameters, by the path of the kernel in `params`. */
  readonly feedback: Tree;
  /** Updates done. */
  readonly step: number;
};

/** Numbers by name that become points of the curves, and with them part of the checkpoints. */
export type ObserveTraining = (seen: Observed) => Promise<{ readonly [name: string]: number }>;

/** A choice of A, D, T and L, and how to train it. */
export type TrainOptions<
  Input,
  Params extends Tree = Tree,
  State extends Tree = Tree,
  TaskParams extends Tree = Tree,
  TaskState extends Tree = Tree,
> = {
  readonly architecture: Architecture<Input, Params, State>;
  readonly task: Task<Input, TaskParams, TaskState>;
  readonly stream: DataStream;
  /** Backpropagation where left out. */
  readonly rule?: LearningRule;
  readonly config: TrainConfig;
  readonly rng: Rng;
  readonly session: Session;
  /** Data that are never learned from, looked at before the first update and every `config.evaluateEvery`. */
  readonly heldOut?: DataStream;
  /** Looks at the network itself, when held-out data are looked at: before the first update, every `evaluateEvery`. */
  readonly observe?: ObserveTraining;
  /** Tells trainings of one run apart: the folder of its checkpoints, the first name of its curves. */
  readonly name?: string;
  /**
   * Told what is learned so far, before the first batch and after each update: for a stream that acts by it. The tensors
   * are the training's and live until it is told again. Nothing may be read ahead then, nor several batches in one update.
   */
  readonly attend?: (learned: Pick<Trained, 'params' | 'state' | 'taskState'>) => void;
};
