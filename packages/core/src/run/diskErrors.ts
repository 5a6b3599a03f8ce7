import { EnvironmentError } from '../errors';

const reasons: { readonly [code: string]: string } = {
  ENOSPC: 'the disk must have room left, got a full one. Free some space and resume',
  EDQUOT: 'the quota must have room left, got a full one. Free some space and resume',
  EACCES: 'the folder must be writable, got permission denied. Choose another with --out',
  EPERM: 'the folder must be writable, got operation not permitted. Choose another with --out',
  EROFS: 'the folder must be writable, got a read-only file system. Choose another with --out',
  ENOENT: 'the folder must be one that can be made, got a path whose parent refuses it',
  EEXIST: 'the folder must be new or a folder already, got a file of that name',
  ENOTDIR: 'every part of the path but the last must be a folder, got a file',
  EISDIR: 'the path must be a file, got a folder',
  ENAMETOOLONG: 'the path must be short enough for the file system, got one that is too long',
  EMFILE: 'the process must be allowed more open files, got its limit',
  EIO: 'the disk must answer, got an input/output error',
};

/** What `f` returns; a failure of the disk becomes an EnvironmentError that names `path`. */
export function onDisk<T>(who: string, path: string, f: () => T): T {
  try {
    return f();
  } catch (error) {
    throw diskError(who, path, error);
  }
}

/** The error in our words where it is the disk's, else the error itself. */
export function diskError(who: string, path: string, error: unknown): unknown {
  const code = codeOf(error);
  const reason = code === undefined ? undefined : reasons[code];
  if (reason === undefined) return error;
  return new EnvironmentError(`${who}: ${reason} (${path}, ${code})`, { cause: error });
}

/** The system's code of a failed file operation, such as ENOENT. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
