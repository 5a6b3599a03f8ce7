import { DataError, EnvironmentError } from '@goal-driven/core/arrays';

import type { Library } from './_Library';
import type { SyncSource } from '../../SyncSource';
import { withBoundedMemory, type MemoryBound } from './_boundedMemory';
import { beginsHeap, endlessHeap } from './_endlessHeap';
import { DeadlineError, withDeadline } from './_withDeadline';

let loading: Promise<Library> | undefined;
/** Libraries that crashed or were stopped, and when: their memory may be in disorder, and nothing calls them again. */
const lost = new WeakMap<Library, string>();
/** What the memory of each library may be. */
const bounds = new WeakMap<Library, MemoryBound>();
/** Bytes of memory, which it never gives back, from which on a library reads what it has open and no more. */
const MAX_MEMORY = 2 ** 28;
let complaints = '';
/** What was kept from the library in the call that goes on. */
let refused: string | undefined;
let count = 0;

/**
 * The HDF5 library, loaded once, and anew after one was lost or has taken much memory. It is h5wasm's build for browsers,
 * also in Node: that one sees no disk, so that a file cannot name another to read.
 *
 * @throws EnvironmentError when it cannot be loaded, or, after one was lost, not anew: where a bundler has packed it
 */
export async function hdf5Library(): Promise<Library> {
  loading ??= loadLibrary(() => import('h5wasm'));
  const library = await loading;
  if (!lost.has(library) && library.HEAPU8.length < MAX_MEMORY) return library;
  const anew = loadLibrary(() => import(/* @vite-ignore */ `${import.meta.resolve('h5wasm')}?${count++}`));
  loading = lost.has(library) ? anew : anew.catch(() => library);
  return loading;
}

async function loadLibrary(load: () => Promise<{ readonly ready: Promise<unknown> }>): Promise<Library> {
  try {
    const bound = { bytes: Infinity };
    const library = await withBoundedMemory(
      bound,
      'H5Fopen',
      async () => (await (await load()).ready) as Library,
    );
    bounds.set(library, bound);
    // HDF5 prints what went wrong; what it printed first becomes our errors' reason.
    library.FS.streams[2]!.stream_ops = {
      write: (_: unknown, buffer: Int8Array, offset: number, length: number) => {
        const text = new TextDecoder().decode(Uint8Array.from(buffer.subarray(offset, offset + length)));
        complaints = (complaints + text).slice(0, 8192);
        return length;
      },
    };
    return library;
  } catch (error) {
    throw new EnvironmentError(`hdf5: h5wasm must load, got ${(error as Error).message}`);
  }
}

/**
 * Why a library may not be called any more.
 *
 * @throws EnvironmentError for one that is lost
 */
export function checkWhole(library: Library, where: string): void {
  const reason = lost.get(library);
  if (reason !== undefined)
    throw new EnvironmentError(
      `${where}: the HDF5 library must be whole, got one lost before (${reason}); open the file anew`,
    );
}

export const isLost = (library: Library): boolean => lost.has(library);

/** What is being read in a call that is under a deadline; calls within it need none of their own. */
let inside: string | undefined;

export type Calling = {
  /** Seconds that the call may take; 60 unless told. */
  readonly maxSeconds?: number;
  /** Bytes that the library's memory may grow to; 2^31 unless told. */
  readonly maxMemory?: number;
  /** Whether what HDF5 prints is a failure, though it goes on: when it writes, and when it describes. */
  readonly quiet?: boolean;
};

/**
 * Calls the library, whose failures become ours. In Node a call that does not return is stopped, which costs the
 * library; what is called within another call is under the deadline of the outer one, and named by its error.
 *
 * @param where file and path within it
 * @throws DataError with HDF5's reason, or after `maxSeconds`; EnvironmentError for a library that was lost before
 */
