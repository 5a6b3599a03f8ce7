/** What needs Node: files as sources of bytes, and formats that are several files beside each other. */
export { openFile, type OpenFile } from './openFile';

// Data
export { syncFile } from './data/hdf5/syncFile';
export { openTensorBundle } from './openTensorBundle';
