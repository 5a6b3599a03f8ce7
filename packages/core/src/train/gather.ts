import type { Json } from '../DataStream';
import { NumericalError } from '../errors';
import type { Rng } from '../Rng';
import { disposeTree } from '../tree';
import { readScalars } from './evaluate';
import type { Read } from './prefetch';
import type { TrainConfig } from './TrainConfig';
import { addGrads, creditBatch, type BatchCredit } from './trainingStep';
import { disposeLeft, type Parts, type TrainingState } from './TrainingState';

type Gathering = {
  /** Reads the next batch. */
  readonly next: () => Promise<Read>;
  readonly step: number;
  readonly config: TrainConfig;
  readonly rng: Rng;
  /** The last good checkpoint, named when the loss leaves the numbers. */
  readonly newest: string | undefined;
};

/** What `accumulate` batches say together: summed gradients, mean values, the states they leave. */
export type Gathered = Pick<BatchCredit, 'grads' | 'feedbackGrads'> & {
  readonly training: TrainingState;
  readonly values: { readonly [name: string]: number };
  readonly cursor: Json;
};

/**
 * Credit of one update, from `config.accumulate` batches in turn.
 *
 * @throws NumericalError when a loss is NaN or infinite; the parameters are still those before the update
 */
export async function gather<Input>(
  parts: Parts<Input>,
  training: TrainingState,
  options: Gathering,
): Promise<Gathered> {
  const { next, step, config, rng } = options;
  const stepRng = rng.child('step').child(step);
  let gathered: Gathered | undefined;
  for (let part = 0; part < config.accumulate; part++) {
    const read = await next();
    const batchRng = config.accumulate === 1 ? stepRng : stepRng.child(part);
    const before = gathered?.training ?? training;
    const credit = creditBatch(parts, before, { batch: read.batch, step, rng: batchRng });
    const { loss, terms, grads, feedbackGrads, state, taskState } = credit;
    const values = await readScalars({ ...terms, loss });
    if (!Number.isFinite(values.loss)) {
      disposeLeft({ state, taskState }, before);
      disposeTree({ grads, feedbackGrads, ...(gathered ? { sum: gathered.grads } : {}) });
      throw notFinite(values.loss!, read, batchRng, options);
    }
    const after: TrainingState = { ...before, state, taskState };
    disposeLeft(before, after);
    gathered = {
      training: after,
      grads: gathered ? addGrads(gathered.grads, grads) : grads,
      feedbackGrads: gathered ? addGrads(gathered.feedbackGrads, feedbackGrads) : feedbackGrads,
      values: addShares(gathered?.values, values, config.accumulate),
      cursor: read.next,
    };
  }
  return gathered!;
}

function addShares(
  sum: Gathered['values'] | undefined,
  values: Gathered['values'],
  parts: number,
): Gathered['values'] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, (sum?.[name] ?? 0) + value / parts]),
  );
}

function notFinite(loss: number, { cursor }: Read, rng: Rng, { step, newest }: Gathering): NumericalError {
  return new NumericalError(
    `train: the loss must be finite, got ${loss} at update ${step + 1} (batch cursor ${JSON.stringify(cursor)}, ` +
      `rng ${rng.path}); last good checkpoint: ${newest ?? 'none'}`,
  );
}
