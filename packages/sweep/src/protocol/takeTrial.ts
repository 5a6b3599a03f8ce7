import { claimTrial, type Claimant } from './claimTrial';
import { patiently } from './patiently';
import type { WorkerOptions } from './runWorker';
import type { TrialRecord } from './SweepState';
import type { WorkerView } from './workerView';
import type { Mine } from './underLease';

/** Takes a trial, or puts down who has it or how it ended. */
export async function takeTrial(
  trial: TrialRecord,
  view: WorkerView,
  claimant: Claimant,
  { store, clock, name, signal, say = () => undefined }: WorkerOptions,
): Promise<Mine | undefined> {
  const { id } = trial;
  const claim = { ...claimant.claim, time: view.time() };
  const patience = { clock, signal, say };
  const claiming = await patiently(() => claimTrial(store, id, { ...claimant, claim }), patience);
  if (claiming.kind === 'held') {
    view.state.apply([{ event: 'start', id, attempt: claiming.attempt, worker: '', time: view.time() }]);
    return undefined;
  }
  const ends = claiming.lost ? [view.endOf(id, claiming.lost)] : [];
  if (claiming.kind === 'ended') {
    await view.look(); // most often the journal says so too, by now
    const isHeard = trial.state === 'finished' || trial.state === 'failed';
    await view.write(...(claiming.lost || isHeard ? ends : [view.endOf(id, claiming)]));
    return undefined;
  }
  const { attempt } = claiming;
  await view.write(...ends, { event: 'start', id, attempt, worker: name, time: view.time() });
  return { trial, attempt };
}
