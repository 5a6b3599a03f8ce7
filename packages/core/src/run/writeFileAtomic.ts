import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf, onDisk } from './diskErrors';

/**
 * Writes a file so that its path holds either what it held before or all of `content`, whatever happens
 * in between: a temporary file beside it, flushed to the disk, then renamed over it.
 *
 * @throws EnvironmentError where the disk is full or the folder cannot be written
 */
export function writeFileAtomic(path: string, content: Uint8Array | string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  onDisk('writeFileAtomic', path, () => {
    try {
      writeThrough(temporary, bytes);
      renameSync(temporary, path);
      flushFolder(dirname(path));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** Makes a folder and those above it. */
export function makeFolder(path: string): void {
  onDisk('makeFolder', path, () => makeFolders(path));
}

// Node's own recursive mkdir never returns where a file system answers ENOENT below a folder that is
// there, as /proc does.
function makeFolders(path: string): void {
  try {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) mkdirSync(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && statSync(path).isDirectory()) return; // made by another process just now
    if (codeOf(error) !== 'ENOENT' || statSync(dirname(path), { throwIfNoEntry: false })) throw error;
    makeFolders(dirname(path));
    makeFolders(path);
  }
}

function writeThrough(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

// A rename lasts through a power cut only once its folder is flushed; some systems cannot open folders.
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
