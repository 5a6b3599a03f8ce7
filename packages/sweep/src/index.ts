export { axisName, type Axis } from './Axis';
export { boxSpace } from './boxSpace';
export type { Point, SearchSpace } from './SearchSpace';
export { Objective, SweepFile } from './SweepFile';
export { createSearcher, SearchConfig } from './search/searches';
export type { Answer, Asked, Searcher, Suggestion, Told } from './search/Searcher';
export { openSweep, type Named } from './protocol/openSweep';
export { plan, type Planned, type Sweep } from './protocol/planner';
export { describeTrial, type Described } from './protocol/describeTrial';
export { beginSweep, CANCELLED, readState, readSweepFile } from './protocol/sweepFolder';
export { createState, type SweepState, type TrialRecord, type TrialState } from './protocol/SweepState';
export type { JournalEvent, OutcomeKind } from './protocol/JournalEvent';
export { journalReader, journalWriter, type JournalWriter } from './protocol/journal';
export {
  trialFiles,
  trialFolder,
  runFolderOf,
  type ClaimFile,
  type OutcomeFile,
} from './protocol/trialFiles';
export type { Store } from './protocol/Store';
export { diskStore } from './protocol/diskStore';
export { memoryStore } from './protocol/memoryStore';
export { systemClock, type Clock } from './protocol/Clock';
export { runWorker, type WorkerEnd, type WorkerOptions } from './protocol/runWorker';
export type { TrialEnd, TrialRunner, TrialTask } from './protocol/TrialRunner';
export { childRunner } from './protocol/childRunner';
export { serveTrials } from './protocol/serveTrials';
export { isGone, thisProcess } from './protocol/processes';
export { retryFailed } from './protocol/retryFailed';
export { sweepStatus, type SweepStatus } from './status';
export { trialRows, trialScores } from './trialRows';
export type { TrialRow } from './TrialRow';
export { tidyTable, type Column } from './tidyTable';
export { tableCsv } from './tableCsv';
export { tableParquet } from './tableParquet';
export { runLocal } from './executors/runLocal';
export { SlurmOptions } from './executors/SlurmOptions';
export { slurmScript } from './executors/slurmScript';
export { callProgram, slurmLimits, type Call } from './executors/slurmCommands';
export { cancelSlurm, requeueThisTask, slurmJobs, submitSlurm } from './executors/submitSlurm';
export { kubernetesJob, KubernetesOptions } from './executors/kubernetesJob';
export { virtualTime } from './simulation/virtualTime';
