import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * The library of matrix products that this process has loaded, such as `openblas-pthread/libblas.so.3`:
 * where several are installed the system chooses, and they differ in speed by ten.
 *
 * @returns undefined where that cannot be told: outside Linux, or where LibTorch brings its own
 */
export function loadedBlas(): string | undefined {
  let maps: string;
  try {
    maps = readFileSync('/proc/self/maps', 'utf8');
  } catch {
    return undefined;
  }
  const path = /\S*\/lib(?:blas|openblas|mkl_rt|blis)[^/\s]*\.so\S*/.exec(maps)?.[0];
  return path === undefined ? undefined : `${basename(dirname(path))}/${basename(path)}`;
}
