/** What needs Node: files as sources of bytes, and formats that are several files beside each other. */
export { openFile, type OpenFile } from './openFile';
export { openTensorBundle } from './openTensorBundle';

// Data
export { syncFile } from './data/hdf5/syncFile';

// Data sets and weights that there are
export { dataFolder } from './registry/dataFolder';
export { downloadFile, type Download, type DownloadOptions } from './registry/downloadFile';
export { fetchData, isOffline, type FetchOptions } from './registry/fetchData';
export { hashFile } from './registry/hashFile';
export { knownHashes, noteHash } from './registry/knownHashes';
export { verifyData, type FileState } from './registry/verifyData';
export { isArchive, unpackArchive, type UnpackOptions } from './registry/unpackArchive';
// What a file holds
export { inspectFile } from './inspect/inspectFile';
export { formatNames, type FileContents, type FileEntry, type FormatName } from './inspect/FileContents';
export { zarrFolder } from './data/zarr/zarrFolder';