export function called<T>(
  library: Library,
  where: string,
  must: string,
  call: () => T,
  { maxSeconds = 60, maxMemory = 2 ** 31, quiet = false }: Calling = {},
): T {
  checkWhole(library, where);
  complaints = '';
  refused = undefined;
  const outer = inside;
  inside = where;
  bounds.get(library)!.bytes = maxMemory;
  try {
    const result = outer === undefined ? withDeadline(call, maxSeconds) : call();
    if (quiet && complaints !== '') throw failed(where, must);
    return result;
  } catch (error) {
    if (error instanceof DataError || error instanceof EnvironmentError) throw error;
    const { name, message } = error as Error;
    const stopped = error instanceof DeadlineError;
    if (stopped) shortcut = undefined; // what is stopped runs no `finally`
    if (stopped || name === 'RuntimeError') lost.set(library, `${inside}: ${message}`); // the latter: WebAssembly's
    throw stopped ? new DataError(`${inside}: ${must}, got ${message}`) : failed(inside, must, message);
  } finally {
    inside = outer;
  }
}

/** A name for a file of the library's memory that no other has. */
export const freshName = (): string => `${count++}.h5`;

/** Where bytes that are meant for a part of the library's memory go instead. */
let shortcut: { readonly pointer: number; readonly target: Uint8Array; filled: number } | undefined;

/**
 * Lets the library read to a part of its memory, but takes what it asks of the file for it to an array of ours: what is
 * stored as it is read needs not be copied out of there.
 *
 * @returns whether all came from the file; else the array is of no use, and the memory must be read to
 */
export function readPast(pointer: number, target: Uint8Array, call: () => number): boolean {
  shortcut = { pointer, target, filled: 0 };
  try {
    return call() >= 0 && shortcut.filled === target.length;
  } finally {
    shortcut = undefined;
  }
}

/** The error for a call that failed, with the cause of the first failure that HDF5 printed. */
export function failed(where: string, must: string, reason = 'a failure'): DataError {
  if (refused !== undefined) return new DataError(`${where}: ${must}, got ${refused}`);
  const [, first = ''] = complaints.split('HDF5-DIAG');
  const lines = [...first.matchAll(/#\d+: \S+ line \d+ in (\w+)\(\): (.*)/g)];
  const deepest = lines.at(-1);
  return new DataError(`${where}: ${must}, got ${deepest ? `${deepest[2]} (${deepest[1]})` : reason}`);
}

/**
 * Opens a file in the library, and hides it from all others.
 *
 * @returns the library's number of the file
 * @throws DataError when it is no HDF5 file
 */
export function openInLibrary(library: Library, source: SyncSource, where: string, limits: Calling): bigint {
  const name = freshName();
  const node = library.FS.createFile('/', name, {}, true, false);
  node.usedBytes = source.size;
  node.stream_ops = {
    ...node.stream_ops,
    read: (_: unknown, buffer: Int8Array, offset: number, length: number, position: number) => {
      const bytes = Math.max(0, Math.min(length, source.size - position));
      const address = buffer.byteOffset + offset;
      if (
        shortcut &&
        address >= shortcut.pointer &&
        address + bytes <= shortcut.pointer + shortcut.target.length
      ) {
        const start = address - shortcut.pointer;
        const read = source.readSync(position, shortcut.target.subarray(start, start + bytes));
        shortcut.filled += read;
        return read;
      }
      const target = new Uint8Array(buffer.buffer, address, bytes);
      const read = source.readSync(position, target);
      refused = beginsHeap(target) ? endlessAt(source, position) : undefined;
      if (refused !== undefined) throw new library.FS.ErrnoError(IO_ERROR);
      return read;
    },
    write: () => 0,
  };
  try {
    const file = called(
      library,
      where,
      'the file must be HDF5',
      () => library.open(`/${name}`, 0, false, library.H5F_LIBVER_EARLIEST, library.H5F_LIBVER_LATEST),
      limits,
    );
    if (file < 0n) throw failed(where, 'the file must be HDF5');
    return file;
  } finally {
    library.FS.unlink(`/${name}`);
  }
}

const IO_ERROR = 29;

/** What a global heap has that keeps the library going for ever. */
function endlessAt(source: SyncSource, position: number): string | undefined {
  const length = new Uint8Array(8);
  source.readSync(position + 8, length);
  const declared = new DataView(length.buffer).getUint32(0, true);
  const heap = new Uint8Array(Math.min(declared, source.size - position));
  source.readSync(position, heap);
  const at = endlessHeap(heap);
  return at === undefined
    ? undefined
    : `a global heap at byte ${position} whose object at byte ${position + at} has no end`;
}
