/** What it takes to look at a sweep's folder, without studies and tensors; loads in milliseconds. */
export { sweepStatus, type SweepStatus } from './sweepStatus';
export { diskStore } from './protocol/diskStore';
export { openSearcher } from './protocol/openSweep';
export { readSweepFile } from './protocol/sweepFolder';
