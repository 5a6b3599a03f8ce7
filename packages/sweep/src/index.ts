export {
  Axis,
  AxisCondition,
  axisName,
  ChoiceAxis,
  conditionsOf,
  isRange,
  LabelledAxis,
  RangeAxis,
  valuesOf,
} from './Axis';
export type { Point, SearchSpace } from './SearchSpace';
export { Objective, SweepFile } from './SweepFile';
export type { TrialRow } from './TrialRow';
export { axisImportance, type AxisImportance } from './axisImportance';
export { pointText } from './axisPosition';
export { requireAxes } from './requireAxes';
export { bestAtLargestBudget } from './bestAtLargestBudget';
export { bestTrials, type BestTrial } from './bestTrials';
export { boxSpace } from './boxSpace';
export type { Curves } from './learningCurves';
export { minimizedSign, objectiveName, objectiveValue } from './objectives';
export { dominates, paretoFront } from './paretoFront';
export { isPresent, requirePoint } from './pointRules';
export { rangeScale, type RangeScale } from './rangeScale';
export { sweepStatus, type SweepStatus } from './sweepStatus';
export { sweepFigures, type SweepFiguresOptions } from './sweepFigures';
export { tableCsv } from './tableCsv';
export { tableParquet } from './tableParquet';
export { tidyTable, type Cell, type Column, type TidyOptions } from './tidyTable';
export { trialRows, trialScores } from './trialRows';
export { SlurmOptions } from './executors/SlurmOptions';
export { kubernetesJob, KubernetesOptions } from './executors/kubernetesJob';
export { runLocal } from './executors/runLocal';
export { callProgram, slurmLimits, type Call } from './executors/slurmCommands';
export { shellWord } from './executors/shellWord';
export { slurmScript } from './executors/slurmScript';
export { cancelSlurm, requeueThisTask, slurmJobs, submitSlurm } from './executors/submitSlurm';
export { systemClock, type Clock } from './protocol/Clock';
export type { JournalEvent, OutcomeKind } from './protocol/JournalEvent';
export type { Store } from './protocol/Store';
export { createState, type SweepState, type TrialRecord, type TrialState } from './protocol/SweepState';
export type { TrialEnd, TrialRunner, TrialTask } from './protocol/TrialRunner';
export { childRunner } from './protocol/childRunner';
export { describeTrial, type Described } from './protocol/describeTrial';
export { diskStore } from './protocol/diskStore';
export { journalReader, journalWriter, type JournalWriter } from './protocol/journal';
export { memoryStore } from './protocol/memoryStore';
export { openSearcher, openSweep, type Named } from './protocol/openSweep';
export { plan, type Planned, type Sweep } from './protocol/plan';
export { retryFailed } from './protocol/retryFailed';
export { runWorker, type WorkerEnd, type WorkerOptions } from './protocol/runWorker';
export { serveTrials } from './protocol/serveTrials';
export { readState } from './protocol/readTally';
export { beginSweep, CANCELLED, readSweepFile } from './protocol/sweepFolder';
export {
  runFolderOf,
  trialFiles,
  trialFolder,
  type ClaimFile,
  type OutcomeFile,
} from './protocol/trialFiles';
export type { Answer, Asked, Searcher, Suggestion, Told } from './search/Searcher';
export { asha, AshaSearch } from './search/asha';
export { Budget, rungBudgets } from './search/budget';
export { evolution, EvolutionSearch } from './search/evolution';
export { grid, gridPoints, GridSearch } from './search/grid';
export { halving, halvingRungs, HalvingSearch, type Rung } from './search/halving';
export { list, ListSearch } from './search/list';
export { parzen, type Parzen, type ParzenOptions } from './search/parzen';
export { random, RandomSearch } from './search/random';
export { createSearcher, SearchConfig } from './search/searches';
export { axisModel, splitPoints, tpe, TpeSearch, type AxisModel, type Sides } from './search/tpe';
export { virtualTime } from './simulation/virtualTime';
export { simulateSweep, type Simulated, type SimulationOptions } from './simulation/simulateSweep';
