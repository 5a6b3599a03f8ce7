import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EngineError } from './EngineError';
import type { LibTorch } from './LibTorch';

/** How to bring a LibTorch and a compiler where there is none. */
export const libTorchCommand =
  process.platform === 'darwin' ? 'brew install pytorch' : 'apt-get install libtorch-dev g++';

/**
 * Looks for LibTorch in the folder that the environment variable LIBTORCH names, in the system's folders,
 * and inside the `torch` of the `python3` (or PYTHON) at hand, in this order.
 *
 * @returns undefined where there is none
 * @throws EngineError when LIBTORCH names a folder without one
 */
export async function locateLibTorch(): Promise<LibTorch | undefined> {
  const named = process.env['LIBTORCH'];
  if (named !== undefined && named !== '') {
    const found = inFolder(named, 'LIBTORCH');
    if (found === undefined) {
      throw new EngineError(
        `locateLibTorch: LIBTORCH must be a folder with include/torch and lib/libc10, got ${named}`,
      );
    }
    return found;
  }
  return inSystem() ?? (await inPython());
}

const libraryName = process.platform === 'darwin' ? 'libc10.dylib' : 'libc10.so';

/** A folder laid out as PyTorch's own downloads and wheels are. */
function inFolder(folder: string, foundBy: LibTorch['foundBy']): LibTorch | undefined {
  const include = join(folder, 'include');
  return describe(foundBy, [include, join(include, 'torch/csrc/api/include')], join(folder, 'lib'));
}

function inSystem(): LibTorch | undefined {
  const triplet = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch as 'x64' | 'arm64'];
  const folders = [`/usr/lib/${triplet}`, '/usr/lib64', '/usr/local/lib', '/opt/homebrew/lib', '/usr/lib'];
  for (const libraries of folders) {
    const include = libraries.startsWith('/usr/lib') ? '/usr/include' : join(dirname(libraries), 'include');
    const found = describe('system', [include, join(include, 'torch/csrc/api/include')], libraries);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function inPython(): Promise<LibTorch | undefined> {
  // Importing torch takes seconds; where it lies is known without.
  const code =
    'import importlib.util as u; s = u.find_spec("torch"); print(s.submodule_search_locations[0] if s else "")';
  const python = process.env['PYTHON'] ?? 'python3';
  const answer = await promisify(execFile)(python, ['-c', code], { timeout: 10_000 }).catch(() => undefined);
  const folder = answer?.stdout.trim();
  return folder === undefined || folder === '' ? undefined : inFolder(folder, 'python');
}

function describe(
  foundBy: LibTorch['foundBy'],
  includes: readonly string[],
  libraries: string,
): LibTorch | undefined {
  const header = includes.map((folder) => join(folder, 'torch/version.h')).find((file) => existsSync(file));
  const library = join(libraries, libraryName);
  if (header === undefined || !existsSync(library)) return undefined;
  const version = versionOf(header, includes);
  if (version === undefined) return undefined;
  const cuda = existsSync(join(libraries, libraryName.replace('c10', 'torch_cuda')));
  // The constructor of c10::Error takes a string, whose mangled name tells the library's strings.
  const cxx11Abi =
    process.platform === 'darwin' ||
    readFileSync(library).includes('c105ErrorC2ENS_14SourceLocationENSt7__cxx11');
  return { foundBy, version, includes, libraries, cxx11Abi, cuda };
}

/** The version in torch/version.h, or in the header that newer ones send to. */
function versionOf(header: string, includes: readonly string[]): string | undefined {
  const files = [header, ...includes.map((folder) => join(folder, 'torch/headeronly/version.h'))];
  for (const file of files.filter((name) => existsSync(name))) {
    const text = readFileSync(file, 'utf8');
    const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
      (part) => new RegExp(`define TORCH_VERSION_${part} (\\d+)`).exec(text)?.[1],
    );
    if (parts.every((part) => part !== undefined)) return parts.join('.');
  }
  return undefined;
}
