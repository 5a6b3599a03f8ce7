import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, freemem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { addonPath, nativeFolder } from './addonPath';
import { cudaHeaders } from './cudaHeaders';
import { EngineError } from './EngineError';
import { whileBuilding } from './engineLock';
import type { LibTorch } from './LibTorch';
import { libTorchCommand, locateLibTorch } from './locateLibTorch';
import { runCompiler } from './runCompiler';

export type BuildOptions = {
  /** Is told what is found and done, a line at a time. */
  readonly say?: (line: string) => void;
  /** Build again even where the addon is in the cache. */
  readonly force?: boolean;
};

/** Where the addon is, the LibTorch that it is for, and whether it was compiled now (`fresh`) or found. */
export type Built = { readonly addon: string; readonly libTorch: LibTorch; readonly fresh: boolean };

/**
 * Compiles the addon against the LibTorch of this machine and keeps it in the cache. Takes a minute or two.
 *
 * @throws EngineError naming the command that brings what is missing: LibTorch or a C++ compiler
 */
export async function buildEngine({ say = () => {}, force = false }: BuildOptions = {}): Promise<Built> {
  const libTorch = await locateLibTorch();
  if (libTorch === undefined) {
    throw new EngineError(
      `buildEngine: LibTorch must be at LIBTORCH, in the system or in python3's torch, got none. To bring it: ${libTorchCommand}`,
    );
  }
  requireVersion(libTorch);
  say(`LibTorch ${libTorch.version}, found by ${libTorch.foundBy}: ${libTorch.libraries}`);
  const addon = addonPath(libTorch);
  if (existsSync(addon) && !force) {
    say(`already built: ${addon}`);
    return { addon, libTorch, fresh: false };
  }
  await whileBuilding(async () => {
    mkdirSync(dirname(dirname(addon)), { recursive: true });
    const workshop = mkdtempSync(`${dirname(addon)}.partial-`);
    try {
      await compile(workshop, libTorch, say);
      mkdirSync(dirname(addon), { recursive: true });
      renameSync(join(workshop, 'torch.node'), addon);
    } finally {
      rmSync(workshop, { recursive: true, force: true });
    }
  });
  say(`built: ${addon}`);
  return { addon, libTorch, fresh: true };
}

/** The oldest LibTorch whose headers have all that the sources name. */
const oldest = { major: 1, minor: 13 };

function requireVersion({ version, libraries }: LibTorch): void {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return;
  throw new EngineError(
    `buildEngine: LibTorch must be ${oldest.major}.${oldest.minor} or later, got ${version} in ${libraries}`,
  );
}

async function compile(workshop: string, libTorch: LibTorch, say: (line: string) => void): Promise<void> {
  // Copied, because a precompiled header must lie beside its source.
  for (const name of readdirSync(nativeFolder()))
    copyFileSync(join(nativeFolder(), name), join(workshop, name));
  const { includes, cxx11Abi } = libTorch;
  const cuda = cudaHeaders(libTorch);
  const flags = [
    ...[
      '-O3',
      '-fno-math-errno',
      '-fno-trapping-math',
      '-fPIC',
      '-fvisibility=hidden',
      '-w',
      `-D_GLIBCXX_USE_CXX11_ABI=${cxx11Abi ? 1 : 0}`,
    ],
    ...(cuda.length > 0 ? ['-DTORCH_WITH_CUDA'] : []),
    ...[nodeApiHeaders(), ...includes, ...cuda].map((folder) => `-I${folder}`),
  ];
  say(`compiling the header of LibTorch ${cuda.length > 0 ? 'with CUDA' : 'for the processor'}`);
  const standard = await precompile(workshop, flags);
  const sources = readdirSync(workshop).filter((name) => name.endsWith('.cc'));
  const workers = Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / 1.5e9)));
  say(`compiling ${sources.length} files, ${workers} at a time`);
  const queue = [...sources];
  const work = async (): Promise<void> => {
    for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
      const object = basename(source, '.cc') + '.o';
      await runCompiler(workshop, [standard, ...flags, '-include', 'torch.h', '-c', source, '-o', object]);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  say('linking');
  const objects = sources.map((source) => basename(source, '.cc') + '.o');
  await runCompiler(workshop, [...objects, ...linkFlags(libTorch, cuda.length > 0), '-o', 'torch.node']);
}

/** The oldest C++ standard that this LibTorch takes, found by precompiling its header. */
async function precompile(workshop: string, flags: readonly string[]): Promise<string> {
  const [older, newer] = ['-std=c++17', '-std=c++20'] as const;
  const header = [...flags, '-x', 'c++-header', 'torch.h', '-o', 'torch.h.gch'];
  try {
    await runCompiler(workshop, [older, ...header]);
    return older;
  } catch {
    await runCompiler(workshop, [newer, ...header]); // its message is the one to read
    return newer;
  }
}

function linkFlags({ libraries }: LibTorch, cuda: boolean): string[] {
  const names = ['torch', 'torch_cpu', 'c10', ...(cuda ? ['torch_cuda', 'c10_cuda'] : [])];
  const shared =
    process.platform === 'darwin'
      ? ['-bundle', '-undefined', 'dynamic_lookup']
      : ['-shared', '-s', '-Wl,--no-as-needed'];
  const rest = process.platform === 'darwin' ? [] : ['-ldl'];
  return [
    ...shared,
    `-L${libraries}`,
    `-Wl,-rpath,${libraries}`,
    ...names.map((name) => `-l${name}`),
    ...rest,
  ];
}

const nodeApiHeaders = (): string =>
  (createRequire(import.meta.url)('node-api-headers') as { include_dir: string }).include_dir;
