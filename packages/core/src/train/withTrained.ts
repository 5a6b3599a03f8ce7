import type { Architecture } from '../Architecture';
import type { StudyEvent } from '../Study';
import { disposeTree, type Tree } from '../tree';
import { closeStreams } from './closeStreams';
import { train } from './train';
import type { Pace } from './Pace';
import type { HistoryPoint } from './Trained';
import type { TrainOptions } from './TrainOptions';

/** An architecture with its parameters and what it carries along. */
export type Network<Input, Circuit extends Architecture<Input> = Architecture<Input>> = {
  readonly architecture: Circuit;
  readonly params: Tree;
  readonly state: Tree;
};

/**
 * Trains a network, or takes up where it was interrupted, and lends it to `use`: afterwards its tensors are gone and
 * the streams are closed, whatever happened. Yields what `use` yields and gives what it gives.
 *
 * @throws what `train` throws
 */
export async function* withTrained<Input, Circuit extends Architecture<Input>, Result>(
  options: TrainOptions<Input> & { readonly architecture: Circuit },
  use: (trained: {
    readonly network: Network<Input, Circuit>;
    readonly history: readonly HistoryPoint[];
    /** Where the session has a clock. */
    readonly pace?: Pace;
  }) => AsyncGenerator<StudyEvent, Result> | Promise<Result>,
): AsyncGenerator<StudyEvent, Result> {
  const { architecture } = options;
  try {
    const { params, state, taskState, history, pace } = await train(options);
    try {
      const network = { architecture, params: params.model, state };
      const used = use({ network, history, ...(pace && { pace }) });
      return Symbol.asyncIterator in used ? yield* used : await used;
    } finally {
      disposeTree({ params, state, taskState });
    }
  } finally {
    await closeStreams(options);
  }
}
