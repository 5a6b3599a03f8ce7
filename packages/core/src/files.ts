/** The part of core for files, processes and configurations that needs no tensors: sweeps stand on it and on `arrays`. */
export { codeOf, diskError } from './run/diskErrors';
export { isGone, residentMemory, thisProcess, type ProcessName } from './run/processes';
export { deepMerge, resolveConfig } from './run/runConfig';
export { makeFolder, writeFileAtomic } from './run/writeFileAtomic';
