import { createHash } from 'node:crypto';
import {
  runStudy,
  useBackend,
  type BackendReport,
  type Json,
  type RunSummary,
  type Score,
} from '@goal-driven/core';
import { DataError, EnvironmentError, GoalDrivenError } from '@goal-driven/core/arrays';
import { diskError } from '@goal-driven/core/files';
import { canonicalJson } from '../_canonicalJson';
import { objectiveValue } from '../objectives';
import { SweepFile } from '../SweepFile';
import { describeTrial } from './describeTrial';
import { openSpace, type Named } from './openSweep';
import type { FromChild, ToChild } from './trialMessages';
import type { TrialEnd } from './TrialRunner';

/**
 * Serves a worker from the process that it forked: runs the trials that it sends, one at a time, each as a run of
 * its study with a folder. Ends with the worker.
 */
export function serveTrials(named: Named): void {
  let stop = new AbortController();
  let backend: Promise<BackendReport> | undefined;
  const answer = (message: FromChild) => process.connected && process.send!(message);
  process.on('disconnect', () => process.exit(1)); // the worker is gone; what it began is no one's
  process.on('SIGINT', () => undefined); // of a terminal: the worker says when to stop
  process.on('SIGTERM', () => undefined);
  process.on('message', (message: ToChild) => {
    if (message.kind === 'stop') return stop.abort();
    stop = new AbortController();
    const file = SweepFile.parse(message.sweep);
    backend ??= useBackend(file.backend as BackendReport['name'] | undefined);
    void backend
      .then((backendReport) => runTrial(named, { ...message, file, signal: stop.signal, backendReport }))
      .catch(endOfError)
      .then((end) => answer({ kind: 'end', end }));
  });
  answer({ kind: 'ready' });
}

type Asked = Extract<ToChild, { kind: 'run' }> & {
  readonly file: SweepFile;
  readonly signal: AbortSignal;
  readonly backendReport: BackendReport;
};

async function runTrial(
  named: Named,
  { file, point, budget, seed, folder, signal, backendReport }: Asked,
): Promise<TrialEnd> {
  const study = named.study(file.study);
  const space = openSpace(file, named);
  const { config, sets } = describeTrial(study, { file, space }, { point, budget, seed });
  const summary = await runStudy(study, {
    preset: file.preset,
    config,
    sets,
    seed,
    out: folder,
    resume: 'auto',
    signal,
    backendReport,
  });
  return endOfRun(summary, file);
}

function endOfRun({ status, scores }: RunSummary, { objectives }: SweepFile): TrialEnd {
  if (status === 'interrupted') return { kind: 'interrupted' };
  try {
    const values = objectives.map((objective) => objectiveValue(scores, objective));
    return { kind: 'finished', objectives: values, scores: hashOf(scores) };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { kind: 'unscored', message: error.message };
  }
}

/**
 * Scores as text, whatever the order of their keys: two runs that give the same text gave the same bits. A run that
 * had already finished when its worker died has its scores from a file.
 */
function hashOf(scores: readonly Score[]): string {
  const text = JSON.stringify(scores, (_, value: unknown) =>
    value === Infinity || value === -Infinity ? String(value) : value,
  );
  return createHash('sha256')
    .update(canonicalJson(JSON.parse(text) as Json))
    .digest('hex');
}

/** The disk's faults are not the trial's; all others would come again. */
function endOfError(thrown: unknown): TrialEnd {
  const error = diskError('sweep', 'a file of the trial', thrown);
  const message = error instanceof GoalDrivenError ? error.message : String((error as Error).stack ?? error);
  return { kind: error instanceof EnvironmentError ? 'deferred' : 'failed', message: message.slice(0, 2000) };
}
