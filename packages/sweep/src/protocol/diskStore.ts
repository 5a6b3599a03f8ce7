import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf, diskError, makeFolder, writeFileAtomic } from '@goal-driven/core/files';
import type { Store } from './Store';

const NOTHING = new Uint8Array(0);

/** File systems without hard links answer one of these. */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * A folder as the store of a sweep.
 *
 * `create` writes a file of a name of its own, flushes it and links it to the wanted name: the server decides
 * who was first, and a half-written file is never seen under that name. An NFS server may do the link and lose
 * its answer, so after a refusal the number of links decides. Without hard links the file is made by an
 * exclusive open, and readers must bear with a file that is still being written.
 *
 * @throws EnvironmentError where the disk is full or refuses
 */
export function diskStore(root: string): Store {
  const at = (path: string) => join(root, path);
  const made = new Set<string>();
  const intoFolder = (path: string) => {
    const folder = dirname(path);
    if (made.has(folder)) return;
    makeFolder(folder);
    made.add(folder);
  };
  return {
    read: (path) => orUndefined(at(path), () => readFileSync(at(path), 'utf8')),
    readFrom: (path, offset) => {
      const size = statSync(at(path), { throwIfNoEntry: false })?.size ?? 0;
      if (size <= offset) return NOTHING;
      return orUndefined(at(path), () => readFrom(at(path), offset)) ?? NOTHING;
    },
    create: (path, content, when) => {
      intoFolder(at(path));
      return createOnce(at(path), content, when);
    },
    replace: (path, content) => {
      intoFolder(at(path));
      writeFileAtomic(at(path), content);
    },
    append: (path, text, when) => {
      intoFolder(at(path));
      writeThrough(at(path), text, when === 'later' ? 'a, unflushed' : 'a');
    },
    list: (folder) => orUndefined(at(folder), () => readdirSync(at(folder)).sort()) ?? [],
  };
}

let temporaries = 0;

function createOnce(path: string, content: string, when: 'later' | undefined): boolean {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return false;
  const temporary = `${path}.${hostname()}.${process.pid}.${temporaries++}.tmp`;
  try {
    writeThrough(temporary, content, when === 'later' ? 'wx, unflushed' : 'wx');
    const first = linkOnce(temporary, path);
    return first ?? openOnce(path, content);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Whether this link was the first; undefined where the file system has none. */
function linkOnce(temporary: string, path: string): boolean | undefined {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (WITHOUT_LINKS.has(code)) return undefined;
    if (statSync(temporary, { throwIfNoEntry: false })?.nlink === 2) return true;
    if (code === 'EEXIST') return false;
    throw diskError('sweep', path, error);
  }
}

function openOnce(path: string, content: string): boolean {
  try {
    writeThrough(path, content, 'wx');
    return true;
  } catch (error) {
    if (error instanceof Error && codeOf(error.cause) === 'EEXIST') return false;
    throw error;
  }
}

function writeThrough(
  path: string,
  content: string,
  how: 'a' | 'a, unflushed' | 'wx' | 'wx, unflushed',
): void {
  try {
    const file = openSync(path, how.startsWith('wx') ? 'wx' : 'a');
    try {
      const bytes = new TextEncoder().encode(content);
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      if (!how.endsWith('unflushed')) fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw diskError('sweep', path, error);
  }
}

function readFrom(path: string, offset: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const length = Math.max(0, fstatSync(file).size - offset);
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const read = readSync(file, bytes, filled, length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}

function orUndefined<T>(path: string, f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    const code = codeOf(error);
    // ESTALE: the file was replaced on the server while it was open here; the next look finds the new one.
    if (code === 'ENOENT' || code === 'ESTALE') return undefined;
    throw diskError('sweep', path, error);
  }
}
