/** What needs Node: files as sources of bytes, and formats that are several files beside each other. */
export { openFile, type OpenFile } from './openFile';
export { openTensorBundle } from './openTensorBundle';

// Data
export { syncFile } from './data/hdf5/syncFile';

// What a file holds
export { inspectFile } from './inspect/inspectFile';
export { formatNames, type FileContents, type FileEntry, type FormatName } from './inspect/FileContents';
export { zarrFolder } from './data/zarr/zarrFolder';
