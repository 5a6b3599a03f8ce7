import type { Tree } from '../tree';
import { evaluate } from './evaluate';
import type { HistoryPoint } from './Trained';
import type { TrainingState } from './TrainingState';
import type { TrainOptions } from './TrainOptions';

type Looking = {
  readonly step: number;
  readonly history: readonly HistoryPoint[];
  readonly record: (values: HistoryPoint['values']) => void;
};

/**
 * Records what `observe` sees, and the task's evaluation of the held-out stream under `heldOut/`; true where `config.keepBest`
 * came out lower than ever before.
 */
export async function lookAtHeldOut<Input, P extends Tree, S extends Tree, TP extends Tree, TS extends Tree>(
  { architecture, task, heldOut, observe, config, rng }: TrainOptions<Input, P, S, TP, TS>,
  { params, state, taskState, feedback }: TrainingState,
  { step, history, record }: Looking,
): Promise<boolean> {
  if (observe !== undefined && config.evaluateEvery !== undefined)
    record(await observe({ params, state, feedback, step }));
  if (heldOut === undefined || config.evaluateEvery === undefined) return false;
  const found = await evaluate<Input, P, S, TP, TS>({
    architecture,
    task,
    trained: { params, state, taskState } as unknown as {
      params: { model: P; task: TP };
      state: S;
      taskState: TS;
    },
    stream: heldOut,
    batches: config.evaluateBatches,
    rng: rng.child('heldOut').child(step),
  });
  const values = Object.fromEntries(Object.entries(found).map(([name, value]) => [`heldOut/${name}`, value]));
  const lowest = bestSoFar(history, config.keepBest);
  record(values);
  const now = config.keepBest === undefined ? undefined : values[config.keepBest];
  return now !== undefined && (lowest === undefined || now < lowest);
}

/** The lowest value of a curve; undefined where it has no point. */
function bestSoFar(history: readonly HistoryPoint[], name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const values = history.map((point) => point.values[name]).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : Math.min(...values);
}
